import { expect, test } from 'vitest'
import { fromCallback } from 'xstate'
import { callMachine } from '../../../src/machines/call/call.machine'
import type { SendTones } from '../../../src/machines/ports'
import { tonesMachine } from '../../../src/machines/tones.machine'
import { type CallStep, callEvents, callInputs, settledIn } from '../../support/call-harness'
import { type Fed, type Harness, startChart } from '../../support/chart-harness'
import { createRandom } from '../../support/random'

/*
 * Random walks: every fact and intent, likely or not, in any order, and what must hold after each. A walk is known by its
 * seed; a failure tells the seed and the steps. WALKS=10000 in the environment hunts.
 */

const walks = Number(process.env.WALKS ?? 250)
const longest = 60

const sendTones: SendTones = fromCallback(() => undefined)
const chart = callMachine.provide({ actors: { tones: tonesMachine.provide({ actors: { sendTones } }) } })

interface Walk {
  readonly call: Harness
  readonly steps: CallStep[]
  readonly opened: Set<string>
  lastNegotiated: boolean | null
}

const begin = (direction: 'outgoing' | 'incoming'): Walk => ({
  call: startChart(chart, { input: callInputs[direction], ports: ['watchSession', 'watchMedia', 'playSound'] }),
  steps: [],
  opened: new Set(direction === 'outgoing' ? ['dial'] : []),
  lastNegotiated: null,
})

const isOver = ({ call }: Walk) => call.at() === 'ended'

/** Each intent is a command of its own. */
const numbered = (event: Fed, count: number): Fed =>
  'commandId' in event ? { ...event, commandId: `${String(event.commandId)} ${count}` } : event

function take(walk: Walk, step: CallStep): void {
  const { call, steps, opened } = walk
  if (step === 'silence') {
    if (call.clock.nextMs === undefined) return
    steps.push(step)
    call.feed(step)
    return
  }
  const event = numbered(callEvents[step], steps.length)
  steps.push(step)
  if (typeof event.commandId === 'string' && call.can(event)) opened.add(event.commandId)
  if (event.type === 'session.negotiated') walk.lastNegotiated = (event.offer as { hold: boolean }).hold
  call.feed(event)
}

const typesAsked = (call: Harness, port: string) =>
  call.asked.filter((asked) => asked.port === port).map(({ command }) => command.type)

function check({ call, opened, lastNegotiated }: Walk): void {
  const at = call.at()
  const hold = call.at('open', 'underway', 'hold')
  const settled = settledIn(call).map(([commandId]) => commandId)
  const toSession = typesAsked(call, 'watchSession')
  const lastSound = typesAsked(call, 'watchMedia')
    .filter((type) => type === 'media.silence' || type === 'media.unsilence')
    .at(-1)

  // State follows the wire.
  if (hold === 'held') expect(lastNegotiated).toBe(true)
  if (hold === 'active') expect((call.context as { agreed: { hold: boolean } }).agreed.hold).toBe(false)
  // Privacy.
  if (hold === 'holding' || hold === 'held') expect(lastSound).toBe('media.silence')
  if (hold === 'active') expect(lastSound).not.toBe('media.silence')
  expect(call.open.has('watchMedia')).toBe(at.startsWith('open'))
  // Commands: each once, and only those that were let in.
  expect(settled).toEqual([...new Set(settled)])
  expect(settled.filter((commandId) => !opened.has(commandId))).toEqual([])
  // The wire is asked for what can be.
  for (const once of ['session.invite', 'session.accept', 'session.reject', 'session.cancel'])
    expect(toSession.filter((type) => type === once).length).toBeLessThanOrEqual(1)
  if (at.startsWith('open') && !at.startsWith('open.underway')) expect(toSession).toEqual([])
  expect(JSON.parse(JSON.stringify(call.context))).toEqual(call.context)

  const ends = call.emitted.filter(({ type }) => type === 'call.ended')
  expect(ends).toHaveLength(at === 'ended' ? 1 : 0)
  if (at !== 'ended') return
  expect([...call.open]).toEqual([])
  expect([...opened].filter((commandId) => !settled.includes(commandId))).toEqual([])
  expect(call.reported.filter(({ type }) => type === 'report.ended')).toHaveLength(1)
  const { durationMs, waitMs } = call.output as { durationMs: number; waitMs: number }
  expect(Number.isFinite(durationMs) && Number.isFinite(waitMs)).toBe(true)
}

/** From wherever it is: hung up, and then nobody says anything any more. */
function giveUp(walk: Walk): void {
  take(walk, 'hangUp')
  check(walk)
  for (let silences = 0; !isOver(walk) && silences < 10; silences++) {
    take(walk, 'silence')
    check(walk)
  }
  expect(walk.call.at()).toBe('ended')
}

const endings: ReadonlySet<CallStep> = new Set([
  'hangUp',
  'decline',
  'deflect',
  'ended',
  'lost',
  'cancelled',
  'elsewhere',
  'rejected',
])
const all: readonly CallStep[] = [...(Object.keys(callEvents) as CallStep[]), 'silence']
/** Endings are rare, so that a walk comes about. */
const hat: readonly CallStep[] = all.flatMap((step) => (endings.has(step) ? [step] : Array<CallStep>(12).fill(step)))

const established: Record<'outgoing' | 'incoming', readonly CallStep[]> = {
  outgoing: ['acquired', 'accepted'],
  incoming: ['answer', 'acquired', 'accepted'],
}

function walkFrom(seed: number): Walk {
  const random = createRandom(seed)
  const direction = random() < 0.5 ? 'outgoing' : 'incoming'
  const walk = begin(direction)
  try {
    check(walk)
    // Two of three begin in a conversation, where there is most to go wrong.
    if (random() < 2 / 3) for (const step of established[direction]) take(walk, step)
    const length = Math.floor(random() * longest)
    while (!isOver(walk) && walk.steps.length < length) {
      take(walk, hat[Math.floor(random() * hat.length)] ?? 'silence')
      check(walk)
    }
    if (!isOver(walk)) giveUp(walk)
    return walk
  } catch (error) {
    throw new Error(`Seed ${seed}, an ${direction} call after ${walk.steps.join(', ')}`, { cause: error })
  }
}

test('wherever a call goes, it keeps its promises, and it can be ended', () => {
  const visited = new Set<string>()
  for (let seed = 1; seed <= walks; seed++) {
    const { steps } = walkFrom(seed)
    for (const step of steps) visited.add(step)
  }
  // The walks have not been idle.
  expect([...visited].sort()).toEqual([...all].sort())
}, 120_000)

test('a walk is the same whenever its seed is', () => {
  const traceOf = (seed: number) => {
    const { steps, call } = walkFrom(seed)
    return { steps, asked: call.asked, emitted: call.emitted, reported: call.reported }
  }
  expect(traceOf(7)).toEqual(traceOf(7))
})
