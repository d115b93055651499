import type { SnapshotFrom } from 'xstate'
import type { conferenceMachine } from '../../machines/conference.machine'
import type { roomMachine } from '../../machines/room.machine'
import type { Permission, WhyNotCode } from '../errors'
import type { CallPermissions, ConferenceView } from '../state'
import type { CallSnapshot } from './call.view'
import { problemOf } from './problem.view'
import type { TransferSnapshot } from './transfer.view'

/** All that a call's part in a conference depends on, beside the call. */
export interface Conferences {
  readonly conference: SnapshotFrom<typeof conferenceMachine>
  readonly room: SnapshotFrom<typeof roomMachine>
  /** The calls that can be merged as they are now. */
  readonly mergeable: readonly string[]
  /** The calls that are heard, or about to be. */
  readonly live: readonly string[]
  readonly isAtServer: boolean
}

const none: ConferenceView = Object.freeze({ status: 'none' })

/** Answered, and neither being held nor resumed. */
export const isMergeable = (call: CallSnapshot): boolean =>
  call.hasTag('established') &&
  (['active', 'held'] as const).some((hold) => call.matches({ open: { underway: { hold } } }))

export function viewConference(callId: string, { conference, room }: Conferences): ConferenceView {
  const { members, joining, failed } = conference.context
  const all = [...members, ...joining]
  if (all.includes(callId)) {
    const others = Object.freeze(all.filter((id) => id !== callId))
    if (conference.hasTag('merged')) {
      const sound = conference.matches({ together: { merged: 'interrupted' } }) ? 'interrupted' : 'mixed'
      return Object.freeze({ status: 'merged', with: others, sound })
    }
    const status = conference.matches({ together: 'splitting' }) ? 'splitting' : 'merging'
    return Object.freeze({ status, with: others })
  }
  const { wish } = room.context
  const inRoom = wish === null ? [] : [wish.roomCallId, ...room.context.members]
  if (inRoom.includes(callId))
    return Object.freeze({ status: 'merging', with: Object.freeze(inRoom.filter((id) => id !== callId)) })
  const failure = [failed, room.context.failed].find((last) => last?.callId === callId)?.failure
  return failure === undefined ? none : Object.freeze({ status: 'failed', problem: problemOf(failure) })
}

const refuse = (code: WhyNotCode): Permission => Object.freeze({ code })

/** Whether a call can be merged with the others, and split off from them: or why not. */
export function conferencePermissions(
  call: CallSnapshot,
  conferences: Conferences,
  transfer: TransferSnapshot,
  dial: Permission,
): Pick<CallPermissions, 'merge' | 'split'> {
  const { conference, room, isAtServer } = conferences
  const { callId } = call.context
  const command = { callId, commandId: '', at: 0 }
  const { members } = conference.context
  const isMember = members.includes(callId)
  const isBusy = conference.hasTag('busy') || room.hasTag('busy')
  const merge = (): Permission => {
    if (!call.hasTag('established')) return refuse(call.hasTag('closing') ? 'ending' : 'not-established')
    if (isBusy) return refuse('merge-underway')
    if (!isMergeable(call))
      return refuse(call.matches({ open: { underway: { hold: 'holding' } } }) ? 'already-holding' : 'already-resuming')
    const others = conferences.mergeable.filter((id) => id !== callId && !(isMember && members.includes(id)))
    if (others.length === 0) return refuse(isMember ? 'already-merged' : 'no-other-call')
    if (conferences.live.some((id) => !conferences.mergeable.includes(id))) return refuse('another-call-live')
    if (isAtServer) return transfer.matches('idle') ? dial : refuse('transfer-underway')
    return conference.can({ type: 'conference.merge', ...command, callIds: [], held: [] }) || refuse('merge-underway')
  }
  const split =
    isMember && conference.can({ type: 'conference.split', ...command })
      ? true
      : refuse(isMember && isBusy ? 'merge-underway' : 'not-merged')
  return { merge: merge(), split }
}
