import { assign, enqueueActions, sendTo, setup } from 'xstate'
import type { Failure } from './failure'
import type { LineSignal, ParkingLotInput } from './features'
import type { CallExtras, Remote } from './ports'
import type { ParkedCall, ParkingLotCommand, ParkingLotFact } from './ports/watching'
import { subscriptionMachine, type WatchReport } from './subscription.machine'
import { unbound } from './unbound'

/** From the chart of parking, through the phone: a call of ours waits in this slot. */
export interface Parked {
  readonly slot: string
  readonly remote: Remote
  readonly at: number
}

/** From the parking lot to the phone: a slot that was empty, or not told of, is not any more. */
export type SlotReport = {
  readonly type: 'report.slotTaken'
  readonly slot: string
  readonly remote: Remote | null
}

interface ParkingLotContext extends ParkingLotInput {
  readonly calls: readonly ParkedCall[]
  /** What we have parked; `emptiedAt`: it waits there no more since then. */
  readonly ours: readonly (Parked & { readonly emptiedAt: number | null })[]
  readonly failure: Failure | null
  /** Told by the service, or drawn by the adapter. */
  readonly nextMs: number
}

type News = Listed | Extract<WatchReport, { type: 'watch.changed' }> | ({ readonly type: 'report.parked' } & Parked)
type Listed = Extract<ParkingLotFact, { type: 'lot.listed' }>
type Failed = Extract<ParkingLotFact, { type: 'lot.failed' }>

/** What is known of a call that comes in. */
interface Caller {
  readonly remote: Remote
  readonly extras?: Pick<CallExtras, 'headers'>
  readonly startedAt: number
}

/** A call that comes back has left its slot this long ago at most; it rings elsewhere meanwhile, or not at all. */
const returnsWithinMs = 15_000
const patienceMs = 30_000

const isSame = (a: readonly ParkedCall[], b: readonly ParkedCall[]): boolean =>
  a.length === b.length && a.every(({ slot, remote }, i) => slot === b[i]?.slot && remote?.uri === b[i]?.remote?.uri)

/** The slot that a caller has waited in for too long: its server says so, or we had parked that very caller. */
export function slotOfReturned(
  { ours }: Pick<ParkingLotContext, 'ours'>,
  { remote, extras, startedAt: at }: Caller,
): string | null {
  const told = Object.entries(extras?.headers ?? {}).find(([name]) => name.toLowerCase() === 'x-parking-slot')
  if (told) return told[1]
  const isBack = ({ remote: { number }, emptiedAt }: ParkingLotContext['ours'][number]) =>
    number === remote.number && (emptiedAt === null || at - emptiedAt < returnsWithinMs)
  return ours.findLast(isBack)?.slot ?? null
}

/** Who waits where (call park): by a subscription a slot, or by asking the backend again and again. */
export const parkingLotMachine = setup({
  types: {
    context: {} as ParkingLotContext,
    events: {} as
      | LineSignal
      | WatchReport
      | ParkingLotFact
      | ({ readonly type: 'report.parked' } & Parked)
      | { readonly type: `xstate.error.actor.${string}` },
    input: {} as ParkingLotInput,
    emitted: {} as { readonly type: 'parkingLot.changed' },
    tags: {} as 'busy' | 'told' | 'failed',
  },
  actors: {
    subscription: subscriptionMachine,
    pollParkingLot: unbound<ParkingLotCommand, undefined, ParkingLotFact>('pollParkingLot'),
  },
  actions: {
    watchSlots: enqueueActions(({ context, enqueue }) => {
      for (const { uri } of context.slots)
        enqueue.spawnChild('subscription', { id: uri, input: { package: 'dialog', uri } })
    }),
    leaveSlots: enqueueActions(({ context, enqueue }) => {
      for (const { uri } of context.slots) enqueue.stopChild(uri)
    }),
    poll: sendTo('service', { type: 'lot.poll' } satisfies ParkingLotCommand),
    /** What the lot is now. Of a call of ours we know more than the server tells. */
    record: enqueueActions(({ context, enqueue }, news: News) => {
      const before = context.calls
      const now = listed(context, news).map((call) => {
        const mine = context.ours.find((own) => own.slot === call.slot && own.emptiedAt === null)
        const known = before.find(({ slot }) => slot === call.slot)
        return { ...call, since: known?.since ?? call.since, remote: call.remote ?? mine?.remote ?? null }
      })
      const isTaken = (slot: string) => now.some((call) => call.slot === slot)
      enqueue.assign({
        calls: now,
        failure: null,
        ours: context.ours.map((own) => {
          const hasLeft = own.emptiedAt === null && before.some(({ slot }) => slot === own.slot) && !isTaken(own.slot)
          return hasLeft ? { ...own, emptiedAt: news.at } : own
        }),
      })
      for (const { slot, remote } of now)
        if (!before.some((call) => call.slot === slot))
          enqueue.sendParent({ type: 'report.slotTaken', slot, remote } satisfies SlotReport)
      if (!isSame(before, now)) enqueue.emit({ type: 'parkingLot.changed' })
    }),
    recordOurs: assign({
      ours: ({ context }, { slot, remote, at }: Parked) => [
        ...context.ours.filter((own) => own.slot !== slot && own.emptiedAt === null),
        { slot, remote, at, emptiedAt: null },
      ],
    }),
    recordNext: assign({ nextMs: (_, { nextMs }: Pick<Listed, 'nextMs'>) => nextMs }),
    recordFailure: assign((_, { failure, retryAfterMs }: Pick<Failed, 'failure' | 'retryAfterMs'>) => ({
      failure,
      nextMs: retryAfterMs,
    })),
    forget: enqueueActions(({ context, enqueue }) => {
      if (context.calls.length > 0) enqueue.emit({ type: 'parkingLot.changed' })
      enqueue.assign({ calls: [] })
    }),
  },
  guards: {
    isSubscribed: ({ context }) => context.source === 'subscription' && context.slots.length > 0,
    isPolled: ({ context }) => context.source === 'polling',
  },
  delays: {
    next: ({ context }) => context.nextMs,
    answerTimeout: 33_000,
  },
}).createMachine({
  id: 'parkingLot',
  context: ({ input }) => ({ ...input, calls: [], ours: [], failure: null, nextMs: 0 }),
  initial: 'unwatched',
  states: {
    // Not registered, or nothing is configured.
    unwatched: {
      on: {
        'line.up': [
          { guard: 'isSubscribed', target: 'subscribed' },
          { guard: 'isPolled', target: 'polled' },
        ],
      },
    },

    subscribed: {
      entry: 'watchSlots',
      exit: ['leaveSlots', 'forget'],
      on: {
        'line.down': 'unwatched',
        'report.parked': {
          actions: [
            { type: 'recordOurs', params: ({ event }) => event },
            { type: 'record', params: ({ event }) => event },
          ],
        },
        'watch.changed': {
          target: '.told',
          actions: { type: 'record', params: ({ event }) => event },
        },
        'watch.lost': {
          target: '.failed',
          actions: { type: 'recordFailure', params: ({ event: { failure } }) => ({ failure, retryAfterMs: 0 }) },
        },
        // A chart of a subscription has thrown: nobody tells of that slot.
        'xstate.error.actor.*': '.failed',
      },
      initial: 'untold',
      states: {
        untold: {},
        told: { tags: 'told' },
        // The server does not tell of a slot, or not of this one now; what it told of the others holds.
        failed: { tags: 'failed' },
      },
    },

    polled: {
      invoke: {
        id: 'service',
        src: 'pollParkingLot',
        onError: 'unwatched',
      },
      exit: 'forget',
      on: {
        'line.down': 'unwatched',
        'report.parked': {
          actions: [
            { type: 'recordOurs', params: ({ event }) => event },
            { type: 'record', params: ({ event }) => event },
          ],
        },
      },
      initial: 'asking',
      states: {
        asking: {
          tags: 'busy',
          entry: 'poll',
          on: {
            'lot.listed': {
              target: 'told',
              actions: [
                { type: 'record', params: ({ event }) => event },
                { type: 'recordNext', params: ({ event }) => event },
              ],
            },
            'lot.failed': {
              target: 'failed',
              actions: { type: 'recordFailure', params: ({ event }) => event },
            },
          },
          after: {
            answerTimeout: {
              target: 'failed',
              actions: {
                type: 'recordFailure',
                params: { failure: { code: 'timed-out' }, retryAfterMs: patienceMs },
              },
            },
          },
        },
        told: { tags: 'told', after: { next: 'asking' } },
        failed: { tags: 'failed', after: { next: 'asking' } },
      },
    },
  },
})

const bySlot = (calls: readonly ParkedCall[]): ParkedCall[] =>
  [...calls].sort((a, b) => a.slot.localeCompare(b.slot, undefined, { numeric: true }))

/** Who waits where, after this. */
function listed({ calls, slots }: ParkingLotContext, news: News): readonly ParkedCall[] {
  if (news.type === 'lot.listed') return bySlot(news.calls)
  const slot = news.type === 'report.parked' ? news.slot : slots.find(({ uri }) => uri === news.uri)?.slot
  if (slot === undefined) return calls
  const others = calls.filter((call) => call.slot !== slot)
  // Before the server has told.
  if (news.type === 'report.parked') return bySlot([...others, { slot, remote: news.remote, since: news.at }])
  const [parked] = news.state.package === 'dialog' ? news.state.dialogs : []
  // Some servers name the slot itself as whom it is talking to.
  const remote = parked?.remote?.uri === news.uri ? null : (parked?.remote ?? null)
  return parked ? bySlot([...others, { slot, remote, since: news.at }]) : others
}
