import type { ChartDoc } from './chart.doc'
import type { presenceMachine } from './presence.machine'

const phone = '[phone](phone.md)'
const subscription = '[subscription](subscription.md)'

export const presenceDoc: ChartDoc<typeof presenceMachine> = {
  title: 'what the colleagues’ phones do',
  purpose:
    'The busy lamps: for each colleague that is configured, whether the phone is idle, rings, is busy or is not there. Each has a [subscription](subscription.md) of its own, to the dialogs (RFC 4235) or the presence (RFC 3856) of that colleague, for as long as we are registered.',
  states: {
    unwatched: { means: 'Not registered, or nobody is configured: every colleague is unknown.' },
    watched: {
      means: 'The server tells of the colleagues.',
      sip: '→ SUBSCRIBE, one a colleague; ← NOTIFY',
      mood: 'live',
    },
  },
  events: {
    'line.up': { from: phone, means: 'We are registered.' },
    'line.down': { from: phone, means: 'We are not registered any more: what was known may be untrue.' },
    'watch.changed': { from: subscription, means: 'What a colleague’s phone does now.' },
    'watch.lost': { from: subscription, means: 'Nobody tells of that colleague now.' },
    'xstate.error.actor.*': {
      from: 'XState',
      means: 'A subscription’s chart has thrown; that colleague stays unknown.',
    },
  },
  emits: { 'presence.changed': 'a colleague’s phone is in another state' },
  invokes: { subscription: 'one for each colleague' },
  delays: {},
  invariants: [
    'A colleague of whom nobody tells is unknown, never idle.',
    'Whoever rings is shown as ringing, though another call of theirs goes on.',
  ],
}
