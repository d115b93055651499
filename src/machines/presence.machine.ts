import { enqueueActions, setup } from 'xstate'
import type { ColleagueInput, LineSignal } from './features'
import type { Remote } from './ports'
import type { ResourceState } from './ports/watching'
import { subscriptionMachine, type WatchReport } from './subscription.machine'

/** What a colleague's phone does, as the server tells. */
type ColleagueStatus = 'unknown' | 'offline' | 'idle' | 'ringing' | 'busy'

interface Colleague extends ColleagueInput {
  readonly status: ColleagueStatus
  /** Whom with, or who calls, when the server says so. */
  readonly remote: Remote | null
}

interface PresenceContext {
  readonly colleagues: readonly Colleague[]
}

type PresenceEmitted = { readonly type: 'presence.changed'; readonly number: string; readonly status: ColleagueStatus }

type Seen = Pick<Colleague, 'status' | 'remote'>

const unknown: Seen = { status: 'unknown', remote: null }

/** Whoever rings rings, though another call of theirs is held: that is what somebody else can do something about. */
function readState(state: ResourceState): Seen {
  if (state.package === 'dialog') {
    const { dialogs } = state
    const ringing = dialogs.find((dialog) => dialog.state === 'early' && dialog.direction !== 'outgoing')
    if (ringing) return { status: 'ringing', remote: ringing.remote }
    const [first] = dialogs
    return first ? { status: 'busy', remote: first.remote } : { status: 'idle', remote: null }
  }
  return state.package === 'presence' ? { status: state.status, remote: null } : unknown
}

const isSame = (a: Seen, b: Seen): boolean => a.status === b.status && a.remote?.uri === b.remote?.uri

/** What the colleagues' phones do (BLF, presence): one subscription each, while we are registered. */
export const presenceMachine = setup({
  types: {
    context: {} as PresenceContext,
    events: {} as LineSignal | WatchReport | { readonly type: `xstate.error.actor.${string}` },
    input: {} as readonly ColleagueInput[],
    emitted: {} as PresenceEmitted,
  },
  actors: { subscription: subscriptionMachine },
  actions: {
    watchAll: enqueueActions(({ context, enqueue }) => {
      for (const { resource } of context.colleagues)
        enqueue.spawnChild('subscription', { id: resource.uri, input: resource })
    }),
    watchNone: enqueueActions(({ context, enqueue }) => {
      for (const { resource } of context.colleagues) enqueue.stopChild(resource.uri)
      enqueue.assign({ colleagues: context.colleagues.map((colleague) => ({ ...colleague, ...unknown })) })
      for (const { number, status } of context.colleagues)
        if (status !== 'unknown') enqueue.emit({ type: 'presence.changed', number, status: 'unknown' })
    }),
    record: enqueueActions(({ context, enqueue }, { uri, seen }: { uri: string; seen: Seen }) => {
      const known = context.colleagues.find(({ resource }) => resource.uri === uri)
      if (known === undefined || isSame(known, seen)) return
      enqueue.assign({
        colleagues: context.colleagues.map((colleague) => (colleague === known ? { ...known, ...seen } : colleague)),
      })
      if (known.status !== seen.status)
        enqueue.emit({ type: 'presence.changed', number: known.number, status: seen.status })
    }),
  },
  guards: { hasColleagues: ({ context }) => context.colleagues.length > 0 },
}).createMachine({
  id: 'presence',
  context: ({ input }) => ({ colleagues: input.map((colleague) => ({ ...colleague, ...unknown })) }),
  initial: 'unwatched',
  states: {
    // Not registered, or nobody is configured.
    unwatched: { on: { 'line.up': { guard: 'hasColleagues', target: 'watched' } } },
    watched: {
      entry: 'watchAll',
      exit: 'watchNone',
      on: {
        'line.down': 'unwatched',
        'watch.changed': {
          actions: { type: 'record', params: ({ event: { uri, state } }) => ({ uri, seen: readState(state) }) },
        },
        'watch.lost': { actions: { type: 'record', params: ({ event: { uri } }) => ({ uri, seen: unknown }) } },
        // A chart of a subscription has thrown: that colleague stays unknown.
        'xstate.error.actor.*': {},
      },
    },
  },
})
