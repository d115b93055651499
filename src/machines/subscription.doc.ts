import type { ChartDoc } from './chart.doc'
import type { subscriptionMachine } from './subscription.machine'

const port = 'port `watchResource`'

export const subscriptionDoc: ChartDoc<typeof subscriptionMachine> = {
  title: 'what a server tells of somebody or something',
  purpose:
    'One subscription (RFC 6665) to a phone, a parking slot or a mailbox. It is refreshed by the adapter; when it breaks it is asked for again, after as long as the server says or the dice do, and when the server will not tell that is the end of it. Whoever wanted it hears what is known, and when it is known no longer.',
  states: {
    open: {
      means: 'The server has been asked, or tells.',
      sip: '→ SUBSCRIBE; leaving: → SUBSCRIBE with `Expires: 0`',
    },
    'open.subscribing': { means: 'Asked; nothing has been told yet.', sip: '→ SUBSCRIBE, ← 200' },
    'open.active': {
      means: 'The server tells of every change.',
      sip: '← NOTIFY; → SUBSCRIBE as a refresh',
      mood: 'live',
    },
    waiting: { means: 'It broke, and is asked for again after a while.', mood: 'waiting' },
    refused: {
      means: 'The server will not tell: it does not know the package or the resource, or does not allow it.',
      sip: '← 403, 404, 489, or `terminated;reason=rejected`',
      mood: 'broken',
    },
  },
  events: {
    'resource.notified': { from: port, means: 'What is known now, whole.' },
    'resource.lost': { from: port, means: 'No answer, 481, 503, or the end of it: worth asking again.' },
    'resource.refused': { from: port, means: 'Asking again would not help.' },
  },
  emits: {},
  invokes: { watchResource: 'the subscription on the wire, from entering the state to leaving it' },
  delays: {
    notifyTimeout: 'the answer and the first NOTIFY may take 64*T1 = 32 s each (RFC 6665 4.1.2.4), and a little',
    retryAfter: 'as long as the server said (`retry-after`, `Retry-After`), else drawn by the adapter',
  },
  invariants: [
    'It ends with what wanted it: the server is told, if it can be.',
    'What it told last is taken back when it breaks.',
  ],
}
