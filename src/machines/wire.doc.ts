import type {
  ConnectionCommand,
  ConnectionFact,
  InvitationCommand,
  InvitationFact,
  SessionCommand,
  SessionFact,
  ToneCommand,
  ToneFact,
  TransferRequestCommand,
  TransferRequestFact,
} from './ports'
import type { DeliveryFact, MessageFact } from './ports/messages'
import type { RecordingFact } from './ports/recording'
import type { ResourceFact } from './ports/watching'
import type { CallReport, ConnectionReport, ReferReport } from './reports'

/**
 * What goes over the wire behind the commands and facts of the ports: the pages say it beside each transition. A command or
 * fact of a port that speaks SIP without words does not compile.
 */

export type Said = (
  | SessionCommand
  | ConnectionCommand
  | InvitationCommand
  | TransferRequestCommand
  | ToneCommand
)['type']

export const said: Readonly<Record<Said, string>> = {
  'transport.connect': 'WebSocket handshake (RFC 7118)',
  'transport.disconnect': 'the WebSocket is closed',
  'registration.register': '→ REGISTER (RFC 3261 10.2), with a digest after ← 401',
  'registration.unregister': '→ REGISTER with `Expires: 0`',
  'invitation.refuse': '→ 486 or 480 to the INVITE',
  'refer.accept': '→ 202, → NOTIFY (RFC 3515 2.4)',
  'refer.refuse': '→ 603, 486 or 480 to the REFER (after the 202: → the final NOTIFY)',
  'session.invite': '→ INVITE with an offer',
  'session.accept': '→ 200 with the answer',
  'session.reject': '→ 603, 486, 480 or 404 to the INVITE',
  'session.deflect': '→ 302 with a Contact (RFC 3261 8.1.3.4)',
  'session.cancel': '→ CANCEL, once a 1xx has come (RFC 3261 9.1; after a late ← 200: → ACK, → BYE)',
  'session.withdraw': '→ CANCEL (a ← 200 that crosses it is taken)',
  'session.bye': '→ BYE (where there is no dialog yet: → 480, or → CANCEL)',
  'session.offer': '→ re-INVITE (RFC 3261 14.1)',
  'session.refer': '→ REFER (RFC 3515; attended: with `Replaces` in Refer-To)',
  'tone.send': 'RTP events (RFC 4733), or → INFO with `application/dtmf-relay`',
}

type Told = Exclude<CallReport['type'], 'report.live' | 'report.ringing' | 'report.quiet'> | ReferReport['type']

type Heard =
  | (SessionFact | ConnectionFact | InvitationFact | TransferRequestFact | ToneFact)['type']
  | (DeliveryFact | MessageFact | RecordingFact | ResourceFact)['type']
  | Told
  | ConnectionReport['type']

export const heard: Readonly<Record<Heard, string>> = {
  'transport.connected': 'the WebSocket is open',
  'transport.closed': 'the WebSocket could not be opened, broke, or nobody answered our OPTIONS',
  'transport.disconnected': 'the WebSocket is closed',
  'registration.accepted': '← 200 to the REGISTER',
  'registration.refused': '← 403, 404, or 401 to our digest',
  'registration.failed': '← 408, 480, 5xx (503 with its `Retry-After`) or nothing to the REGISTER',
  'registration.removed': '← 200 to the REGISTER with `Expires: 0`',
  'sip.notLoaded': 'nothing: the SIP stack did not load',
  'invitation.received': '← INVITE without a dialog',
  'refer.received': '← REFER in the dialog',
  'refer.withdrawn': '← INVITE with `Replaces` (RFC 3891)',
  'session.progressed': '← 1xx',
  'session.accepted': '← 2xx, → ACK; or ← ACK to our 200',
  'session.rejected': '← 3xx to 6xx, → ACK',
  'session.cancelled': '← CANCEL, → 487',
  'session.ended': '← BYE, → 200; or ← 200 to ours; or ← 481, 408 or nothing to a request of ours',
  'session.negotiated': '← 2xx with an answer, → ACK',
  'session.offerRefused': '← 488 or another final response to the re-INVITE',
  'session.offersCrossed': '← 491 (RFC 3261 14.1)',
  'session.refreshDue': 'the session timer is half over (RFC 4028 10)',
  'session.offerReceived': '← re-INVITE or UPDATE with an offer',
  'session.offerAnswered': '→ 2xx with the answer',
  'session.referAccepted': '← 202 to our REFER',
  'session.referProgressed': '← NOTIFY with a 1xx as `message/sipfrag`',
  'session.referEnded': '← NOTIFY with a final status, or the end of the subscription',
  'session.referRefused': '← 3xx to 6xx to our REFER',
  'session.recordingTold': '← INFO with the header `Record`, → 200',
  'session.remoteHeld': '← `a=sendonly`, `a=inactive` or `c=IN IP4 0.0.0.0` (RFC 3264 8.4)',
  'session.remoteResumed': '← `a=sendrecv` or `a=recvonly`',
  'session.replaced': '← INVITE with `Replaces` of this dialog (RFC 3891)',
  'tone.sent': 'RTP events have ended, or ← 200 to the INFO',
  'tone.refused': '← 4xx or 5xx to the INFO, or the sender takes no tones',
  'message.accepted': '← 200 or 202 to the MESSAGE (RFC 3428)',
  'message.refused': '← 4xx to 6xx, or nothing, to the MESSAGE',
  'message.arrived': '← MESSAGE, → 200',
  'recording.confirmed': '← 200 to the INFO',
  'recording.refused': '← 4xx to 6xx, or nothing, to the INFO',
  'resource.notified': '← NOTIFY, → 200 (RFC 6665)',
  'resource.lost': '← 481, 503 or nothing to the SUBSCRIBE; ← NOTIFY with `terminated`',
  'resource.refused': '← 403, 404 or 489 to the SUBSCRIBE; ← NOTIFY with `terminated;reason=rejected`',
  'report.held': '← 2xx to the re-INVITE with `a=sendonly`',
  'report.holdFailed': '← a refusal of the re-INVITE, or nothing',
  'report.closing': '→ BYE, CANCEL or a final response',
  'report.ended': 'the dialog is over',
  'report.established': '← 2xx, → ACK; or ← ACK to our 200',
  'report.referAccepted': '← 202 to our REFER',
  'report.referProgressed': '← NOTIFY with a 1xx as `message/sipfrag`',
  'report.referSucceeded': '← NOTIFY with a 2xx as `message/sipfrag`',
  'report.referFailed': '← 3xx to 6xx to our REFER, or ← NOTIFY with one',
  'report.registered': '← 200 to the REGISTER',
  'report.unregistered': 'the registration is over, or the WebSocket',
  'auth.lapsed': '← 403, or 401 to our digest with a token',
  'report.refused': '← 403, 404, or 401 to our digest',
  'report.unreachable': 'no WebSocket, or no answer to the REGISTER',
  'report.offline': 'the WebSocket is closed',
}

/** Ports that speak as soon as they are opened. */
export const opened: Readonly<Record<string, string>> = {
  deliverMessage: '→ MESSAGE',
  requestRecording: '→ INFO',
  watchResource: '→ SUBSCRIBE (RFC 6665)',
}
