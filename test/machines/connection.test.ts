import { describe, expect, test } from 'vitest'
import { connectionMachine } from '../../src/machines/connection.machine'
import { settledIn } from '../support/call-harness'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const account = { handle: 'alice', uri: 'sip:1001@pbx.example', displayName: null, servers: ['wss://a'] }
const unreachable = { code: 'unreachable' }

const events = {
  connect: { type: 'connection.connect', commandId: 'connect', at: 1 },
  disconnect: { type: 'connection.disconnect', commandId: 'disconnect', at: 2 },
  use: { type: 'connection.use', account },
  useToken: { type: 'connection.use', account: { ...account, proof: 'token' } },
  renewed: { type: 'connection.renewed' },
  giveUp: { type: 'connection.giveUp', failure: { code: 'token-refused' } },
  leave: { type: 'connection.leave' },
  connected: { type: 'transport.connected', server: 'wss://a' },
  closed: { type: 'transport.closed', failure: unreachable, retryAfterMs: 700 },
  disconnected: { type: 'transport.disconnected' },
  accepted: { type: 'registration.accepted', expiresAt: 600_000 },
  refused: { type: 'registration.refused', failure: { code: 'wrong-credentials', sipStatus: 403 } },
  notFound: { type: 'registration.refused', failure: { code: 'not-found', sipStatus: 404 } },
  failed: { type: 'registration.failed', failure: { code: 'server-error', sipStatus: 503 }, retryAfterMs: 9_000 },
  removed: { type: 'registration.removed' },
  notLoaded: { type: 'sip.notLoaded', failure: { code: 'sip-not-loaded' } },
}

const start = (broken = {}) => startChart(connectionMachine, { ports: ['watchConnection'], broken })

type Step = keyof typeof events | 'silence'
type Chart = ReturnType<typeof start>
const go = (way: readonly Step[], chart = start()): Chart => {
  for (const step of way) chart.feed(step === 'silence' ? step : events[step])
  return chart
}

const registered: Step[] = ['use', 'connected', 'accepted']
const toUse = { use: 'connecting', useToken: 'connecting' } as const
const withToken: Step[] = ['useToken', 'connected', 'accepted']

testReactions('the connection', {
  start,
  events,
  at: (chart) => chart.at(),
  rows: [
    // Nobody is signed in: there is nothing to connect for.
    { way: [], at: 'offline', reactions: { ...toUse, leave: 'offline' } },
    {
      way: ['use', 'disconnect', 'disconnected'],
      at: 'offline',
      reactions: { ...toUse, connect: 'connecting', leave: 'offline' },
    },
    {
      way: ['use'],
      at: 'connecting',
      reactions: {
        ...toUse,
        connected: 'connected.registering',
        closed: 'lost.waiting',
        notLoaded: 'failed',
        disconnect: 'disconnecting',
        leave: 'disconnecting',
        silence: 'lost.waiting',
      },
    },
    {
      way: ['use', 'connected'],
      at: 'connected.registering',
      reactions: {
        ...toUse,
        closed: 'lost.waiting',
        accepted: 'connected.registered',
        refused: 'failed',
        notFound: 'failed',
        failed: 'connected.postponed',
        disconnect: 'connected.unregistering',
        leave: 'connected.unregistering',
        silence: 'connected.postponed',
      },
    },
    {
      way: registered,
      at: 'connected.registered',
      reactions: {
        ...toUse,
        closed: 'lost.waiting',
        accepted: 'connected.registered',
        refused: 'failed',
        notFound: 'failed',
        failed: 'connected.postponed',
        removed: 'connected.registering',
        disconnect: 'connected.unregistering',
        leave: 'connected.unregistering',
      },
    },
    {
      way: ['use', 'connected', 'failed'],
      at: 'connected.postponed',
      reactions: {
        ...toUse,
        connect: 'connected.registering',
        closed: 'lost.waiting',
        accepted: 'connected.registered',
        refused: 'failed',
        notFound: 'failed',
        failed: 'connected.postponed',
        disconnect: 'connected.unregistering',
        leave: 'connected.unregistering',
        silence: 'connected.registering',
      },
    },
    {
      way: [...withToken, 'refused'],
      at: 'connected.awaitingToken',
      reactions: {
        ...toUse,
        renewed: 'connected.registering',
        giveUp: 'failed',
        connect: 'connected.registering',
        closed: 'lost.waiting',
        refused: 'connected.awaitingToken',
        notFound: 'failed',
        failed: 'connected.postponed',
        disconnect: 'connected.unregistering',
        leave: 'connected.unregistering',
      },
    },
    {
      way: [...registered, 'disconnect'],
      at: 'connected.unregistering',
      reactions: {
        ...toUse,
        closed: 'disconnecting',
        removed: 'disconnecting',
        refused: 'disconnecting',
        notFound: 'disconnecting',
        failed: 'disconnecting',
        leave: 'connected.unregistering',
        silence: 'disconnecting',
      },
    },
    {
      way: [...registered, 'disconnect', 'removed'],
      at: 'disconnecting',
      reactions: { ...toUse, closed: 'offline', disconnected: 'offline', leave: 'disconnecting', silence: 'offline' },
    },
    {
      way: ['use', 'closed'],
      at: 'lost.waiting',
      reactions: {
        ...toUse,
        connect: 'lost.retrying',
        disconnect: 'disconnecting',
        leave: 'disconnecting',
        silence: 'lost.retrying',
      },
    },
    {
      way: ['use', 'closed', 'silence'],
      at: 'lost.retrying',
      reactions: {
        ...toUse,
        connected: 'connected.registering',
        closed: 'lost.waiting',
        notLoaded: 'failed',
        disconnect: 'disconnecting',
        leave: 'disconnecting',
        silence: 'lost.waiting',
      },
    },
    {
      way: ['use', 'notLoaded'],
      at: 'failed',
      reactions: { ...toUse, connect: 'connecting', leave: 'disconnecting' },
    },
  ],
})

const askedOf = (chart: Chart) =>
  chart.asked.map(({ command }) => {
    const { type, server } = command as { type: string; server?: string }
    return server === undefined ? type : `${type} ${server}`
  })
const publishedBy = (chart: Chart) => chart.emitted.map(({ type }) => type).filter((type) => type !== 'command.settled')
const reportsOf = (chart: Chart) => chart.reported.map(({ type }) => type)

test('connects, registers, and says so', () => {
  const chart = go(registered)
  expect(askedOf(chart)).toEqual(['transport.connect wss://a', 'registration.register'])
  expect(chart.emitted).toEqual([{ type: 'connection.registered', server: 'wss://a' }])
  expect(reportsOf(chart)).toEqual(['report.registered'])
  expect(chart.context).toMatchObject({ expiresAt: 600_000 })
})

test('leaves in order: the registration first, then the transport', () => {
  const chart = go([...registered, 'leave', 'removed', 'disconnected'])
  expect(askedOf(chart).slice(2)).toEqual(['registration.unregister', 'transport.disconnect'])
  expect(reportsOf(chart).slice(1)).toEqual(['report.unregistered', 'report.offline'])
})

test('who has signed out cannot be connected again', () => {
  for (const way of [
    ['use', 'disconnect', 'disconnected', 'leave'],
    ['use', 'leave', 'disconnected'],
    [...registered, 'leave', 'removed', 'disconnected'],
    [...registered, 'disconnect', 'leave', 'removed', 'disconnected'],
    [...registered, 'disconnect', 'removed', 'leave', 'disconnected'],
    ['use', 'closed', 'leave', 'disconnected'],
    ['use', 'connected', 'refused', 'leave', 'disconnected'],
  ] as const) {
    const chart = go(way)
    expect(chart.context).toMatchObject({ account: null })
    expect(go(['connect'], chart).at()).toBe('offline')
  }
})

test('who has disconnected can', () => {
  expect(go([...registered, 'disconnect', 'removed', 'disconnected', 'connect']).at()).toBe('connecting')
})

test('offline is told when it is reached, and not when another sign-in comes first', () => {
  const chart = go(['use', 'disconnect', 'use'])
  expect(chart.at()).toBe('connecting')
  expect(reportsOf(chart)).toEqual([])
})

describe('several servers', () => {
  const several = (way: readonly Step[]) => {
    const chart = start()
    chart.feed({ ...events.use, account: { ...account, servers: ['wss://a', 'wss://b'] } })
    return go(way, chart)
  }
  const servers = (chart: Chart) => askedOf(chart).filter((asked) => asked.startsWith('transport.connect '))

  test('are tried in their order before anybody is told that it has not worked', () => {
    const chart = several(['closed'])
    expect(servers(chart)).toEqual(['transport.connect wss://a', 'transport.connect wss://b'])
    expect(reportsOf(chart)).toEqual([])
    expect(reportsOf(go(['closed'], chart))).toEqual(['report.unreachable'])
  })

  test('begin anew with the first when all have been tried', () => {
    const chart = several(['closed', 'closed', 'silence', 'closed', 'silence'])
    expect(servers(chart).slice(2)).toEqual(['transport.connect wss://a', 'transport.connect wss://b'])
  })

  test('are not changed when a connection breaks that has worked: its calls stand with its server', () => {
    const chart = several(['connected', 'accepted', 'closed', 'silence'])
    expect(servers(chart)).toEqual(['transport.connect wss://a', 'transport.connect wss://a'])
    expect(servers(go(['closed', 'silence'], chart)).at(-1)).toBe('transport.connect wss://b')
  })
})

describe('what is tried again', () => {
  test('waits as long as the adapter has drawn', () => {
    expect(go(['use', 'closed']).clock.nextMs).toBe(700)
    expect(go(['use', 'connected', 'failed']).clock.nextMs).toBe(9_000)
  })

  test('waits a second when nobody has said anything', () => {
    expect(go(['use', 'silence']).clock.nextMs).toBe(1_000)
    expect(go(['use', 'connected', 'silence']).clock.nextMs).toBe(1_000)
    expect(go(['use', 'closed', 'silence', 'silence']).clock.nextMs).toBe(1_000)
  })

  test('is lost once and restored once', () => {
    const chart = go([...registered, 'closed', 'silence', 'closed', 'silence', 'connected', 'accepted'])
    expect(publishedBy(chart)).toEqual([
      'connection.registered',
      'connection.lost',
      'connection.restored',
      'connection.registered',
    ])
    expect(chart.context).toMatchObject({ failure: null })
  })

  test('is lost and restored though it has never worked before', () => {
    expect(publishedBy(go(['use', 'closed', 'silence', 'connected']))).toEqual([
      'connection.lost',
      'connection.restored',
    ])
  })

  test('is a registration, too, that lapses', () => {
    const chart = go([...registered, 'failed'])
    expect(publishedBy(chart)).toEqual(['connection.registered', 'connection.unregistered'])
    expect(reportsOf(chart)).toEqual(['report.registered', 'report.unregistered', 'report.unreachable'])
  })
})

describe('a token that the registrar does not take', () => {
  test('is waited for over the connection that there is, and the sign-in is told', () => {
    const chart = go([...withToken, 'refused'])
    expect(askedOf(chart)).not.toContain('transport.disconnect')
    expect(publishedBy(chart)).toEqual(['connection.registered', 'connection.unregistered'])
    expect(chart.reported.slice(1)).toEqual([
      { type: 'report.unregistered' },
      { type: 'auth.lapsed', failure: events.refused.failure },
    ])
    expect(askedOf(go(['renewed'], chart)).at(-1)).toBe('registration.register')
  })

  test('after a reconnection costs no call its connection either', () => {
    const chart = go([...withToken, 'closed', 'silence', 'connected', 'refused'])
    expect([chart.at(), askedOf(chart).includes('transport.disconnect')]).toEqual(['connected.awaitingToken', false])
  })

  test('is not waited for where there is none', () => {
    const chart = go([...withToken, 'refused', 'giveUp'])
    expect(publishedBy(chart).at(-1)).toBe('connection.failed')
    expect(chart.reported.at(-1)).toEqual({ type: 'report.refused', failure: events.giveUp.failure })
    expect(askedOf(chart)).not.toContain('transport.disconnect')
  })

  test('is no matter of an account that the registrar does not know', () => {
    expect(go([...withToken, 'notFound']).at()).toBe('failed')
  })
})

describe('what is not tried again', () => {
  test('is a registration that is refused; its connection is closed', () => {
    const chart = go(['use', 'connected', 'refused'])
    expect(askedOf(chart).at(-1)).toBe('transport.disconnect')
    expect(publishedBy(chart)).toEqual(['connection.failed'])
    expect(chart.reported).toEqual([{ type: 'report.refused', failure: events.refused.failure }])
  })

  test('is a refresh that is refused; its connection stays, for the calls that there are', () => {
    const chart = go([...registered, 'refused'])
    expect(askedOf(chart)).not.toContain('transport.disconnect')
    expect(reportsOf(chart)).toEqual(['report.registered', 'report.unregistered', 'report.refused'])
  })

  test('is a SIP stack that cannot be loaded, at the first time and later', () => {
    for (const way of [
      ['use', 'notLoaded'],
      ['use', 'closed', 'silence', 'notLoaded'],
    ] as const) {
      const chart = go(way)
      expect(publishedBy(chart).at(-1)).toBe('connection.failed')
      expect(reportsOf(chart).at(-1)).toBe('report.refused')
    }
  })

  test('is a port that breaks', () => {
    const chart = go(['use'], start({ watchConnection: 'transport.connect' }))
    expect(chart.at()).toBe('failed')
    expect(chart.reported.at(-1)).toEqual({ type: 'report.refused', failure: { code: 'sip-not-loaded' } })
  })
})

describe('commands are settled once', () => {
  const away: Step[] = ['use', 'disconnect', 'disconnected']
  const outcomes: { way: Step[]; settled: [string, string][] }[] = [
    { way: [...away, 'connect', 'connected', 'accepted'], settled: [['connect', 'ok']] },
    { way: [...away, 'connect', 'closed'], settled: [['connect', 'unreachable']] },
    { way: [...away, 'connect', 'silence'], settled: [['connect', 'timed-out']] },
    {
      way: ['useToken', 'disconnect', 'disconnected', 'connect', 'connected', 'refused'],
      settled: [['connect', 'wrong-credentials']],
    },
    { way: [...away, 'connect', 'notLoaded'], settled: [['connect', 'sip-not-loaded']] },
    { way: [...away, 'connect', 'connected', 'closed'], settled: [['connect', 'unreachable']] },
    { way: [...away, 'connect', 'connected', 'refused'], settled: [['connect', 'wrong-credentials']] },
    { way: [...away, 'connect', 'connected', 'failed'], settled: [['connect', 'server-error']] },
    { way: [...away, 'connect', 'connected', 'silence'], settled: [['connect', 'timed-out']] },
    { way: [...away, 'connect', 'use'], settled: [['connect', 'superseded']] },
    {
      way: [...away, 'connect', 'disconnect', 'disconnected'],
      settled: [
        ['connect', 'superseded'],
        ['disconnect', 'ok'],
      ],
    },
  ]
  test.each(outcomes)('after $way: $settled', ({ way, settled }) => {
    expect(settledIn(go(way)).slice(1)).toEqual(settled)
  })

  const fromLost: { way: Step[]; settled: [string, string][] }[] = [
    { way: ['connect', 'connected', 'accepted'], settled: [['connect', 'ok']] },
    { way: ['connect', 'closed'], settled: [['connect', 'unreachable']] },
    { way: ['connect', 'silence'], settled: [['connect', 'timed-out']] },
    { way: ['connect', 'notLoaded'], settled: [['connect', 'sip-not-loaded']] },
    {
      way: ['connect', 'closed', 'connect', 'closed'],
      settled: [
        ['connect', 'unreachable'],
        ['connect', 'unreachable'],
      ],
    },
    { way: ['disconnect', 'disconnected'], settled: [['disconnect', 'ok']] },
    {
      way: ['connect', 'disconnect', 'silence'],
      settled: [
        ['connect', 'superseded'],
        ['disconnect', 'ok'],
      ],
    },
  ]
  test.each(fromLost)('while it is lost, after $way: $settled', ({ way, settled }) => {
    expect(settledIn(go(['use', 'closed', ...way]))).toEqual(settled)
  })

  test('a disconnect that another sign-in overtakes does not say that it has worked', () => {
    expect(settledIn(go([...registered, 'disconnect', 'use', 'connected', 'accepted']))).toEqual([
      ['disconnect', 'superseded'],
    ])
  })

  test('a disconnect during a sign-out waits for the same end, and asks for nothing twice', () => {
    const chart = go([...registered, 'disconnect', 'leave', 'removed', 'disconnected'])
    expect(askedOf(chart).slice(2)).toEqual(['registration.unregister', 'transport.disconnect'])
    expect(settledIn(chart)).toEqual([['disconnect', 'ok']])
  })
})
