import type { CallIntent } from '../../machines/intents'
import type { Permission, WhyNotCode } from '../errors'
import type { CallPermissions } from '../state'
import type { CallSnapshot } from './call.view'
import { type Conferences, conferencePermissions } from './conference.view'
import { type ParkSnapshot, viewParking } from './park.view'
import { type RecordingSnapshot, recordingPermissions } from './recording.view'
import { type TransferSnapshot, transferPermissions } from './transfer.view'
import { type TransfereeSnapshot, transferRequestPermissions } from './transfer-request.view'

type Probe = Exclude<CallIntent['type'], 'call.setSupervision'>

const nobody = { number: '', name: null, uri: '' }

/** The chart that owns the permission is asked with an intent of the kind; no guard of a call looks at its data. */
const allows = (call: CallSnapshot, type: Probe): boolean => {
  const intent = { callId: call.context.callId, commandId: '', at: 0 }
  if (type === 'call.sendDtmf') return call.can({ type, ...intent, tones: '', durationMs: 100, gapMs: 70 })
  if (type === 'call.deflect') return call.can({ type, ...intent, target: '', remote: nobody })
  return call.can({ type, ...intent })
}

const ask = (call: CallSnapshot, type: Probe, whyNot: WhyNotCode): Permission =>
  allows(call, type) ? true : Object.freeze({ code: whyNot })

const underway = (call: CallSnapshot, region: 'hold' | 'microphone', value: string): boolean =>
  call.matches({ open: { underway: { [region]: value } } })

/** For every command on a call: true, or why not. */
export function callPermissions(
  call: CallSnapshot,
  transfer: TransferSnapshot,
  conferences: Conferences,
  recording: RecordingSnapshot | undefined,
  transferee: TransfereeSnapshot,
  whyNoDial: Permission,
  park: ParkSnapshot,
  whyNoPark: Permission,
): Omit<CallPermissions, 'setSupervision'> {
  const closing = call.hasTag('closing') || call.status !== 'active'
  const established = call.hasTag('established')
  const otherwise = (code: WhyNotCode): WhyNotCode => (closing ? 'ending' : established ? code : 'not-established')
  const whyNotRinging: WhyNotCode = closing ? 'ending' : call.hasTag('answering') ? 'already-answering' : 'not-ringing'
  const whyNotSwitch = (goal: 'muted' | 'open', reached: WhyNotCode): WhyNotCode => {
    if (closing) return 'ending'
    if (!call.matches({ open: 'underway' })) return 'not-established'
    return underway(call, 'microphone', goal) ? reached : 'still-muting'
  }
  const transfers = transferPermissions(call, transfer, whyNoDial)
  // A REFER is out already.
  const isBeingParked = viewParking(call.context.callId, park).status === 'parking'
  return Object.freeze<Omit<CallPermissions, 'setSupervision'>>({
    answer: ask(call, 'call.answer', whyNotRinging),
    decline: ask(call, 'call.decline', whyNotRinging),
    deflect: ask(call, 'call.deflect', whyNotRinging),
    hangUp: ask(call, 'call.hangUp', 'ending'),
    hold: ask(call, 'call.hold', otherwise(underway(call, 'hold', 'held') ? 'already-held' : 'already-holding')),
    resume: ask(call, 'call.resume', otherwise(underway(call, 'hold', 'resuming') ? 'already-resuming' : 'not-held')),
    mute: ask(call, 'call.mute', whyNotSwitch('muted', 'already-muted')),
    unmute: ask(call, 'call.unmute', whyNotSwitch('open', 'not-muted')),
    sendDtmf: ask(call, 'call.sendDtmf', closing ? 'ending' : 'not-established'),
    ...transfers,
    ...(isBeingParked && { transfer: whyNoPark, consult: whyNoPark }),
    park: transfers.transfer === true ? whyNoPark : transfers.transfer,
    ...transferRequestPermissions(call.context.callId, transferee, whyNoDial),
    ...recordingPermissions(call, recording),
    ...conferencePermissions(call, conferences, transfer, whyNoDial),
  })
}
