import type { ChartDoc } from './chart.doc'
import type { tonesMachine } from './tones.machine'

export const tonesDoc: ChartDoc<typeof tonesMachine> = {
  title: 'DTMF, one tone at a time',
  purpose:
    'Sends the tones of a call in the order in which they were asked for. A comma is a pause, as on every dialler. Whether a tone travels as an RFC 4733 event in the RTP or as an INFO request is the port’s business.',
  states: {
    idle: { means: 'No tone waits.' },
    choosing: { means: 'Looks at what is next: a tone, a pause, or nothing. It is left at once.' },
    sending: {
      means: 'A tone is on its way, and heard here.',
      sip: 'RFC 4733 telephone-event, or INFO with `application/dtmf-relay`',
    },
    pausing: { means: 'A comma’s pause.' },
    unavailable: { means: 'The port broke. Every further tone is refused at once.', mood: 'broken' },
  },
  events: {
    'call.sendDtmf': {
      from: 'host, through [call](call.md)',
      means: 'Send these tones: `0-9 A-D # *` and the comma.',
    },
    'tones.abandon': { from: '[call](call.md)', means: 'The call is over: what has not been sent will not be.' },
    'tone.sent': { from: 'port `sendTones`', means: 'The tone is out.' },
    'tone.refused': { from: 'port `sendTones`', means: 'It could not be sent, and why.' },
  },
  emits: {
    'call.dtmfSent': 'a tone is out',
    'command.settled': 'the last tone of a command is out, or one of them was refused',
  },
  invokes: { sendTones: 'one tone at a time, on the wire', playSound: 'the same tone, for whoever sends it' },
  sends: {
    sendFirst: ['tone.send'],
  },
  delays: {
    commaPause: 'as long as on every dialler',
    toneTimeout: 'the longest tone is 6 s; past this the adapter is broken',
  },
  invariants: [
    'Tones leave in the order in which they were asked for.',
    'A tone that is refused takes the rest of its command with it, half a PIN being of no use, and not the next command.',
    'Every command is settled once.',
  ],
}
