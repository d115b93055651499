import type { ChartDoc } from './chart.doc'
import type { conferenceMachine } from './conference.machine'

const call = '[call](call.md), through [phone](phone.md)'
const unheard = 'Of no consequence here.'

export const conferenceDoc: ChartDoc<typeof conferenceMachine> = {
  title: 'several calls are heard together',
  purpose:
    'A conference that is mixed here. Each far end hears us and the others, and never itself. The calls stay calls of their own: each can be held, muted, transferred and hung up. Whoever is on hold is resumed for the merge, and is a part of it only when its far end has agreed.',
  states: {
    apart: { means: 'No calls are merged. The failure of the last merge may still be shown.' },
    together: { means: 'Calls are merged, or are about to be. The mixing lasts as long as this state.' },
    'together.joining': {
      means: 'Those on hold are being resumed. Nobody hears another one yet.',
      sip: 're-INVITE with `a=sendrecv` for each, sent by [call](call.md)',
    },
    'together.mixing': { means: 'All are off hold; the sounds are being joined.' },
    'together.undone': {
      means: 'It came to nothing: who was resumed for it is put on hold again. It is left at once.',
    },
    'together.merged': { means: 'Each far end hears us and the others.', mood: 'live' },
    'together.merged.mixed': { means: 'The mix runs.', mood: 'live' },
    'together.merged.interrupted': {
      means: 'The browser has stopped the mixing. Each far end hears us alone until it goes on.',
      mood: 'broken',
    },
    'together.splitting': {
      means: 'All but one are being put on hold: their sound is cut at once, their far ends have not confirmed yet.',
      sip: 're-INVITE with `a=sendonly` for each, sent by [call](call.md)',
      mood: 'leaving',
    },
  },
  events: {
    'conference.merge': { from: 'host', means: 'These calls are to hear each other.' },
    'conference.split': { from: 'host', means: 'All but this one are to be put on hold again.' },
    'mix.started': { from: 'port `mixCalls`', means: 'Each of them is sent the others.' },
    'mix.refused': { from: 'port `mixCalls`', means: 'The sounds cannot be joined, and why.' },
    'mix.interrupted': { from: 'port `mixCalls`', means: 'The browser has stopped the mixing.' },
    'mix.restored': { from: 'port `mixCalls`', means: 'It goes on.' },
    'report.resumed': { from: call, means: 'Its far end has confirmed that the hold is over.' },
    'report.held': { from: call, means: 'It is on hold: it has left the conference, or never came to it.' },
    'report.holdFailed': { from: call, means: 'It could not be held, and is still heard.' },
    'report.closing': { from: call, means: 'It is being hung up: it has left the conference.' },
    'report.ended': { from: call, means: 'It is over: it has left the conference.' },
    'report.ringing': { from: call, means: unheard },
    'report.quiet': { from: call, means: unheard },
    'report.live': { from: call, means: unheard },
  },
  emits: {
    'call.merged': 'a call is heard together with others',
    'call.split': 'it is so no more',
    'call.mergeFailed': 'a merge came to nothing, and why; the calls are as they were',
    'command.settled': 'all hear each other, all but one are on hold, or it came to nothing',
  },
  invokes: { mixCalls: 'joins the sounds of calls in the browser, without a word to their far ends' },
  sends: {
    resumeJoining: ['session.offer'],
    holdOthers: ['session.offer'],
  },
  delays: {
    offerTimeout: 'a re-INVITE’s 64*T1 = 32 s (RFC 3261 17.1.1.2) and a little',
    mixTimeout: 'Web Audio starts at once, or waits for a gesture',
  },
  invariants: [
    'No far end hears itself.',
    'A merge comes about as it was asked for, or not at all.',
    'A conference has at least two calls; when the last but one goes, the other one talks on.',
    'Muting one of the calls mutes our microphone for all, and nobody else.',
    'A command is settled once.',
  ],
}
