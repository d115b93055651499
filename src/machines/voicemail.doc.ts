import type { ChartDoc } from './chart.doc'
import type { voicemailMachine } from './voicemail.machine'

const phone = '[phone](phone.md)'
const subscription = '[subscription](subscription.md)'

export const voicemailDoc: ChartDoc<typeof voicemailMachine> = {
  title: 'the messages that wait in our mailbox',
  purpose:
    'How many voice messages wait (MWI, RFC 3842). The server tells by a [subscription](subscription.md) to the account’s own address, while we are registered; some servers tell by themselves, without having been asked.',
  states: {
    unwatched: { means: 'Not registered, or no mailbox is configured and the server has told nothing.' },
    told: { means: 'The server tells by itself, and is not asked.', sip: '← NOTIFY without a subscription' },
    'told.empty': { means: 'No new message waits.' },
    'told.waiting': { means: 'New messages wait.', mood: 'live' },
    watched: { means: 'The server has been asked to tell.', sip: '→ SUBSCRIBE with `Event: message-summary`' },
    'watched.unknown': { means: 'It has not told yet, or tells no more.', mood: 'waiting' },
    'watched.empty': { means: 'No new message waits.', sip: '← NOTIFY with `Voice-Message: 0/…`' },
    'watched.waiting': { means: 'New messages wait.', sip: '← NOTIFY with `Voice-Message: 2/…`', mood: 'live' },
  },
  events: {
    'line.up': { from: phone, means: 'We are registered, under this address.' },
    'line.down': { from: phone, means: 'We are not registered any more.' },
    'watch.changed': { from: subscription, means: 'How many messages wait now.' },
    'mailbox.notified': {
      from: 'port `watchMailbox`',
      means: 'The server tells by itself how many wait, whether it was asked or not.',
    },
    'watch.lost': { from: subscription, means: 'Nobody tells any more; what was told last may be untrue.' },
  },
  emits: { 'voicemail.changed': 'another number of messages waits' },
  invokes: {
    subscription: 'to the account’s mailbox',
    watchMailbox: 'what the server tells of it without a subscription',
  },
  delays: {},
  invariants: ['Nobody is told of messages before the server has said a number.'],
}
