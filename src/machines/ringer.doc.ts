import type { ChartDoc } from './chart.doc'
import type { ringerMachine } from './ringer.machine'

const call = '[call](call.md), through [phone](phone.md)'
const silent = 'Nobody calls.'
const unheard = 'The sound could not be played, or broke off. The screen still says who calls.'

export const ringerDoc: ChartDoc<typeof ringerMachine> = {
  title: 'what sounds when somebody calls',
  purpose:
    'The ringtone while nobody is talked to, a soft knock while somebody is. It follows what the calls report, and one sound serves however many of them ring.',
  states: {
    free: { means: 'No call is heard.' },
    'free.silent': { means: silent },
    'free.ringing': {
      means: 'At least one call rings here, and the ringtone sounds.',
      sip: '180 to the INVITE, sent by the adapter',
    },
    'free.unheard': { means: unheard, mood: 'broken' },
    engaged: { means: 'A call is heard.' },
    'engaged.silent': { means: silent },
    'engaged.knocking': {
      means: 'Somebody calls while another call is heard: a knock, not the ringtone.',
      sip: '180 to the INVITE, sent by the adapter',
    },
    'engaged.unheard': { means: unheard, mood: 'broken' },
  },
  events: {
    'report.ringing': { from: call, means: 'It rings here.' },
    'report.quiet': { from: call, means: 'It rings no more: answered, declined, cancelled or over.' },
    'report.live': { from: call, means: 'It is heard, or is about to be.' },
    'report.held': { from: call, means: 'Its far end has confirmed the hold.' },
    'report.holdFailed': { from: call, means: 'It could not be held, and is still heard.' },
    'report.closing': { from: call, means: 'Its microphone is closed.' },
    'report.ended': { from: call, means: 'It is over.' },
  },
  emits: {},
  invokes: { playSound: 'the sound, from entering the state to leaving it; on the ring device, which adapters know' },
  delays: {},
  invariants: [
    'It sounds only while a call rings here.',
    'The ringtone never sounds while a call is heard.',
    'A sound that fails leaves the call as it is.',
  ],
}
