import { assign, emit, enqueueActions, sendParent, sendTo, setup } from 'xstate'
import type { CommandSettled, Failure, Outcome } from './failure'
import type { ConnectionIntent } from './intents'
import type { Account, ConnectionCommand, ConnectionFact } from './ports'
import type { ConnectionReport } from './reports'
import { settled } from './settled'
import { unbound } from './unbound'

/** Somebody has signed in, or is signing out. */
type ConnectionSignal =
  | { readonly type: 'connection.use'; readonly account: Account }
  | { readonly type: 'connection.leave' }
  /** Of the sign-in: there is another token, or there is none that would be taken. */
  | { readonly type: 'connection.renewed' }
  | { readonly type: 'connection.giveUp'; readonly failure: Failure }

interface ConnectionContext {
  /** null: nobody is signed in, or is not to be any more. */
  readonly account: Account | null
  /** Which of the account's servers is tried. */
  readonly serverIndex: number
  readonly expiresAt: number
  readonly retryAfterMs: number
  readonly failure: Failure | null
  readonly openCommand: string | null
}

type ConnectionEmitted =
  | CommandSettled
  | { readonly type: 'connection.registered'; readonly server: string }
  | { readonly type: 'connection.unregistered' | 'connection.restored' }
  | { readonly type: 'connection.lost' | 'connection.failed'; readonly failure: Failure }

export const serverOf = ({ account, serverIndex }: Pick<ConnectionContext, 'account' | 'serverIndex'>): string =>
  account?.servers[serverIndex] ?? ''

/** What has not worked is tried again after a while. */
interface Setback {
  readonly failure: Failure
  readonly retryAfterMs: number
}

const silence: Setback = { failure: { code: 'timed-out' }, retryAfterMs: 1_000 }

const goneOffline = [
  { type: 'settle', params: { ok: true } },
  { type: 'report', params: { type: 'report.offline' } },
] as const

type Refused = { readonly event: { readonly failure: Failure } }

const awaitToken = {
  guard: { type: 'mayHaveLapsed', params: ({ event }: Refused) => event },
  target: '#connection.connected.awaitingToken',
  actions: { type: 'awaitToken', params: ({ event }: Refused) => event },
} as const

/** Transport and registration. What breaks is tried again with back-off; what is refused is not, and says so. */
export const connectionMachine = setup({
  types: {
    context: {} as ConnectionContext,
    events: {} as ConnectionIntent | ConnectionSignal | ConnectionFact,
    emitted: {} as ConnectionEmitted,
    tags: {} as 'busy' | 'registered',
  },
  actors: { watchConnection: unbound<ConnectionCommand, undefined, ConnectionFact>('watchConnection') },
  actions: {
    useAccount: assign({ account: (_, params: { account: Account }) => params.account, serverIndex: 0, failure: null }),
    forgetAccount: assign({ account: null, failure: null }),
    useFirstServer: assign({ serverIndex: 0, failure: null }),
    useNextServer: assign({
      serverIndex: ({ context }) => (context.serverIndex + 1) % Math.max(1, context.account?.servers.length ?? 1),
    }),
    connectTransport: enqueueActions(({ context, enqueue }) => {
      if (context.account === null) return
      enqueue.sendTo('sip', { type: 'transport.connect', account: context.account, server: serverOf(context) })
    }),
    command: sendTo('sip', (_, command: ConnectionCommand) => command),
    recordExpiry: assign({ expiresAt: (_, params: { expiresAt: number }) => params.expiresAt, failure: null }),
    recordFailure: assign({ failure: (_, params: { failure: Failure }) => params.failure }),
    openCommand: enqueueActions(({ context, enqueue }, { commandId }: { commandId: string }) => {
      if (context.openCommand !== null)
        enqueue.emit(settled(context.openCommand, { ok: false, failure: { code: 'superseded' } }))
      enqueue.assign({ openCommand: commandId })
    }),
    settle: enqueueActions(({ context, enqueue }, outcome: Outcome) => {
      if (context.openCommand === null) return
      enqueue.emit(settled(context.openCommand, outcome))
      enqueue.assign({ openCommand: null })
    }),
    /** Whoever waits is told that it has not worked; it goes on being tried. */
    postpone: enqueueActions(({ context, enqueue }, { failure, retryAfterMs }: Setback) => {
      if (context.openCommand !== null) enqueue.emit(settled(context.openCommand, { ok: false, failure }))
      enqueue.assign({ failure, retryAfterMs, openCommand: null })
      enqueue.sendParent({ type: 'report.unreachable', failure })
    }),
    giveUp: enqueueActions(({ context, enqueue }, { failure }: { failure: Failure }) => {
      if (context.openCommand !== null) enqueue.emit(settled(context.openCommand, { ok: false, failure }))
      enqueue.assign({ failure, openCommand: null })
      enqueue.emit({ type: 'connection.failed', failure })
      enqueue.sendParent({ type: 'report.refused', failure })
    }),
    awaitToken: enqueueActions(({ context, enqueue }, { failure }: { failure: Failure }) => {
      if (context.openCommand !== null) enqueue.emit(settled(context.openCommand, { ok: false, failure }))
      enqueue.assign({ failure, openCommand: null })
      enqueue.sendParent({ type: 'auth.lapsed', failure })
    }),
    publish: emit((_, params: { type: 'connection.unregistered' | 'connection.restored' }) => ({ type: params.type })),
    publishRegistered: emit(({ context }) => ({ type: 'connection.registered' as const, server: serverOf(context) })),
    publishLoss: emit((_, { failure }: { failure: Failure }) => ({ type: 'connection.lost' as const, failure })),
    report: sendParent((_, report: ConnectionReport) => report),
  },
  guards: {
    hasAccount: ({ context }) => context.account !== null,
    /** A token that is not taken may have lapsed; what else is refused would be refused again. */
    mayHaveLapsed: ({ context }, { failure: { code } }: { failure: Failure }) =>
      context.account?.proof === 'token' && (code === 'wrong-credentials' || code === 'forbidden'),
    hasAnotherServer: ({ context }) => context.serverIndex + 1 < (context.account?.servers.length ?? 0),
  },
  delays: {
    retryAfter: ({ context }) => context.retryAfterMs,
    /** The adapter gives up earlier, unless it is broken or still loads the SIP stack over a slow line. */
    connectTimeout: 30_000,
    registerTimeout: 33_000,
    unregisterTimeout: 5_000,
    disconnectTimeout: 5_000,
  },
}).createMachine({
  id: 'connection',
  context: { account: null, serverIndex: 0, expiresAt: 0, retryAfterMs: 0, failure: null, openCommand: null },
  invoke: {
    id: 'sip',
    src: 'watchConnection',
    onError: { target: '.failed', actions: { type: 'giveUp', params: { failure: { code: 'sip-not-loaded' } } } },
  },
  on: {
    'connection.use': {
      target: '.connecting',
      actions: [
        { type: 'settle', params: { ok: false, failure: { code: 'superseded' } } },
        { type: 'useAccount', params: ({ event }) => event },
      ],
    },
  },
  initial: 'offline',
  states: {
    offline: {
      on: {
        'connection.connect': {
          guard: 'hasAccount',
          target: 'connecting',
          actions: [{ type: 'openCommand', params: ({ event }) => event }, 'useFirstServer'],
        },
        'connection.leave': { actions: ['forgetAccount', { type: 'report', params: { type: 'report.offline' } }] },
      },
    },

    connecting: {
      tags: 'busy',
      entry: 'connectTransport',
      on: {
        'transport.connected': 'connected',
        'transport.closed': [
          {
            guard: 'hasAnotherServer',
            target: 'connecting',
            reenter: true,
            actions: ['useNextServer', { type: 'recordFailure', params: ({ event }) => event }],
          },
          {
            target: 'lost',
            actions: [
              { type: 'postpone', params: ({ event }) => event },
              { type: 'publishLoss', params: ({ event }) => event },
              'useNextServer',
            ],
          },
        ],
        'sip.notLoaded': { target: 'failed', actions: { type: 'giveUp', params: ({ event }) => event } },
        'connection.disconnect': {
          target: 'disconnecting',
          actions: { type: 'openCommand', params: ({ event }) => event },
        },
        'connection.leave': { target: 'disconnecting', actions: 'forgetAccount' },
      },
      after: {
        connectTimeout: {
          target: 'lost',
          actions: [{ type: 'postpone', params: silence }, { type: 'publishLoss', params: silence }, 'useNextServer'],
        },
      },
    },

    connected: {
      initial: 'registering',
      on: {
        // The same server is tried first: the dialogs that there are stand with it.
        'transport.closed': {
          target: 'lost',
          actions: [
            { type: 'postpone', params: ({ event }) => event },
            { type: 'publishLoss', params: ({ event }) => event },
          ],
        },
        'connection.disconnect': {
          target: '.unregistering',
          actions: { type: 'openCommand', params: ({ event }) => event },
        },
        'connection.leave': { target: '.unregistering', actions: 'forgetAccount' },
        'registration.refused': [
          awaitToken,
          {
            target: 'failed',
            actions: [
              { type: 'giveUp', params: ({ event }) => event },
              { type: 'command', params: { type: 'transport.disconnect' } },
            ],
          },
        ],
        'registration.failed': { target: '.postponed', actions: { type: 'postpone', params: ({ event }) => event } },
      },
      states: {
        registering: {
          tags: 'busy',
          entry: { type: 'command', params: { type: 'registration.register' } },
          on: {
            'registration.accepted': {
              target: 'registered',
              actions: [{ type: 'recordExpiry', params: ({ event }) => event }, 'publishRegistered'],
            },
          },
          after: { registerTimeout: { target: 'postponed', actions: { type: 'postpone', params: silence } } },
        },
        // Calls can be made and received; the adapter refreshes the registration before it expires.
        registered: {
          tags: 'registered',
          entry: [
            { type: 'settle', params: { ok: true } },
            { type: 'report', params: { type: 'report.registered' } },
          ],
          exit: { type: 'report', params: { type: 'report.unregistered' } },
          on: {
            'registration.accepted': { actions: { type: 'recordExpiry', params: ({ event }) => event } },
            'registration.removed': {
              target: 'registering',
              actions: { type: 'publish', params: { type: 'connection.unregistered' } },
            },
            // A refresh is refused. The transport stays: to close it would end the calls that there are.
            'registration.refused': [
              {
                ...awaitToken,
                actions: [{ type: 'publish', params: { type: 'connection.unregistered' } }, awaitToken.actions],
              },
              {
                target: '#connection.failed',
                actions: { type: 'giveUp', params: ({ event }) => event },
              },
            ],
            'registration.failed': {
              target: 'postponed',
              actions: [
                { type: 'publish', params: { type: 'connection.unregistered' } },
                { type: 'postpone', params: ({ event }) => event },
              ],
            },
          },
        },
        // The registrar is busy or silent, and has told us when to ask again (RFC 3261 20.33).
        postponed: {
          on: {
            'connection.connect': {
              target: 'registering',
              actions: { type: 'openCommand', params: ({ event }) => event },
            },
            'registration.accepted': {
              target: 'registered',
              actions: [{ type: 'recordExpiry', params: ({ event }) => event }, 'publishRegistered'],
            },
          },
          after: { retryAfter: 'registering' },
        },
        // The registrar does not take the token. The transport stays, and with it the calls that there are.
        awaitingToken: {
          on: {
            'connection.renewed': 'registering',
            'connection.giveUp': {
              target: '#connection.failed',
              actions: { type: 'giveUp', params: ({ event }) => event },
            },
            'connection.connect': {
              target: 'registering',
              actions: { type: 'openCommand', params: ({ event }) => event },
            },
          },
        },
        unregistering: {
          tags: 'busy',
          entry: { type: 'command', params: { type: 'registration.unregister' } },
          on: {
            'registration.removed': {
              target: '#connection.disconnecting',
              actions: { type: 'publish', params: { type: 'connection.unregistered' } },
            },
            // It lapses by itself.
            'registration.refused': '#connection.disconnecting',
            'registration.failed': '#connection.disconnecting',
            'transport.closed': '#connection.disconnecting',
            // That is under way already.
            'connection.disconnect': {},
            'connection.leave': { actions: 'forgetAccount' },
          },
          after: { unregisterTimeout: '#connection.disconnecting' },
        },
      },
    },

    disconnecting: {
      tags: 'busy',
      entry: { type: 'command', params: { type: 'transport.disconnect' } },
      on: {
        'transport.disconnected': { target: 'offline', actions: goneOffline },
        'transport.closed': { target: 'offline', actions: goneOffline },
        'connection.leave': { actions: 'forgetAccount' },
      },
      after: { disconnectTimeout: { target: 'offline', actions: goneOffline } },
    },

    // It broke, or no server could be reached: it is tried again.
    lost: {
      initial: 'waiting',
      on: {
        'connection.disconnect': {
          target: 'disconnecting',
          actions: { type: 'openCommand', params: ({ event }) => event },
        },
        'connection.leave': { target: 'disconnecting', actions: 'forgetAccount' },
      },
      states: {
        waiting: {
          on: {
            'connection.connect': {
              target: 'retrying',
              actions: { type: 'openCommand', params: ({ event }) => event },
            },
          },
          after: { retryAfter: 'retrying' },
        },
        retrying: {
          tags: 'busy',
          entry: 'connectTransport',
          on: {
            'transport.connected': {
              target: '#connection.connected',
              actions: { type: 'publish', params: { type: 'connection.restored' } },
            },
            'transport.closed': {
              target: 'waiting',
              actions: [{ type: 'postpone', params: ({ event }) => event }, 'useNextServer'],
            },
            'sip.notLoaded': {
              target: '#connection.failed',
              actions: { type: 'giveUp', params: ({ event }) => event },
            },
          },
          after: {
            connectTimeout: { target: 'waiting', actions: [{ type: 'postpone', params: silence }, 'useNextServer'] },
          },
        },
      },
    },

    // It is not tried again unless somebody asks.
    failed: {
      on: {
        'connection.connect': {
          guard: 'hasAccount',
          target: 'connecting',
          actions: [{ type: 'openCommand', params: ({ event }) => event }, 'useFirstServer'],
        },
        'connection.leave': { target: 'disconnecting', actions: 'forgetAccount' },
      },
    },
  },
})
