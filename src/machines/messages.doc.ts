import type { ChartDoc } from './chart.doc'
import type { messagesMachine } from './messages.machine'

const message = '[message](message.md)'

export const messagesDoc: ChartDoc<typeof messagesMachine> = {
  title: 'text messages beside calls',
  purpose:
    'Text messages in and out (SIP MESSAGE, RFC 3428), for as long as the phone lives: the last 200. Each one of ours has a chart of its own until the server has said what became of it.',
  states: {
    unreachable: { means: 'Not registered: nothing can be sent. What is under way goes on.' },
    reachable: { means: 'Registered: messages can be sent, and come in.', mood: 'live' },
  },
  events: {
    'line.up': { from: '[phone](phone.md)', means: 'We are registered.' },
    'line.down': { from: '[phone](phone.md)', means: 'We are not registered any more.' },
    'messages.send': { from: 'host', means: 'Send this text to that address.' },
    'message.arrived': { from: 'port `watchMessages`', means: 'Somebody has sent us a text.' },
    'delivery.confirmed': { from: message, means: 'The server has it.' },
    'delivery.failed': { from: message, means: 'It could not be delivered, and why.' },
    'xstate.error.actor.*': { from: 'XState', means: 'A message’s chart has thrown: it counts as not delivered.' },
  },
  emits: {
    'message.received': 'somebody has sent us a text',
    'message.sent': 'the server has taken our message',
    'message.failed': 'our message was not delivered, and why',
    'phone.error': 'texts that are sent to us can no longer be heard',
    'command.settled': 'the server has taken the message, or it came to nothing',
  },
  invokes: {
    watchMessages: 'the texts that come in; what is no plain text, or too long, is refused there',
    message: 'one for each message of ours that is under way',
  },
  delays: {},
  invariants: ['The last 200 messages are kept, and no more.', 'A message of ours is settled once.'],
}
