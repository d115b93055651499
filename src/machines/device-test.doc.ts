import type { ChartDoc } from './chart.doc'
import type { deviceTestMachine } from './device-test.machine'

const port = 'port `testMicrophone`'

export const deviceTestDoc: ChartDoc<typeof deviceTestMachine> = {
  title: 'what a person tries before a call',
  purpose:
    'Opens the chosen microphone and shows its level, records three seconds and plays them back, and sounds a chime on the speaker and on the ring device. It needs no sign-in, no server and no call; another device that is chosen meanwhile is the one that is tried.',
  states: {
    microphone: { means: 'The microphone of the test. Those of calls are others.' },
    'microphone.closed': { means: 'Nothing is open.' },
    'microphone.open': { means: 'It is open, or about to be; leaving closes it.' },
    'microphone.open.opening': { means: 'The browser’s prompt may be open.', mood: 'waiting' },
    'microphone.open.choosing': { means: 'Open: an echo was asked for, or the level alone. It is left at once.' },
    'microphone.open.listening': { means: 'Its level is told, past the charts.', mood: 'live' },
    'microphone.open.recording': { means: 'What is said is kept.' },
    'microphone.open.playing': { means: 'It is played on the speaker.' },
    tone: { means: 'The chime.' },
    'tone.quiet': { means: 'No chime.' },
    'tone.speaker': { means: 'It sounds where calls are heard.', mood: 'live' },
    'tone.ringDevice': { means: 'It sounds where it rings when somebody calls.', mood: 'live' },
  },
  events: {
    'test.microphone': { from: 'host', means: 'Open the microphone, and tell its level.' },
    'test.echo': { from: 'host', means: 'Record, and play it back.' },
    'test.speaker': { from: 'host', means: 'A chime on the speaker.' },
    'test.ringDevice': { from: 'host', means: 'A chime on the ring device.' },
    'test.stop': { from: 'host', means: 'Close and silence everything.' },
    'test.opened': { from: port, means: 'The microphone is open.' },
    'test.refused': { from: port, means: 'It could not be opened, and why.' },
    'test.ended': { from: port, means: 'The device is gone.' },
    'test.played': { from: port, means: 'What was recorded has been played.' },
    'test.failed': { from: port, means: 'It could not be recorded or played.' },
  },
  emits: { 'command.settled': 'a test has come to its end, was given up, or begun anew' },
  invokes: { testMicrophone: 'the microphone, its level, and what it has recorded', playSound: 'the chime' },
  delays: {
    permissionTimeout: 'the browser’s prompt waits for a person',
    recordingTime: 'long enough for a sentence',
    playTimeout: 'what was recorded is shorter than this',
    chimeTime: 'as long as the chime',
    testTimeout: 'a microphone is not left open behind a closed door',
  },
  invariants: [
    'Outside `open` no microphone is open for the test.',
    'Every command is settled once: when the test has come to its end, was stopped, or begun anew.',
  ],
}
