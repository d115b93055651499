import type { SnapshotFrom } from 'xstate'
import type { parkingLotMachine } from '../../machines/parking-lot.machine'
import type { presenceMachine } from '../../machines/presence.machine'
import type { voicemailMachine } from '../../machines/voicemail.machine'
import type { ColleagueView, ParkingLotView, VoicemailView } from '../state'

export type ParkingLotSnapshot = SnapshotFrom<typeof parkingLotMachine>
export type VoicemailSnapshot = SnapshotFrom<typeof voicemailMachine>

export const viewParkingLot = (lot: ParkingLotSnapshot): ParkingLotView =>
  Object.freeze({
    status: lot.hasTag('told')
      ? 'watched'
      : lot.hasTag('failed')
        ? 'failed'
        : lot.matches('unwatched')
          ? 'off'
          : 'unknown',
    slots: Object.freeze(lot.context.slots.map(({ slot }) => slot)),
    calls: lot.context.calls,
  })

export const viewColleagues = ({ context }: SnapshotFrom<typeof presenceMachine>): readonly ColleagueView[] =>
  Object.freeze(
    context.colleagues.map(({ resource: { uri }, number, name, status, remote }) =>
      Object.freeze({ number, name, uri, status, remote }),
    ),
  )

export const viewVoicemail = ({ value, context }: VoicemailSnapshot): VoicemailView =>
  Object.freeze({
    status: typeof value === 'string' ? 'off' : 'watched' in value ? value.watched : value.told,
    newMessages: context.newMessages,
    oldMessages: context.oldMessages,
    urgentMessages: context.urgentMessages,
  })
