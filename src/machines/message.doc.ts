import type { ChartDoc } from './chart.doc'
import type { messageMachine } from './message.machine'

const port = 'port `deliverMessage`'

export const messageDoc: ChartDoc<typeof messageMachine> = {
  title: 'one message of ours',
  purpose:
    'A message (RFC 3428) from being sent to being taken. A 200 says that it is at the far end, a 202 that the server keeps it until it can be delivered; which of the two it is makes no difference here.',
  states: {
    sending: { means: 'It is on its way.', sip: '→ MESSAGE' },
    sent: { means: 'The server has taken it.', sip: '← 200 or 202' },
    failed: { means: 'It was refused, or nobody has answered.', mood: 'broken' },
  },
  events: {
    'message.accepted': { from: port, means: 'A 2xx.' },
    'message.refused': { from: port, means: 'Any other final response, or none.' },
  },
  emits: {},
  invokes: { deliverMessage: 'sends the message as it starts' },
  delays: {
    answerTimeout: 'past 64*T1 = 32 s (RFC 3261 17.1.2.2) the adapter has reported something, unless it is broken',
  },
  invariants: ['It is sent once, and never again by itself.'],
}
