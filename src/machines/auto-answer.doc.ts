import type { autoAnswerMachine } from './auto-answer.machine'
import type { ChartDoc } from './chart.doc'

const call = '[call](call.md), through [phone](phone.md)'

export const autoAnswerDoc: ChartDoc<typeof autoAnswerMachine> = {
  title: 'calls that nobody picks up by hand',
  purpose:
    'Answers an incoming call by itself: because its INVITE asks for it (Alert-Info, Call-Info, Answer-Mode) and the person allows that, or because the person wants it for every call. A microphone that opens by itself is a risk: whatever speaks against it makes the call ring as any other, and is said.',
  states: {
    idle: { means: 'No call is about to be answered.' },
    ringing: { means: 'One is: it rings until then, and the person may be quicker.', mood: 'waiting' },
    announcing: { means: 'In a moment: a beep says that the microphone will open.', mood: 'waiting' },
  },
  events: {
    'answering.offered': { from: '[phone](phone.md)', means: 'A call has begun to ring here.' },
    'answering.denied': {
      from: '[phone](phone.md)',
      means: 'When it was due, the registration or the microphone’s permission was gone.',
    },
    'report.ringing': { from: call, means: 'It rings here.' },
    'report.quiet': { from: call, means: 'It rings no more.' },
    'report.live': { from: call, means: 'It is heard, or is about to be.' },
    'report.held': { from: call, means: 'Its far end has confirmed the hold.' },
    'report.holdFailed': { from: call, means: 'It could not be held.' },
    'report.closing': { from: call, means: 'Its microphone is closed.' },
    'report.ended': { from: call, means: 'It is over.' },
  },
  emits: {},
  invokes: { playSound: 'the beep' },
  delays: {
    ringTime: 'as the caller asks, else as the host has configured, less the beep',
    beepTime: 'long enough to be heard, and to say no',
  },
  invariants: [
    'The microphone never opens by itself without a beep before it.',
    'At most one call is about to be answered by itself.',
    'None is while another call is heard: a call that comes to be heard meanwhile wins.',
    'A call is answered by itself once: when that came to nothing, it rings for the person.',
  ],
}
