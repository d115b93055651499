import { expect, test } from 'vitest'
import type { AnyActorRef } from 'xstate'
import { intentOf } from '../../src/api/intent-of'
import type { CallPermissions } from '../../src/api/state'
import { createPhoneView } from '../../src/api/view/phone.view'
import { commandFor } from '../../src/lab/simulator/payloads'
import { bindPorts, type Ports } from '../../src/machines/bind-ports'
import { defaultPreferences } from '../../src/machines/devices.setup'
import { type Fed, type Harness, prepareChart } from '../support/chart-harness'
import { checkPhone, type PhoneSnapshot, placeOf } from '../support/phone-promises'
import { portNames } from '../support/silent-phone'
import type { Letter } from './model/letters'
import { type Configuration, explore } from './model/map'

/*
 * Two calls in one phone, each brought into every state while the other is in any of its own, as far as an honest world
 * leads there. In each of these places everything that the view permits is asked for, and has to be taken.
 */

const remote = { number: '1004', name: 'Dave', uri: 'sip:1004@pbx.example' }
const failure = { code: 'refused' } as const
const callIds = ['a', 'b'] as const
type CallId = (typeof callIds)[number]

const start = prepareChart((silent) =>
  bindPorts(Object.fromEntries(portNames.map((port) => [port, silent(port)])) as unknown as Ports),
)

const phoneOf = (chart: Harness) => chart.snapshot as unknown as PhoneSnapshot
const below = (chart: Harness, id: string) => (chart.snapshot.children as Record<string, AnyActorRef | undefined>)[id]
const at = (chart: Harness, id: string) => placeOf(phoneOf(chart), id) ?? ''
/** An id that no call has, and none that waits for the others to be held. */
const freeId = (chart: Harness): CallId | undefined => {
  const phone = phoneOf(chart)
  const wish = phone.children.focus?.getSnapshot().context.wish?.callId
  return callIds.find((id) => id !== wish && !phone.context.calls.includes(id))
}

const letter = (
  name: string,
  canHappen: (chart: Harness) => boolean,
  take: (chart: Harness, count: number) => void,
) => ({
  name,
  type: name,
  isPossibleIn: () => true,
  canHappen,
  feed(chart: Harness, count: number) {
    if (!canHappen(chart)) return false
    take(chart, count)
    return true
  },
})

/** A fact for one of the charts, where the world could tell it. */
const fact = (chart: string, event: Fed, isTold: (at: string, phone: Harness) => boolean, name = event.type): Letter =>
  letter(
    `${name} ${chart}`,
    (phone) => below(phone, chart) !== undefined && isTold(at(phone, chart), phone),
    (phone) => below(phone, chart)?.send(event),
  )

/** What the far end of a call, and its microphone, can say now. */
const factsOf = (id: CallId): Letter[] => [
  fact(id, { type: 'microphone.acquired' }, (place) => /^open\.(?:preparing|answering)$/.test(place)),
  fact(id, { type: 'session.accepted', remote: null, at: 5_000 }, (place) => /way\.(?:dialing|accepting)/.test(place)),
  fact(id, { type: 'session.ended', by: 'remote', failure: null, reason: null, at: 65_000 }, (place) =>
    /way\.established|^closing/.test(place),
  ),
  ...[true, false].map((hold) =>
    fact(
      id,
      { type: 'session.negotiated', offer: { hold } },
      (place, phone) => place.includes('negotiation.offering') && wantsHold(phone, id) === hold,
      `session.negotiated(hold: ${hold})`,
    ),
  ),
  fact(id, { type: 'session.offerRefused', failure }, (place) => place.includes('negotiation.offering')),
]

const wantsHold = (phone: Harness, id: CallId): boolean | undefined =>
  (below(phone, id)?.getSnapshot() as { context: { wanted: { hold: boolean } } } | undefined)?.context.wanted.hold

const commands: readonly (keyof CallPermissions)[] = [
  'answer',
  'decline',
  'hangUp',
  'hold',
  'resume',
  'mute',
  'transfer',
  'consult',
  'merge',
  'split',
]

const viewOf = (chart: Harness) => createPhoneView()(phoneOf(chart))

/** What was permitted, and that of it which nobody took. */
const permitted = new Set<string>()
const ignored: string[] = []

/** A command as the front door lets it in: permitted by the view, and then taken by a chart. */
const command = (type: keyof CallPermissions, id: CallId): Letter =>
  letter(
    `${type} ${id}`,
    (chart) => {
      const call = viewOf(chart).calls.find((one) => one.id === id)
      return call?.can[type] === true && (type !== 'consult' || freeId(chart) !== undefined)
    },
    (chart, count) => {
      const { permission, makeIntent } = intentOf(commandFor(type, id), {
        config: { servers: ['wss://pbx.example'], account: { uri: 'sip:1001@pbx.example' } },
        domain: 'pbx.example',
        state: viewOf(chart),
        commandId: `${type} ${count}`,
        at: 20_000,
        newId: () => freeId(chart) ?? 'a',
        keepSecret: () => 'alice',
        offerToken: () => {},
      })
      expect(permission).toBe(true)
      const before = traceOf(chart)
      const { key } = locate(chart)
      chart.feed(makeIntent() as unknown as Fed)
      permitted.add(type)
      if (traceOf(chart) === before) ignored.push(`${type} ${id} at ${key}`)
    },
  )

const places = [...callIds, 'focus', 'conference', 'transfer']

/** Whatever shows that something has happened. */
const traceOf = (chart: Harness): string =>
  [chart.asked.length, chart.emitted.length, ...places.map((id) => at(chart, id))].join(' ')

/** Where a call is, without what has no part in who is heard. */
const coarse = (place: string): string =>
  place === ''
    ? 'none'
    : place.startsWith('open.underway')
      ? `${/way\.\w+/.exec(place)?.[0] ?? ''} ${/hold\.\w+/.exec(place)?.[0] ?? ''}`
      : place

/** A transfer is asked for everywhere; what becomes of it then is walked in test/machines/transfers.paths.test.ts. */
const locate = (chart: Harness) => ({
  key: places.map((id) => coarse(at(chart, id))).join(' | '),
  leaf: /^(?:idle|failed)$/.test(at(chart, 'transfer')) ? chart.snapshot.status : null,
})

const registered: Configuration = {
  name: 'a registered phone',
  input: { maxCalls: 4, preferences: defaultPreferences },
  start: () => {
    const phone = start({ maxCalls: 4, preferences: defaultPreferences })
    const account = { handle: 'alice', uri: 'sip:1001@pbx.example', displayName: null, servers: ['wss://a'] }
    phone.feed({ type: 'auth.signIn', commandId: 'signIn', at: 1, account })
    below(phone, 'auth')?.send({ type: 'credentials.obtained', handle: 'alice', expiresAt: null })
    below(phone, 'connection')?.send({ type: 'transport.connected', server: 'wss://a' })
    below(phone, 'connection')?.send({ type: 'registration.accepted', expiresAt: 600_000 })
    return phone
  },
  before: [],
}

const letters: readonly Letter[] = [
  letter(
    'dial',
    (chart) => freeId(chart) !== undefined,
    (chart, count) => {
      const { uri: target } = remote
      chart.feed({ type: 'call.dial', callId: freeId(chart), commandId: `dial ${count}`, at: 10, target, remote })
    },
  ),
  letter(
    'invitation',
    (chart) => freeId(chart) !== undefined,
    (chart) => chart.feed({ type: 'invitation.received', callId: freeId(chart), remote, at: 10 }),
  ),
  fact('conference', { type: 'mix.started' }, (place) => place === 'together.mixing'),
  ...callIds.flatMap(factsOf),
  ...callIds.flatMap((id) => commands.map((type) => command(type, id))),
]

const pairIn = (key: string) => key.split(' | ').slice(0, callIds.length).sort().join(' + ')

/** So many places without two states that have not been seen together: there are no others. */
const patience = 8

/** Looks at the phone after each step, the first time that it is taken. */
const checked = (one: Letter): Letter => ({
  ...one,
  feed(chart, count) {
    if (!one.feed(chart, count)) return false
    try {
      checkPhone(phoneOf(chart))
    } catch (error) {
      throw new Error(`After ${one.name}: ${locate(chart).key}`, { cause: error })
    }
    return true
  },
})

test('two calls: each in every state beside the other, all that is permitted is taken, and at most one is heard', {
  timeout: 120_000,
}, () => {
  const seen = new Set<string>()
  let stale = 0
  const walked = explore(registered, letters.map(checked), locate, ({ key }) => {
    const pair = pairIn(key)
    stale = seen.has(pair) ? stale + 1 : 0
    seen.add(pair)
    return stale > patience
  })
  expect(ignored).toEqual([])
  // The walk has not been idle.
  expect([...permitted].sort()).toEqual([...commands].sort())
  console.log(`${walked.size} places, ${seen.size} pairs of states of two calls`)
  for (const pair of [
    'open.alerting + way.established hold.active',
    'way.established hold.active + way.established hold.active',
    'way.established hold.active + way.established hold.held',
    'way.established hold.held + way.established hold.held',
    'way.dialing hold.unestablished + way.established hold.held',
    'way.established hold.holding + way.established hold.resuming',
    'closing.ending + way.established hold.active',
  ])
    expect(seen).toContain(pair)
})
