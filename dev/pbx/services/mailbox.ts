import type { Call } from '../calls/call'
import { announcement } from '../media/clips'
import { play } from '../media/player'
import { pcmu } from './audio'

/** Leaves a message in one's own mailbox: there is something to be counted. */
export const leaveNumber = '611'
export const listenNumber = '612'

/** Four chimes, and whoever has heard them has left a message, or listened to them all. */
export async function useMailbox(call: Call, whenDone: () => void): Promise<void> {
  const media = await call.caller.openMedia(pcmu)
  call.answer()
  call.signal.addEventListener('abort', whenDone, { once: true })
  await play(media, announcement, { signal: call.signal })
  call.end({ by: 'pbx', why: 'the announcement is over' })
}
