import { describe, expect, test } from 'vitest'
import { authMachine } from '../../src/machines/auth.machine'
import { settledIn } from '../support/call-harness'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const account = { handle: 'alice', uri: 'sip:1001@pbx.example', displayName: null, servers: ['wss://a'] }
const failure = { code: 'wrong-credentials', sipStatus: 403 }

const events = {
  signIn: { type: 'auth.signIn', commandId: 'in', at: 1, account },
  signOut: { type: 'auth.signOut', commandId: 'out', at: 2 },
  obtained: { type: 'credentials.obtained', handle: 'alice', expiresAt: null },
  refused: { type: 'credentials.refused', handle: 'alice', failure: { code: 'token-refused' } },
  obtainedByAnother: { type: 'credentials.obtained', handle: 'bob', expiresAt: null },
  refusedToAnother: { type: 'credentials.refused', handle: 'bob', failure: { code: 'token-refused' } },
  proven: { type: 'auth.proven' },
  disproven: { type: 'auth.disproven', failure },
  unjudged: { type: 'auth.unjudged', failure: { code: 'unreachable' } },
  offline: { type: 'auth.offline' },
}

const start = (broken?: string) =>
  startChart(authMachine, {
    ports: ['keepCredentials'],
    ...(broken !== undefined && { broken: { keepCredentials: broken } }),
  })

type Step = keyof typeof events | 'silence'
const go = (way: readonly Step[], chart = start()) => {
  for (const step of way) chart.feed(step === 'silence' ? step : events[step])
  return chart
}

const signedIn: Step[] = ['signIn', 'obtained', 'proven']

testReactions('auth', {
  start,
  events,
  at: (chart) => chart.at(),
  rows: [
    { way: [], at: 'signedOut', reactions: { signIn: 'signingIn.obtaining' } },
    {
      way: ['signIn'],
      at: 'signingIn.obtaining',
      reactions: { signOut: 'signingOut', obtained: 'signingIn.proving', refused: 'failed', silence: 'failed' },
    },
    {
      way: ['signIn', 'obtained'],
      at: 'signingIn.proving',
      reactions: {
        signOut: 'signingOut',
        proven: 'signedIn',
        disproven: 'failed',
        unjudged: 'signingIn.unjudged',
        offline: 'signingIn.unjudged',
        silence: 'signingIn.unjudged',
      },
    },
    {
      way: ['signIn', 'obtained', 'unjudged'],
      at: 'signingIn.unjudged',
      reactions: { signOut: 'signingOut', proven: 'signedIn', disproven: 'failed' },
    },
    { way: signedIn, at: 'signedIn', reactions: { signOut: 'signingOut', disproven: 'failed' } },
    { way: [...signedIn, 'signOut'], at: 'signingOut', reactions: { offline: 'signedOut', silence: 'signedOut' } },
    {
      way: ['signIn', 'obtained', 'disproven'],
      at: 'failed',
      reactions: { signIn: 'signingIn.obtaining', signOut: 'signingOut', proven: 'signedIn' },
    },
    {
      way: ['signIn', 'refused'],
      at: 'failed',
      reactions: { signIn: 'signingIn.obtaining', signOut: 'signingOut', proven: 'signedIn', disproven: 'failed' },
    },
  ],
})

const reportsOf = (chart: ReturnType<typeof start>) => chart.reported.map(({ type }) => type)
const publishedBy = (chart: ReturnType<typeof start>) =>
  chart.emitted.map(({ type }) => type).filter((type) => type !== 'command.settled')

test('somebody is signed in when the registrar has said yes, not before', () => {
  const chart = go(['signIn', 'obtained'])
  expect(chart.asked.map(({ command }) => command)).toEqual([{ type: 'credentials.obtain', handle: 'alice' }])
  expect(chart.reported).toEqual([{ type: 'report.credentialsObtained', account }])
  expect(chart.emitted).toEqual([])
  chart.feed(events.proven)
  expect(chart.emitted).toEqual([
    { type: 'command.settled', commandId: 'in', outcome: { ok: true } },
    { type: 'auth.signedIn' },
  ])
})

describe('commands are settled once', () => {
  const outcomes: { way: Step[]; settled: [string, string][] }[] = [
    { way: signedIn, settled: [['in', 'ok']] },
    { way: ['signIn', 'refused'], settled: [['in', 'token-refused']] },
    { way: ['signIn', 'silence'], settled: [['in', 'timed-out']] },
    { way: ['signIn', 'obtained', 'disproven', 'proven'], settled: [['in', 'wrong-credentials']] },
    // It is tried on: the command has failed, and somebody may be signed in later all the same.
    { way: ['signIn', 'obtained', 'unjudged', 'unjudged', 'proven'], settled: [['in', 'unreachable']] },
    { way: ['signIn', 'obtained', 'unjudged', 'disproven'], settled: [['in', 'unreachable']] },
    { way: ['signIn', 'obtained', 'silence'], settled: [['in', 'timed-out']] },
    { way: ['signIn', 'obtained', 'offline'], settled: [['in', 'cancelled']] },
    {
      way: ['signIn', 'signOut', 'offline'],
      settled: [
        ['in', 'superseded'],
        ['out', 'ok'],
      ],
    },
    {
      way: [...signedIn, 'signOut', 'silence'],
      settled: [
        ['in', 'ok'],
        ['out', 'ok'],
      ],
    },
    {
      way: ['signIn', 'refused', 'signIn', 'obtained', 'proven'],
      settled: [
        ['in', 'token-refused'],
        ['in', 'ok'],
      ],
    },
  ]
  test.each(outcomes)('after $way: $settled', ({ way, settled }) => {
    expect(settledIn(go(way))).toEqual(settled)
  })
})

test('a refusal after the sign-in is told as an event, and can be mended by another', () => {
  const chart = go([...signedIn, 'disproven'])
  expect(chart.context).toMatchObject({ failure })
  expect(publishedBy(chart)).toEqual(['auth.signedIn', 'auth.failed'])
  chart.feed(events.proven)
  expect(chart.context).toMatchObject({ failure: null })
})

test('signing out asks for the end of everything, and forgets who it was', () => {
  const chart = go([...signedIn, 'signOut'])
  expect(chart.reported.at(-1)).toEqual({ type: 'report.signingOut', commandId: 'out', at: 2 })
  expect(chart.context).toMatchObject({ account })
  chart.feed(events.offline)
  expect(chart.context).toMatchObject({ account: null, failure: null })
  expect(publishedBy(chart)).toEqual(['auth.signedIn', 'auth.signedOut'])
})

test('credentials that arrive after the sign-out are nobody’s', () => {
  const chart = go(['signIn', 'signOut', 'offline', 'obtained'])
  expect(chart.at()).toBe('signedOut')
  expect(reportsOf(chart)).toEqual(['report.signingOut'])
})

describe('a port that breaks', () => {
  test('at the sign-in makes it fail', () => {
    const chart = go(['signIn'], start('credentials.obtain'))
    expect(chart.at()).toBe('failed')
    expect(settledIn(chart)).toEqual([['in', 'token-unavailable']])
    expect(publishedBy(chart)).toEqual(['auth.failed'])
  })

  test('before anybody signs in, changes nothing until somebody does', () => {
    const chart = start('open')
    expect(chart.at()).toBe('signedOut')
    expect(settledIn(go(['signIn', 'silence'], chart))).toEqual([['in', 'timed-out']])
  })
})
