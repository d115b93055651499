import type { ChartDoc } from '../chart.doc'
import type { callMachine } from './call.machine'

const session = 'port `watchSession`'
const media = 'port `watchMedia`'
const self = 'another region of this chart'

export const callDoc: ChartDoc<typeof callMachine> = {
  title: 'one call, from its first moment to its record',
  purpose:
    'A call is made or taken, talked on, held, and ended, by either side, at any moment, whatever crosses on the wire. The picture shows its way; what goes on beside it, from dialling on, has pictures of its own. A state changes when the wire has confirmed, never when a button was pressed. The chart’s output is the record of the call.',
  states: {
    begun: { means: 'Outgoing or incoming? It is left at once.' },
    open: {
      means: 'From here to the hang-up the call owns a microphone and a way for the sound; leaving closes both.',
    },
    'open.preparing': {
      means: 'Outgoing: the microphone comes first, so that nobody’s phone rings for a call that cannot be made.',
      sip: 'nothing is sent yet',
    },
    'open.alerting': {
      means: 'Incoming: it rings here, and waits for a person.',
      sip: '← INVITE, → 180 (RFC 3261 13.3.1.1)',
    },
    'open.answering': {
      means:
        'Incoming: the person has answered, and the microphone is being opened. Without one it goes on ringing, with the microphone closed, so that the person can mend that and answer again.',
      sip: 'still 180',
    },
    'open.underway': { means: 'An INVITE is on the wire, and everything that a call may do at the same time.' },
    'open.underway.way': { means: 'From the INVITE to the conversation.' },
    'open.underway.way.dialing': {
      means: 'Our INVITE is being offered, sent and waited on. What the far end says meanwhile, `progress` tells.',
      sip: '→ INVITE with an offer; ← 1xx; ← 2xx, → ACK (RFC 3261 13.2)',
    },
    'open.underway.way.withdrawing': {
      means:
        'A consultation that is not needed any more: it is given up, unless its answer is on the way already, which is then taken.',
      sip: '→ CANCEL; ← 487, or a 200 that crosses it, → ACK',
      mood: 'leaving',
    },
    'open.underway.way.accepting': {
      means: 'Our answer is on its way, and not acknowledged yet.',
      sip: '→ 200 with the answer, until ← ACK (RFC 3261 13.3.1.4)',
    },
    'open.underway.way.established': {
      means: 'The dialog is confirmed: a conversation.',
      sip: '2xx and ACK have passed (RFC 3261 12)',
    },
    'open.underway.progress': { means: 'What the far end says before the answer, and our own ringback.' },
    'open.underway.progress.none': { means: 'Nothing but perhaps 100.', sip: '← 100, 183 or 199' },
    'open.underway.progress.ringing': {
      means: 'It rings over there.',
      sip: '← 180 (RFC 3261 21.1.2)',
      mood: 'waiting',
    },
    'open.underway.progress.ringing.choosing': { means: 'Does sound come from there already? It is left at once.' },
    'open.underway.progress.ringing.sounding': { means: 'Our own ringback sounds, since nothing is heard from there.' },
    'open.underway.progress.ringing.hushed': {
      means: 'The far end’s own sound is heard instead of our ringback (RFC 3960 3.2), or ours cannot be played.',
    },
    'open.underway.progress.queued': {
      means: 'The call waits in a queue.',
      sip: '← 182 (RFC 3261 21.1.4)',
      mood: 'waiting',
    },
    'open.underway.progress.forwarded': {
      means: 'The call is being sent on.',
      sip: '← 181 (RFC 3261 21.1.3)',
      mood: 'waiting',
    },
    'open.underway.progress.over': { means: 'It was answered: late 1xx are no news.' },
    'open.underway.earlyMedia': { means: 'Whether sound comes from the far end before its answer.' },
    'open.underway.earlyMedia.none': { means: 'Nothing comes.' },
    'open.underway.earlyMedia.flowing': {
      means: 'RTP comes in before the answer: an announcement, or the far network’s ringback.',
      sip: '← 183 or 180 with SDP (RFC 3960 3)',
      mood: 'live',
    },
    'open.underway.earlyMedia.over': { means: 'It was answered: sound is no longer early.' },
    'open.underway.negotiation': {
      means:
        'Offers and answers after the first: one at a time. The other regions say what they want; this one offers it until it is agreed.',
    },
    'open.underway.negotiation.establishing': { means: 'The INVITE’s own offer and answer are under way.' },
    'open.underway.negotiation.stable': { means: 'No offer is outstanding on either side.', mood: 'live' },
    'open.underway.negotiation.offering': {
      means: 'Our offer is out. The far end’s would be answered with 491 meanwhile.',
      sip: '→ re-INVITE; ← 2xx, → ACK (RFC 3261 14.1)',
    },
    'open.underway.negotiation.crossed': {
      means: 'Both sides offered at once. After a random wait, what is wanted by then is offered.',
      sip: '← 491 (RFC 3261 14.1)',
    },
    'open.underway.negotiation.offered': {
      means: 'The far end has offered, and the answer is being made.',
      sip: '← re-INVITE; → 2xx, ← ACK (RFC 3261 14.2)',
    },
    'open.underway.hold': { means: 'Our own hold.' },
    'open.underway.hold.unestablished': {
      means: 'There is nothing to hold before the answer; [focus](focus.md) is told so when it asks.',
    },
    'open.underway.hold.active': { means: 'Both sides hear each other, as far as we are concerned.', mood: 'live' },
    'open.underway.hold.holding': {
      means: 'Our sound is cut, at once, for the sake of privacy. The far end has not confirmed yet.',
      sip: '→ re-INVITE with `a=sendonly` (RFC 3264 8.4)',
    },
    'open.underway.hold.retreating': {
      means:
        'It was taken off hold for a merge that came to nothing, or against our will, and is being put back. It does not hear us any more, whatever its far end says.',
      sip: '→ re-INVITE with `a=sendonly` (RFC 3264 8.4)',
    },
    'open.underway.hold.silenced': {
      means:
        'Its far end did not agree to be held again. It does not hear us all the same, until the person resumes it; the hold is offered with whatever is negotiated next.',
      mood: 'waiting',
    },
    'open.underway.hold.held': {
      means: 'The far end has confirmed: it hears music or nothing, and we hear nothing.',
      sip: '2xx to it',
      mood: 'waiting',
    },
    'open.underway.hold.resuming': {
      means: 'We want to speak again. The far end has not confirmed yet.',
      sip: '→ re-INVITE with `a=sendrecv`',
    },
    'open.underway.hold.unconfirmed': {
      means: 'It came to nothing, or to something else: back to what both sides last agreed on. It is left at once.',
    },
    'open.underway.referral': {
      means: 'A REFER of ours, as far as the wire has told; what follows from it, [transfer](transfer.md) decides.',
    },
    'open.underway.referral.none': { means: 'Nothing is asked of the far end.' },
    'open.underway.referral.outstanding': { means: 'The far end has been asked to call somebody else.' },
    'open.underway.referral.outstanding.asked': { means: 'Our REFER is out.', sip: '→ REFER', mood: 'busy' },
    'open.underway.referral.outstanding.accepted': {
      means: 'The far end is at it. Its BYE means now that it has gone where it was sent.',
      sip: '← 202, ← NOTIFY (RFC 3515 2.4)',
      mood: 'waiting',
    },
    'open.underway.quality': { means: 'How the conversation sounds, [quality](quality.md) knows.' },
    'open.underway.quality.waiting': { means: 'There is no conversation yet.' },
    'open.underway.quality.measuring': {
      means: 'It is measured; when that ends, the summary is kept for the record.',
      mood: 'live',
    },
    'open.underway.quality.unknown': { means: 'That chart threw: nothing more is known of the sound.', mood: 'broken' },
    'open.underway.remoteHold': { means: 'The far end’s hold.' },
    'open.underway.remoteHold.off': { means: 'The far end sends.' },
    'open.underway.remoteHold.on': {
      means: 'The far end has put us on hold.',
      sip: '← `a=sendonly`, `a=inactive` or `c=IN IP4 0.0.0.0` (RFC 3264 8.4)',
      mood: 'waiting',
    },
    'open.underway.microphone': { means: 'Mute. It outlasts a hold, and the far end is not told.' },
    'open.underway.microphone.open': { means: 'We are heard, unless on hold.', mood: 'live' },
    'open.underway.microphone.muting': { means: 'The sender has been told to send silence.' },
    'open.underway.microphone.muted': { means: 'The sender sends silence.', mood: 'waiting' },
    'open.underway.microphone.unmuting': { means: 'The sender has been told to send sound again.' },
    'open.underway.capture': {
      means:
        'The device behind the microphone. It is asked for without a word to the far end: RTP goes on, and nothing is negotiated.',
    },
    'open.underway.capture.working': { means: 'It gives sound, as far as its track tells.', mood: 'live' },
    'open.underway.capture.silent': { means: 'Nothing is heard of us, and nobody has asked for that.' },
    'open.underway.capture.silent.interrupted': {
      means: 'The device itself is muted: by the system, by a headset’s button, by a call of the telephone’s.',
      mood: 'broken',
    },
    'open.underway.capture.silent.replacing': { means: 'The device is gone: another one is being opened.' },
    'open.underway.capture.silent.lost': {
      means: 'No other could be opened. The call goes on, and waits for a device, or for the person to choose one.',
      mood: 'broken',
    },
    'open.underway.media': { means: 'The way of the sound: ICE and DTLS, as the peer connection tells.' },
    'open.underway.media.connecting': { means: 'ICE and DTLS are not up yet (RFC 8445, RFC 5763).', mood: 'busy' },
    'open.underway.media.flowing': { means: 'Packets can pass.', mood: 'live' },
    'open.underway.media.interrupted': {
      means: 'ICE consent is missing (RFC 7675): it mends by itself or is lost.',
      mood: 'waiting',
    },
    'open.underway.media.lost': { means: 'ICE or DTLS has failed. The dialog lives on.', mood: 'broken' },
    'open.underway.recording': { means: 'The way to the chart that knows whether the server [records](recording.md).' },
    'open.underway.recording.unestablished': { means: 'There is nothing to record before the answer.' },
    'open.underway.recording.available': { means: 'It can be asked for, if the host has said how, and is heard of.' },
    'open.underway.recording.broken': { means: 'That chart threw: nobody knows any more.', mood: 'broken' },
    'open.underway.supervision': { means: 'The way to the chart of a [supervision](supervision.md).' },
    'open.underway.supervision.none': { means: 'It is none, or has not been answered.' },
    'open.underway.supervision.available': { means: 'It is a call to a colleague’s call.' },
    'open.underway.supervision.broken': { means: 'That chart threw: the mode stays what it was.', mood: 'broken' },
    'open.underway.tones': { means: 'The way to the chart that sends [tones](tones.md).' },
    'open.underway.tones.available': { means: 'Tones can be sent, before the answer too.' },
    'open.underway.tones.broken': { means: 'That chart threw: every further tone is refused at once.', mood: 'broken' },
    closing: { means: 'The microphone is closed already; only the wire is waited for.' },
    'closing.cancelling': {
      means:
        'Outgoing, given up before the answer. If the 200 crosses our CANCEL, a dialog stands, and is ended as one.',
      sip: '→ CANCEL, once a 1xx has come (RFC 3261 9.1); ← 487; nothing at all if no INVITE was sent',
    },
    'closing.declining': {
      means: 'Incoming, refused before the answer.',
      sip: '→ 603, 486 or 404 as the person wishes, or 480 when nobody answered (RFC 3261 21); ← ACK',
    },
    'closing.forwarding': {
      means: 'Incoming, and the caller is told to call somebody else: whether that succeeds is not ours to know.',
      sip: '→ 302 with the new address in Contact (RFC 3261 21.3.3); ← ACK',
    },
    'closing.ending': { means: 'Hung up by us.', sip: '→ BYE, ← 2xx (RFC 3261 15)' },
    ended: { means: 'No dialog and no transaction is left, or they no longer answer. The record is made.' },
  },
  events: {
    'transfer.refer': {
      from: '[transfer](transfer.md) or [park](park.md), through [phone](phone.md)',
      means: 'Ask the far end to call somebody else, or the parking lot.',
    },
    'transfer.end': {
      from: '[transfer](transfer.md) or [park](park.md), through [phone](phone.md)',
      means: 'The far end has been transferred or parked: this call’s part is over.',
    },
    'transfer.withdraw': {
      from: '[transfer](transfer.md), through [phone](phone.md)',
      means: 'This consultation is not needed any more, unless it is answered in this moment.',
    },
    'session.replaced': {
      from: session,
      means:
        'Somebody has taken the far end’s place, by an INVITE with Replaces (RFC 3891). The call goes on under its id.',
    },
    'session.referAccepted': { from: session, means: 'A 2xx to our REFER.' },
    'session.referProgressed': { from: session, means: 'A NOTIFY with a provisional status (RFC 3515 2.4.5).' },
    'session.referEnded': { from: session, means: 'A NOTIFY with the final status, or the last one without.' },
    'session.referRefused': { from: session, means: 'Any other final response to our REFER.' },
    'call.answer': { from: 'host, when [focus](focus.md) has granted it', means: 'Answer.' },
    'call.decline': { from: 'host', means: 'Refuse a call that rings here.' },
    'call.deflect': { from: 'host', means: 'Send a caller who rings here to somebody else.' },
    'call.hangUp': { from: 'host, or [phone](phone.md) at sign-out', means: 'End it, in whatever state it is.' },
    'call.hold': { from: 'host', means: 'Put the far end on hold.' },
    'call.resume': { from: 'host, when [focus](focus.md) has granted it', means: 'Take it off hold.' },
    'call.mute': { from: 'host', means: 'Send silence.' },
    'call.unmute': { from: 'host', means: 'Send sound again.' },
    'call.setSupervision': { from: 'host', means: 'Another way to supervise.' },
    'supervision.codeWanted': {
      from: '[supervision](supervision.md)',
      means: 'This digit is to be sent, in its turn.',
    },
    'supervision.settled': { from: '[supervision](supervision.md)', means: 'What became of the command.' },
    'call.startRecording': { from: 'host', means: 'Have the server record the call.' },
    'call.stopRecording': { from: 'host', means: 'Have it stop.' },
    'recording.codeWanted': { from: '[recording](recording.md)', means: 'These digits are to be sent, in their turn.' },
    'recording.settled': { from: '[recording](recording.md)', means: 'What became of the command.' },
    'tones.settled': { from: '[tones](tones.md)', means: 'What became of digits.' },
    'session.recordingTold': {
      from: 'port `watchSession`',
      means: 'The server says by itself that it records, or no more: INFO with `Record`.',
    },
    'call.sendDtmf': { from: 'host', means: 'Send these tones.' },
    'focus.yield': {
      from: '[focus](focus.md), through [phone](phone.md)',
      means: 'Another call gets the focus: hold this one.',
    },
    'focus.retreat': {
      from: '[conference](conference.md), through [phone](phone.md)',
      means: 'Back on hold, after a merge that came to nothing: silent, whatever the far end says.',
    },
    'negotiation.wanted': { from: self, means: 'What is wanted of the media has changed.' },
    'negotiation.rested': {
      from: self,
      means: 'No offer is outstanding and none will follow: what is wanted is agreed, or nobody has answered.',
    },
    'session.progressed': { from: session, means: 'A 1xx to our INVITE: 100, 180, 181, 182, 183 or 199.' },
    'session.accepted': {
      from: session,
      means: 'The dialog is confirmed: a 2xx to our INVITE, or the ACK to our 200.',
    },
    'session.rejected': {
      from: session,
      means: 'A final response to our INVITE that is none of the 2xx, or an offer that could not be made.',
    },
    'session.cancelled': {
      from: session,
      means: 'The caller’s CANCEL; with `Reason: SIP;cause=200` (RFC 3326) it says that somebody else answered.',
    },
    'session.ended': {
      from: session,
      means: 'No dialog and no transaction is left: a BYE of either side, or a 481 or 408 to a request of ours.',
    },
    'session.negotiated': { from: session, means: 'A 2xx to our re-INVITE: both sides agree on this offer.' },
    'session.offerRefused': {
      from: session,
      means: '488 and the like to our re-INVITE: what was agreed before holds.',
    },
    'session.offersCrossed': {
      from: session,
      means: '491 to our re-INVITE, with the wait that the adapter drew (RFC 3261 14.1).',
    },
    'session.refreshDue': {
      from: session,
      means:
        'Half of the session’s time is over, and the far end takes no UPDATE: what is agreed is offered again (RFC 4028).',
    },
    'session.offerReceived': { from: session, means: 'A re-INVITE of the far end.' },
    'session.offerAnswered': { from: session, means: 'Our answer to it is out.' },
    'session.remoteHeld': { from: session, means: 'The far end’s offer or answer sends only, or nothing.' },
    'session.remoteResumed': { from: session, means: 'The far end’s offer or answer sends and receives again.' },
    'microphone.acquired': { from: media, means: 'A microphone is open and sent: the first one, or another.' },
    'microphone.refused': { from: media, means: 'It could not be opened: denied, absent or in use.' },
    'microphone.interrupted': { from: media, means: 'The device itself gives silence.' },
    'microphone.restored': { from: media, means: 'It gives sound again.' },
    'microphone.ended': { from: media, means: 'The device is gone.' },
    'microphone.available': { from: media, means: 'Devices have come or gone, and the call is without one.' },
    'microphone.muted': { from: media, means: 'The sender sends silence.' },
    'microphone.unmuted': { from: media, means: 'The sender sends sound.' },
    'media.connected': { from: media, means: 'ICE and DTLS are up.' },
    'media.interrupted': { from: media, means: 'They have broken off.' },
    'media.failed': { from: media, means: 'They have failed.' },
    'media.flowing': { from: media, means: 'RTP comes in from the far end.' },
    'media.stopped': { from: media, means: 'None has come for a while.' },
  },
  emits: {
    'call.ringing': 'outgoing: it rings over there (180)',
    'call.progressed': 'outgoing: it is forwarded (181), queued (182), or there is early media (183)',
    'call.answered': 'incoming: we answered, and the ACK has come',
    'call.established': 'either way: the conversation begins',
    'call.held': 'the far end has confirmed our hold',
    'call.resumed': 'the far end has confirmed the end of our hold',
    'call.remoteHeld': 'the far end has put us on hold',
    'call.remoteResumed': 'the far end has taken us off hold',
    'call.muted': 'the sender sends silence',
    'call.unmuted': 'the sender sends sound again',
    'call.mediaInterrupted': 'ICE or DTLS broke off or failed, or the microphone gives no sound',
    'call.mediaRestored': 'it flows again',
    'call.replaced': 'the call goes on with somebody else at its far end',
    'call.ended': 'it is over, with its record',
    'command.settled': 'the wire confirmed or refused a command, it was superseded, or the call ended before that',
  },
  invokes: {
    watchSession: 'the SIP dialog and its transactions, under the call’s id',
    watchMedia: 'the microphone, the peer connection, and the RTP in both directions',
    playSound: 'our own ringback',
    recording: 'the server records the call',
    supervision: 'how a colleague’s call is supervised',
    tones: 'DTMF, one tone at a time',
    quality: 'the grade of the sound and its warnings',
  },
  sends: {
    invite: ['session.invite'],
    reject: ['session.reject'],
    refer: ['session.refer'],
    sendOffer: ['session.offer'],
    sendTones: ['tone.send'],
    sendCode: ['tone.send'],
  },
  delays: {
    retryAfter: 'drawn by the adapter: 2,100 to 4,000 ms where we own the Call-ID, else 0 to 2,000 (RFC 3261 14.1)',
    answerTimeout: 'past 64*T1 = 32 s (RFC 3261 17.1.1.2) the adapter has reported something, unless it is broken',
    byeTimeout: 'the same: 64*T1 (RFC 3261 17.1.2.2)',
    permissionTimeout: 'the browser’s prompt waits for a person',
    ringTimeout: 'as long as proxies let an INVITE ring (Timer C, RFC 3261 16.6)',
    replacementTimeout: 'a browser may ask again before it opens another device',
    microphoneTimeout: 'the browser answers at once, unless it is broken',
  },
  invariants: [
    '`held` says that both sides have agreed on a hold, and `active`, that they have agreed on none.',
    'What nobody wants to be heard is not: a call that was off hold for a merge in vain, or against our will, is silent even where it cannot be held.',
    'At most one offer of ours is outstanding; what is offered is what is wanted, never what the last negotiation ended in.',
    'Outside `open` the call owns no microphone, nor while it only rings: a permission that comes late opens nothing.',
    'No busy state waits for ever: beside the answers that it waits for there is a timer.',
    'How a call ended is known when it begins to end; what comes after adds the time and changes nothing else.',
    'Every command is settled once: by the wire, by its successor, or by the end.',
    'A hang-up works in every state, until the call is closing.',
  ],
}
