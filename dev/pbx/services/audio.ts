import { setTimeout as wait } from 'node:timers/promises'
import { announcement, tone } from '../media/clips'
import { knownCodecs } from '../media/codecs'
import { play } from '../media/player'
import type { Service } from './service'

/** What is generated here is mu-law, so PCMU is all that these services agree on. */
export const pcmu = knownCodecs.filter(
  ({ clockRate, name }) => clockRate === 8000 && (name === 'pcmu' || name === 'telephone-event'),
)

/** Every packet goes back to where it came from; digits are read (by the call itself), not sent back. */
export const echo: Service = async (call) => {
  const media = await call.caller.openMedia()
  call.onPacket = (_, packet) => {
    if (packet.kind === 'audio') media.send(packet)
  }
  call.answer()
}

export const playTone: Service = async (call) => {
  const media = await call.caller.openMedia(pcmu)
  call.answer()
  await play(media, tone, { loop: true, signal: call.signal })
}

export const playAnnouncement: Service = async (call) => {
  const media = await call.caller.openMedia(pcmu)
  call.answer()
  await play(media, announcement, { signal: call.signal })
  call.end({ by: 'pbx', why: 'the announcement is over' })
}

/** Audio before an answer that never comes, as a network says "this number is not in service". */
export const playEarlyMedia: Service = async (call) => {
  const media = await call.caller.openMedia(pcmu)
  call.ringing(183)
  const over = wait(3000, undefined, { signal: call.signal })
  await Promise.race([over, play(media, tone, { loop: true, signal: call.signal })])
  call.end({ by: 'pbx', status: 480, why: 'early media is over' })
}

export const answerAndHangUp: Service = async (call) => {
  await call.caller.openMedia()
  call.answer()
  await wait(2000, undefined, { signal: call.signal })
  call.end({ by: 'pbx', why: 'hung up', reason: 'Q.850;cause=16;text="Normal call clearing"' })
}
