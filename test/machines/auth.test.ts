import { describe, expect, test } from 'vitest'
import { authMachine } from '../../src/machines/auth/auth.machine'
import { settledIn } from '../support/call-harness'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const password = { handle: 'alice', uri: 'sip:1001@pbx.example', displayName: null, servers: ['wss://a'] }
/** With a token that lapses in an hour, unless a test says otherwise. */
const account = { ...password, proof: 'token' }
const now = 1_800_000_000_000
const hour = 3_600_000
const failure = { code: 'wrong-credentials', sipStatus: 403 }

const events = {
  signIn: { type: 'auth.signIn', commandId: 'in', at: 1, account },
  signInByPassword: { type: 'auth.signIn', commandId: 'in', at: 1, account: password },
  refresh: { type: 'auth.refreshToken', commandId: 'refresh', at: 3 },
  signOut: { type: 'auth.signOut', commandId: 'out', at: 2 },
  obtained: { type: 'credentials.obtained', handle: 'alice', expiresAt: now + hour, at: now },
  obtainedForEver: { type: 'credentials.obtained', handle: 'alice', expiresAt: null, at: now },
  unavailable: {
    type: 'credentials.unavailable',
    handle: 'alice',
    failure: { code: 'token-unavailable' },
    retryAfterMs: 1_700,
  },
  rejected: { type: 'credentials.rejected', handle: 'alice', failure },
  aged: { type: 'credentials.aged', handle: 'alice', at: now + hour / 2 },
  agedBeyond: { type: 'credentials.aged', handle: 'alice', at: now + hour },
  refused: { type: 'credentials.refused', handle: 'alice', failure: { code: 'token-refused' } },
  obtainedByAnother: { type: 'credentials.obtained', handle: 'bob', expiresAt: null, at: now },
  refusedToAnother: { type: 'credentials.refused', handle: 'bob', failure: { code: 'token-refused' } },
  unavailableToAnother: { type: 'credentials.unavailable', handle: 'bob', failure, retryAfterMs: 1 },
  rejectedOfAnother: { type: 'credentials.rejected', handle: 'bob', failure },
  lapsed: { type: 'auth.lapsed', failure },
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
const byPassword: Step[] = ['signInByPassword', 'obtainedForEver', 'proven']
const within = (renewal: string, token: string) => `signedIn.{renewal.${renewal},token.${token}}`
const idle = within('idle', 'fresh')
const expiring: Step[] = [...signedIn, 'silence']
const lapsed: Step[] = [...signedIn, 'lapsed']

/** In every state of somebody who is signed in with a token. */
const whileSignedIn = {
  signOut: 'signingOut',
  disproven: 'failed',
  refresh: within('refreshing', 'fresh'),
  obtained: idle,
  obtainedForEver: within('idle', 'lasting'),
} as const

const proving = {
  signOut: 'signingOut',
  proven: idle,
  disproven: 'failed',
  unjudged: 'signingIn.unjudged',
  offline: 'signingIn.unjudged',
  silence: 'signingIn.unjudged',
} as const

testReactions('auth', {
  start,
  events,
  at: (chart) => chart.at(),
  rows: [
    {
      way: [],
      at: 'signedOut',
      reactions: { signIn: 'signingIn.obtaining', signInByPassword: 'signingIn.obtaining' },
    },
    {
      way: ['signIn'],
      at: 'signingIn.obtaining',
      reactions: {
        signOut: 'signingOut',
        obtained: 'signingIn.proving',
        obtainedForEver: 'signingIn.proving',
        refused: 'failed',
        unavailable: 'failed',
        silence: 'failed',
      },
    },
    {
      way: ['signIn', 'obtained'],
      at: 'signingIn.proving',
      reactions: { ...proving, lapsed: 'signingIn.renewing' },
    },
    {
      way: ['signIn', 'obtained', 'lapsed'],
      at: 'signingIn.renewing',
      reactions: {
        signOut: 'signingOut',
        obtained: 'signingIn.provingAgain',
        obtainedForEver: 'signingIn.provingAgain',
        refused: 'failed',
        unavailable: 'failed',
        disproven: 'failed',
        unjudged: 'signingIn.unjudged',
        offline: 'signingIn.unjudged',
        silence: 'failed',
      },
    },
    {
      way: ['signIn', 'obtained', 'lapsed', 'obtained'],
      at: 'signingIn.provingAgain',
      reactions: { ...proving, lapsed: 'failed' },
    },
    {
      way: ['signIn', 'obtained', 'unjudged'],
      at: 'signingIn.unjudged',
      reactions: { signOut: 'signingOut', proven: idle, disproven: 'failed', lapsed: 'signingIn.renewing' },
    },
    // A password does not lapse, and nothing can be done about one that is refused.
    {
      way: byPassword,
      at: within('idle', 'lasting'),
      reactions: {
        signOut: 'signingOut',
        disproven: 'failed',
        obtained: idle,
        obtainedForEver: within('idle', 'lasting'),
      },
    },
    {
      way: ['signIn', 'obtainedForEver', 'proven'],
      at: within('idle', 'lasting'),
      reactions: {
        ...whileSignedIn,
        refresh: within('refreshing', 'lasting'),
        lapsed: within('refreshing', 'expired.telling'),
        rejected: within('refreshing', 'expired.telling'),
      },
    },
    {
      way: signedIn,
      at: idle,
      reactions: {
        ...whileSignedIn,
        aged: idle,
        agedBeyond: within('refreshing', 'expired.telling'),
        lapsed: within('refreshing', 'expired.telling'),
        rejected: within('refreshing', 'expired.telling'),
        silence: within('refreshing', 'expiring'),
      },
    },
    // Somebody has asked for another, though there was no need.
    {
      way: [...signedIn, 'refresh'],
      at: within('refreshing', 'fresh'),
      reactions: {
        ...whileSignedIn,
        refused: idle,
        unavailable: idle,
        aged: within('refreshing', 'fresh'),
        agedBeyond: within('refreshing', 'expired.telling'),
        lapsed: within('refreshing', 'expired.telling'),
        rejected: within('refreshing', 'expired.telling'),
        silence: idle,
      },
    },
    {
      way: expiring,
      at: within('refreshing', 'expiring'),
      reactions: {
        ...whileSignedIn,
        refresh: within('refreshing', 'expiring'),
        refused: within('declined', 'expiring'),
        unavailable: within('waiting', 'expiring'),
        aged: within('refreshing', 'expiring'),
        agedBeyond: within('refreshing', 'expired.telling'),
        lapsed: within('refreshing', 'expired.telling'),
        rejected: within('refreshing', 'expired.telling'),
        silence: within('waiting', 'expiring'),
      },
    },
    {
      way: [...expiring, 'unavailable'],
      at: within('waiting', 'expiring'),
      reactions: {
        ...whileSignedIn,
        refresh: within('refreshing', 'expiring'),
        aged: within('waiting', 'expiring'),
        agedBeyond: within('waiting', 'expired.telling'),
        lapsed: within('waiting', 'expired.telling'),
        rejected: within('waiting', 'expired.telling'),
        silence: within('refreshing', 'expiring'),
      },
    },
    {
      way: [...expiring, 'refused'],
      at: within('declined', 'expiring'),
      reactions: {
        ...whileSignedIn,
        refresh: within('refreshing', 'expiring'),
        aged: within('declined', 'expiring'),
        agedBeyond: within('declined', 'expired.telling'),
        lapsed: within('declined', 'expired.telling'),
        rejected: within('declined', 'expired.telling'),
        silence: within('declined', 'expired.telling'),
      },
    },
    {
      way: [...expiring, 'refused', 'silence'],
      at: within('declined', 'expired.telling'),
      reactions: {
        ...whileSignedIn,
        refresh: within('refreshing', 'expired.telling'),
        obtained: within('proving', 'fresh'),
        obtainedForEver: within('proving', 'lasting'),
        silence: within('declined', 'expired.told'),
      },
    },
    {
      way: [...expiring, 'refused', 'silence', 'silence'],
      at: within('declined', 'expired.told'),
      reactions: {
        ...whileSignedIn,
        refresh: within('refreshing', 'expired.told'),
        obtained: within('proving', 'fresh'),
        obtainedForEver: within('proving', 'lasting'),
        lapsed: within('declined', 'expired.telling'),
        rejected: within('declined', 'expired.telling'),
      },
    },
    {
      way: lapsed,
      at: within('refreshing', 'expired.telling'),
      reactions: {
        ...whileSignedIn,
        refresh: within('refreshing', 'expired.telling'),
        obtained: within('proving', 'fresh'),
        obtainedForEver: within('proving', 'lasting'),
        refused: within('declined', 'expired.telling'),
        unavailable: within('waiting', 'expired.telling'),
        silence: within('refreshing', 'expired.told'),
      },
    },
    {
      way: [...lapsed, 'unavailable'],
      at: within('waiting', 'expired.telling'),
      reactions: {
        ...whileSignedIn,
        refresh: within('refreshing', 'expired.telling'),
        obtained: within('proving', 'fresh'),
        obtainedForEver: within('proving', 'lasting'),
        silence: within('refreshing', 'expired.telling'),
      },
    },
    {
      way: [...lapsed, 'obtained'],
      at: within('proving', 'fresh'),
      reactions: {
        ...whileSignedIn,
        proven: idle,
        unjudged: idle,
        lapsed: 'failed',
        rejected: within('proving', 'expired.telling'),
        aged: within('proving', 'fresh'),
        agedBeyond: within('proving', 'expired.telling'),
        silence: idle,
      },
    },
    // It was refused for a call, though the registrar has not judged it yet: the provider is not asked in a storm.
    {
      way: [...lapsed, 'obtained', 'rejected'],
      at: within('proving', 'expired.telling'),
      reactions: {
        ...whileSignedIn,
        refresh: within('refreshing', 'expired.telling'),
        proven: within('refreshing', 'expired.telling'),
        unjudged: within('refreshing', 'expired.telling'),
        lapsed: 'failed',
        obtained: within('proving', 'fresh'),
        obtainedForEver: within('proving', 'lasting'),
        silence: within('proving', 'expired.told'),
      },
    },
    { way: [...signedIn, 'signOut'], at: 'signingOut', reactions: { offline: 'signedOut', silence: 'signedOut' } },
    {
      way: ['signIn', 'obtained', 'disproven'],
      at: 'failed',
      reactions: {
        signIn: 'signingIn.obtaining',
        signInByPassword: 'signingIn.obtaining',
        signOut: 'signingOut',
        proven: idle,
        lapsed: 'signingIn.renewing',
      },
    },
    {
      way: ['signIn', 'refused'],
      at: 'failed',
      reactions: {
        signIn: 'signingIn.obtaining',
        signInByPassword: 'signingIn.obtaining',
        signOut: 'signingOut',
        proven: within('idle', 'lasting'),
        lapsed: 'signingIn.renewing',
        disproven: 'failed',
      },
    },
  ],
})

const reportsOf = (chart: ReturnType<typeof start>) => chart.reported.map(({ type }) => type)
const askedOf = (chart: ReturnType<typeof start>) =>
  chart.asked.map(({ command }) => Object.values({ ...command, handle: undefined }).filter((field) => field))
const reasonsOf = (chart: ReturnType<typeof start>) =>
  askedOf(chart)
    .filter(([type]) => type === 'credentials.obtain')
    .map(([, reason]) => reason)
const publishedBy = (chart: ReturnType<typeof start>) =>
  chart.emitted.map(({ type }) => type).filter((type) => type !== 'command.settled')

test('somebody is signed in when the registrar has said yes, not before', () => {
  const chart = go(['signIn', 'obtained'])
  expect(askedOf(chart)).toEqual([['credentials.obtain', 'signIn']])
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
      way: [...signedIn, 'refresh', 'obtained'],
      settled: [
        ['in', 'ok'],
        ['refresh', 'ok'],
      ],
    },
    {
      way: [...signedIn, 'refresh', 'unavailable'],
      settled: [
        ['in', 'ok'],
        ['refresh', 'token-unavailable'],
      ],
    },
    {
      way: [...lapsed, 'refresh', 'refused'],
      settled: [
        ['in', 'ok'],
        ['refresh', 'token-refused'],
      ],
    },
    {
      way: [...signedIn, 'refresh', 'silence'],
      settled: [
        ['in', 'ok'],
        ['refresh', 'timed-out'],
      ],
    },
    {
      way: [...signedIn, 'refresh', 'refresh', 'disproven'],
      settled: [
        ['in', 'ok'],
        ['refresh', 'superseded'],
        ['refresh', 'wrong-credentials'],
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

describe('a token that lapses', () => {
  const obtained = (lifeMs: number) => ({ ...events.obtained, expiresAt: now + lifeMs })
  const withLife = (lifeMs: number) => {
    const chart = go(['signIn'])
    chart.feed(obtained(lifeMs))
    chart.feed(events.proven)
    return chart
  }

  test.each([
    ['an hour', hour, hour - 60_000],
    ['71 s', 71_000, 11_000],
    // Nobody is asked in a tight loop, however short it lives.
    ['a minute', 60_000, 10_000],
    ['a second', 1_000, 10_000],
    ['no time at all', 0, 10_000],
    ['less than that', -hour, 10_000],
    // Browsers fire at once what is to wait longer.
    ['a hundred years', 3_200_000_000_000, 2 ** 31 - 1],
  ])('of %s is asked for anew after %i ms', (_, lifeMs, waitMs) => {
    const chart = withLife(lifeMs)
    expect(chart.clock.nextMs).toBe(waitMs)
    chart.feed('silence')
    expect(chart.at()).toBe(within('refreshing', 'expiring'))
    expect(chart.emitted.at(-1)).toEqual({ type: 'auth.tokenExpiring', expiresAt: now + lifeMs })
    expect(reasonsOf(chart)).toEqual(['signIn', 'expiring'])
  })

  test('serves for the minute that is left, while the provider is asked', () => {
    const chart = go(expiring)
    // The provider’s 30 s, the 10 s after that, and its 20 s of the next time.
    const waits: (number | undefined)[] = []
    while (chart.at('signedIn', 'token') === 'expiring') {
      waits.push(chart.clock.nextMs)
      chart.feed('silence')
    }
    expect(waits).toEqual([30_000, 10_000, 20_000])
    expect(publishedBy(chart)).toEqual(['auth.signedIn', 'auth.tokenExpiring', 'auth.tokenExpired'])
  })

  test('that is refreshed lives anew, and the host hears of it', () => {
    const chart = go([...expiring, 'obtained'])
    expect(chart.clock.nextMs).toBe(hour - 60_000)
    expect(publishedBy(chart)).toEqual(['auth.signedIn', 'auth.tokenExpiring', 'auth.tokenRefreshed'])
    expect(chart.reported.at(-1)).toEqual({ type: 'connection.renewed' })
  })

  test('waits as long as the adapter has drawn before a provider that failed is asked again', () => {
    const chart = go([...expiring, 'unavailable'])
    expect(chart.clock.nextMs).toBe(events.unavailable.retryAfterMs)
    chart.feed('silence')
    expect(reasonsOf(chart)).toEqual(['signIn', 'expiring', 'expiring'])
  })

  test('is not asked for again when the provider has said that there is none', () => {
    const chart = go([...expiring, 'refused'])
    expect(chart.context).toMatchObject({ failure: events.refused.failure })
    while (chart.clock.nextMs !== undefined) chart.feed('silence')
    expect(chart.at()).toBe(within('declined', 'expired.told'))
    expect(reasonsOf(chart)).toEqual(['signIn', 'expiring'])
  })

  test('comes later than we had waited for it, and serves', () => {
    const chart = go([...expiring, 'silence', 'obtained'])
    expect(chart.at()).toBe(idle)
  })

  test('is aged by a long proof: how late it is, is asked when somebody is signed in', () => {
    const chart = go(signedIn)
    expect(askedOf(chart).at(-1)).toEqual(['credentials.age'])
    chart.feed(events.aged)
    expect(chart.clock.nextMs).toBe(hour / 2 - 60_000)
    expect(askedOf(go(byPassword))).toEqual([['credentials.obtain', 'signIn']])
  })

  test('that the page has slept through has lapsed, and another is asked for at once', () => {
    const chart = go([...signedIn, 'agedBeyond'])
    expect(reasonsOf(chart)).toEqual(['signIn', 'expired'])
  })
})

describe('a token that is refused', () => {
  test('by the registrar is replaced once, and the connection told', () => {
    const chart = go([...lapsed, 'obtained'])
    expect(reasonsOf(chart)).toEqual(['signIn', 'expired'])
    expect(chart.reported.at(-1)).toEqual({ type: 'connection.renewed' })
    expect(publishedBy(chart)).toEqual(['auth.signedIn', 'auth.tokenExpired', 'auth.tokenRefreshed'])
  })

  test('and the new one too ends the sign-in', () => {
    const chart = go([...lapsed, 'obtained', 'lapsed'])
    expect(chart.reported.at(-1)).toEqual({ type: 'connection.giveUp', failure })
    expect(publishedBy(chart).at(-1)).toBe('auth.failed')
    expect(chart.context).toMatchObject({ failure })
  })

  test('a second time, after the new one was taken, is replaced again', () => {
    const chart = go([...lapsed, 'obtained', 'proven', 'lapsed'])
    expect(reasonsOf(chart)).toEqual(['signIn', 'expired', 'expired'])
  })

  test('is told at each refused request, at most every two seconds', () => {
    const chart = go([...lapsed, 'refused', 'lapsed', 'rejected'])
    expect(publishedBy(chart).filter((type) => type === 'auth.tokenExpired')).toHaveLength(1)
    expect(chart.clock.nextMs).toBe(2_000)
    chart.feed('silence')
    for (const again of [events.rejected, events.lapsed]) chart.feed(again)
    expect(publishedBy(chart).filter((type) => type === 'auth.tokenExpired')).toHaveLength(2)
  })

  test('at the sign-in is replaced once: the provider may have kept it for too long', () => {
    const chart = go(['signIn', 'obtained', 'lapsed', 'obtained'])
    expect(reasonsOf(chart)).toEqual(['signIn', 'expired'])
    expect(chart.reported.at(-1)).toEqual({ type: 'connection.renewed' })
    expect(publishedBy(chart)).toEqual([])
    chart.feed(events.lapsed)
    expect(chart.reported.at(-1)).toEqual({ type: 'connection.giveUp', failure })
    expect(settledIn(chart)).toEqual([['in', 'wrong-credentials']])
  })
})

test('signing out while a token is being fetched settles both, and the late token is nobody’s', () => {
  const chart = go([...signedIn, 'refresh', 'signOut', 'obtained', 'offline', 'obtained'])
  expect(chart.at()).toBe('signedOut')
  expect(settledIn(chart).slice(1)).toEqual([
    ['refresh', 'superseded'],
    ['out', 'ok'],
  ])
  expect(publishedBy(chart)).toEqual(['auth.signedIn', 'auth.signedOut'])
  expect(chart.context).toMatchObject({ account: null, expiresAt: null })
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
