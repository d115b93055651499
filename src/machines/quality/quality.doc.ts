import type { ChartDoc, StateWords } from '../chart.doc'
import type { qualityMachine } from './quality.machine'
import type { Warning } from './warnings'

const region = <Name extends Warning>(name: Name, means: string, isBad: string, isWell: string) =>
  ({
    [`warnings.${name}`]: { means },
    [`warnings.${name}.clear`]: { means: 'Nothing to warn of.' },
    [`warnings.${name}.suspected`]: { means: `${isBad}: if it lasts, it is told.`, mood: 'waiting' },
    [`warnings.${name}.raised`]: { means: `The person is told, and what to do. ${isBad}.`, mood: 'broken' },
    [`warnings.${name}.easing`]: { means: `${isWell}: if that lasts, the warning goes.`, mood: 'waiting' },
  }) as Readonly<
    Record<`warnings.${Name}` | `warnings.${Name}.${'clear' | 'suspected' | 'raised' | 'easing'}`, StateWords>
  >

export const qualityDoc: ChartDoc<typeof qualityMachine> = {
  title: 'how a call sounds',
  purpose:
    'Every 2 s the browser’s statistics of a conversation come in. From them the chart grades what is heard by the E-model (ITU-T G.107, simplified), and warns of what is wrong for longer than a moment, until it has been well for as long. Grades and warnings have hysteresis: what hovers at a border does not flutter.',
  states: {
    sampling: { means: 'Whether there is anything to judge by.' },
    'sampling.waiting': { means: 'No sample has come yet.' },
    'sampling.measuring': { means: 'Samples come in, and are summed up for the call’s record.', mood: 'live' },
    'sampling.unavailable': {
      means: 'The port broke. Nothing more is known of the sound; the call itself goes on.',
      mood: 'broken',
    },
    grade: { means: 'What a listener would say: the smoothed mean opinion score (MOS), by G.107 annex B.' },
    'grade.unknown': { means: 'No packets have been judged yet.' },
    'grade.excellent': { means: 'MOS from 4.34 (R from 90): users very satisfied.', mood: 'live' },
    'grade.good': { means: 'MOS from 4.02 (R from 80): users satisfied.', mood: 'live' },
    'grade.fair': { means: 'MOS from 3.60 (R from 70): some users dissatisfied.', mood: 'waiting' },
    'grade.poor': { means: 'MOS below 3.60: many users dissatisfied.', mood: 'broken' },
    warnings: { means: 'What is wrong, each by itself.' },
    ...region(
      'notHearing',
      'One-way audio: nothing arrives, though we are meant to hear.',
      'No packet came in',
      'Packets come in',
    ),
    ...region(
      'notHeard',
      'One-way audio: nothing gets there, though we are meant to be heard.',
      'No packet went out, or the far end reports that 90 % or more were lost',
      'Less than half is lost',
    ),
    ...region(
      'silentMicrophone',
      'The microphone is open and unmuted, and gives nothing at all.',
      'The level is exactly 0',
      'There is sound',
    ),
    ...region('incomingLoss', 'Packets to us are lost.', '3 % or more are lost', 'Less than 1 % is lost'),
    ...region(
      'outgoingLoss',
      'Packets from us are lost, as the far end reports (RTCP).',
      '3 % or more are lost',
      'Less than 1 % is lost',
    ),
    ...region('jitter', 'Packets come unevenly (RFC 3550 6.4.1).', '30 ms or more', 'Less than 20 ms'),
    ...region('delay', 'The round trip is long.', '400 ms or more', 'Less than 300 ms'),
  },
  events: {
    'quality.sampled': { from: 'port `watchQuality`', means: 'What the browser has measured since the last sample.' },
  },
  emits: { 'call.qualityChanged': 'the grade is another, or a warning was raised or is over' },
  invokes: { watchQuality: 'getStats every 2 s, as long as the chart runs' },
  delays: {
    raiseAfter: 'with samples every 2 s, the second one after the first bad one',
    clearAfter: 'the same on the way back',
    silenceAfter: 'noise suppression sends nothing between two sentences, but not for 10 s',
  },
  invariants: [
    'A sample that says nothing of a matter, as of the flow on hold, raises no warning about it and ends the one there is.',
    'It changes nothing about the call.',
  ],
}
