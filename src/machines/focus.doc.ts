import type { ChartDoc } from './chart.doc'
import type { focusMachine } from './focus.machine'

const call = '[call](call.md), through [phone](phone.md)'

export const focusDoc: ChartDoc<typeof focusMachine> = {
  title: 'at most one call is heard',
  purpose:
    'Dialling, answering or resuming a call makes it the one that is heard, so the others must be on hold first: really on hold, confirmed by their far ends. This chart keeps the wish until they are, and then grants it, or refuses it when they cannot be held.',
  states: {
    settled: { means: 'Nobody waits. A wish that finds no other call live is granted at once.' },
    holdingOthers: {
      means:
        'The other calls have been told to hold; the wish waits for the last of them. A newer wish takes its place.',
      sip: 're-INVITE with `a=sendonly` for each of the others (RFC 3264 8.4), sent by [call](call.md)',
    },
  },
  events: {
    'focus.wanted': {
      from: '[phone](phone.md)',
      means: 'A command to dial, answer or resume has come in at the front door.',
    },
    'focus.callBegan': { from: '[phone](phone.md)', means: 'A call has come into being.' },
    'focus.abandon': { from: '[phone](phone.md)', means: 'Everything is being hung up: the wish is void.' },
    'report.ringing': {
      from: call,
      means: 'It rings here: for the first time, or again because its answer came to nothing.',
    },
    'report.quiet': { from: call, means: 'It rings no more.' },
    'report.live': { from: call, means: 'It is heard, or is about to be.' },
    'report.held': { from: call, means: 'Its far end has confirmed the hold.' },
    'report.holdFailed': { from: call, means: 'It could not be held, and is still heard.' },
    'report.closing': { from: call, means: 'Its microphone is closed; the end is not confirmed yet.' },
    'report.ended': { from: call, means: 'It is over.' },
  },
  emits: {
    'command.settled': 'a wish was refused: superseded, abandoned, its call ended, or another call could not be held',
  },
  invokes: {},
  sends: {
    holdOthers: ['session.offer'],
  },
  delays: { holdTimeout: 'a re-INVITE’s 64*T1 = 32 s (RFC 3261 17.1.1.2) and a little' },
  invariants: [
    'A wish is granted only when no other call is live.',
    'At most one wish waits; the command of every wish is settled, by the call that got it or here.',
    'A call that rings does not take the attention from one that is talked on.',
  ],
}
