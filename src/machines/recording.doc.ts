import type { ChartDoc } from './chart.doc'
import type { recordingMachine } from './recording.machine'

const byCode = 'the digits of the code, as any [tones](tones.md)'

export const recordingDoc: ChartDoc<typeof recordingMachine> = {
  title: 'the server records the call',
  purpose:
    'Recording is the server’s business: it is asked by INFO, or by a feature code. It is on when the server has said so, and never because a button was pressed. A server that takes a code says nothing to it: its recording is presumed, and shown as that, until it tells.',
  states: {
    off: { means: 'Nobody has said that the call is recorded.', mood: 'resting' },
    starting: {
      means: 'The server has been asked to record.',
      sip: '→ INFO with `Record: on`, or a recording command',
    },
    startingByCode: { means: 'The code is being sent.', sip: byCode },
    on: {
      means: 'The server has said that it records.',
      sip: '← 200 to the INFO, or ← INFO with `Record: on`',
      mood: 'live',
    },
    presumedOn: { means: 'The code has been sent, and nobody has said what came of it.', mood: 'waiting' },
    stopping: { means: 'The server has been asked to stop.', sip: '→ INFO with `Record: off`' },
    stoppingByCode: { means: 'The code is being sent.', sip: byCode },
    presumedOff: { means: 'The code to stop has been sent, and nobody has said what came of it.', mood: 'waiting' },
  },
  events: {
    'call.startRecording': { from: 'host, through [call](call.md)', means: 'Have the server record.' },
    'call.stopRecording': { from: 'host, through [call](call.md)', means: 'Have it stop.' },
    'recording.told': { from: '[call](call.md)', means: 'The server says by itself that it records, or no more.' },
    'tones.settled': {
      from: '[tones](tones.md), through [call](call.md)',
      means: 'The code is out, or could not be sent.',
    },
    'recording.confirmed': { from: 'port `requestRecording`', means: 'A 2xx to the INFO.' },
    'recording.refused': { from: 'port `requestRecording`', means: 'Any other answer, and why.' },
  },
  emits: {
    'call.recordingStarted': 'the server records, as it has said or as is presumed',
    'call.recordingStopped': 'it does no more',
  },
  invokes: { requestRecording: 'one INFO, and what the server answers' },
  sends: {
    dialCode: ['tone.send'],
  },
  delays: {
    answerTimeout: 'past 64*T1 = 32 s (RFC 3261 17.1.2.2) the adapter has reported something, unless it is broken',
  },
  invariants: [
    '`on` is what the server has said, `presumedOn` what it has not.',
    'What is refused, or not answered in time, leaves the state as it was.',
  ],
}
