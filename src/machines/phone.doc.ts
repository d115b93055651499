import type { ChartDoc } from './chart.doc'
import type { phoneMachine } from './phone.machine'

const toCall = 'For the [call](call.md) that it names.'
const ofCall = '[call](call.md)'

export const phoneDoc: ChartDoc<typeof phoneMachine> = {
  title: 'the root, and the front door',
  purpose:
    'One sign-in, one connection, many calls, and what no single call can decide. Every intent enters here and goes to the chart that it is for; what a chart reports goes to those whom it concerns. No two charts below know each other.',
  states: {
    unreachable: { means: 'Not registered: nobody can call, and no call can be made. The calls there are go on.' },
    reachable: { means: 'Registered: calls can be made and come in.', sip: '200 to REGISTER', mood: 'live' },
  },
  events: {
    'auth.signIn': { from: 'host', means: 'For [auth](auth.md).' },
    'auth.signOut': { from: 'host', means: 'For [auth](auth.md).' },
    'connection.connect': { from: 'host', means: 'For [connection](connection.md).' },
    'connection.disconnect': { from: 'host', means: 'For [connection](connection.md).' },
    'devices.requestPermission': { from: 'host', means: 'For [devices](devices.md).' },
    'devices.unblockAudio': { from: 'host', means: 'For [devices](devices.md).' },
    'devices.setMicrophone': { from: 'host', means: 'For [devices](devices.md).' },
    'devices.setSpeaker': { from: 'host', means: 'For [devices](devices.md).' },
    'call.dial': { from: 'host', means: 'Call this SIP URI, once [focus](focus.md) has held the others.' },
    'call.answer': { from: 'host', means: 'Answer that call, once [focus](focus.md) has held the others.' },
    'call.resume': { from: 'host', means: 'Take that call off hold, once [focus](focus.md) has held the others.' },
    'call.decline': { from: 'host', means: toCall },
    'call.hangUp': { from: 'host', means: toCall },
    'call.hold': { from: 'host', means: toCall },
    'call.mute': { from: 'host', means: toCall },
    'call.unmute': { from: 'host', means: toCall },
    'call.sendDtmf': { from: 'host', means: toCall },
    'focus.dialGranted': { from: '[focus](focus.md)', means: 'The others are on hold: the call may be made.' },
    'focus.granted': {
      from: '[focus](focus.md)',
      means: 'The others are on hold: the call may be answered or resumed.',
    },
    'focus.holdWanted': { from: '[focus](focus.md)', means: 'This call is to be held for another one.' },
    'invitation.received': { from: 'port `watchInvitations`', means: 'An INVITE that opens a dialog has come in.' },
    'report.ringing': { from: ofCall, means: 'It rings here.' },
    'report.quiet': { from: ofCall, means: 'It rings no more.' },
    'report.live': { from: ofCall, means: 'It is heard, or is about to be.' },
    'report.held': { from: ofCall, means: 'Its far end has confirmed the hold.' },
    'report.holdFailed': { from: ofCall, means: 'It could not be held, and is still heard.' },
    'report.closing': { from: ofCall, means: 'Its microphone is closed; the end is not confirmed yet.' },
    'report.ended': { from: ofCall, means: 'It is over, and this is its record.' },
    'report.credentialsObtained': {
      from: '[auth](auth.md)',
      means: 'The secret is at hand: connect, and let the registrar judge it.',
    },
    'report.signingOut': { from: '[auth](auth.md)', means: 'Hang up every call and leave.' },
    'report.registered': { from: '[connection](connection.md)', means: 'The registrar has accepted us.' },
    'report.unregistered': { from: '[connection](connection.md)', means: 'The registration is gone, wanted or not.' },
    'report.refused': {
      from: '[connection](connection.md)',
      means: 'The registrar has refused us, and would do so again.',
    },
    'report.unreachable': { from: '[connection](connection.md)', means: 'Not yet: it is tried again.' },
    'report.offline': { from: '[connection](connection.md)', means: 'The transport is closed, as was wanted.' },
    'report.microphoneChosen': { from: '[devices](devices.md)', means: 'From the next call on, this microphone.' },
    'xstate.error.actor.*': {
      from: 'XState',
      means: 'A chart below has thrown: a defect of ours. If it was a call, it is over; the phone is not.',
    },
  },
  emits: {
    'call.started': 'an outgoing call has come into being',
    'call.incoming': 'an incoming call has come into being, and rings here',
    'phone.error': 'something failed that no command waits for',
    'command.settled': 'a command that no other chart could settle was refused',
  },
  invokes: {
    auth: 'who uses the phone',
    connection: 'transport and registration',
    devices: 'microphones, speakers, and what the browser allows',
    focus: 'at most one call is heard',
    ringer: 'what sounds when somebody calls',
    watchInvitations: 'INVITEs that open a dialog, and refusing those for which there is no room',
    call: 'one for each call, from its first moment to its record',
  },
  delays: {},
  invariants: [
    'Every intent enters here, and nowhere else.',
    'There are never more calls than `maxCalls`: an INVITE beyond that gets 486, a dial is not allowed.',
    'A call that throws takes neither the phone nor another call with it.',
    'A call survives the loss of the registration.',
  ],
}
