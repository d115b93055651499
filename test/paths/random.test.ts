import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Arbitrary, array, asyncProperty, check as checkProperty, constantFrom, oneof, record } from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTimeline } from '../../src/lab/timeline'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import { checkPhone } from '../support/phone-promises'
import { kindWorld, type Script } from '../support/scripted-bindings'
import { account, createTracedPhone, remote, type TracedPhone } from '../support/traced-phone'

/*
 * Random walks of a traced phone, in a world that agrees, refuses, crosses or keeps silent by chance. A run is known by its
 * seed: WALK_SEED and WALK_RUNS in the environment have one again, and hunt. What fails is made as short as it can be, and
 * written as a trace that the lab opens and `npx callchart replay` tells: in WALK_TRACES, or else in the folder for
 * temporary files.
 */

const seed = Number(process.env.WALK_SEED ?? 1)
const numRuns = Number(process.env.WALK_RUNS ?? 60)
const folder = process.env.WALK_TRACES ?? join(tmpdir(), 'callchart-walks')

const callIds = ['a', 'b', 'c'] as const

/** What the world makes of an offer or of an INVITE. */
type Mood = 'agrees' | 'refuses' | 'crosses' | 'says nothing'

type Step =
  | { readonly ask: string; readonly of: string }
  | { readonly dial: string }
  | { readonly invite: string }
  | { readonly ends: string }
  | { readonly holds: string }
  | { readonly restMs: number }
  | { readonly mood: Mood }

const call = constantFrom(...callIds)
const steps: Arbitrary<Step[]> = array(
  oneof(
    { weight: 3, arbitrary: record({ dial: call }) },
    { weight: 3, arbitrary: record({ invite: call }) },
    {
      weight: 10,
      arbitrary: record({
        ask: constantFrom('answer', 'decline', 'hangUp', 'hold', 'resume', 'mute', 'unmute'),
        of: call,
      }),
    },
    { weight: 1, arbitrary: record({ ends: call }) },
    { weight: 2, arbitrary: record({ holds: call }) },
    { weight: 2, arbitrary: record({ restMs: constantFrom(0, 2_500, 40_000) }) },
    {
      weight: 2,
      arbitrary: record({ mood: constantFrom<Mood>('agrees', 'refuses', 'crosses', 'says nothing') }),
    },
  ),
  { maxLength: 40, size: 'max' },
)

const failure = { code: 'refused' } as const

/** The kind world, where it is in the mood. */
function createMoodyWorld(mood: () => Mood): Partial<Script> {
  return {
    session: (command, callId) => {
      const isAsked = command.type === 'session.offer' || command.type === 'session.invite'
      if (!isAsked || mood() === 'agrees') return kindWorld.session(command, callId)
      if (mood() === 'says nothing') return []
      if (command.type === 'session.invite') return [{ type: 'session.rejected', failure, at: 4_000 }]
      return mood() === 'refuses'
        ? [{ type: 'session.offerRefused', failure }]
        : [{ type: 'session.offersCrossed', retryAfterMs: 2_000 }]
    },
  }
}

type Check = (phone: TracedPhone) => void

const promises: Check = ({ actor }) => checkPhone(actor.getSnapshot())

async function walk(taken: readonly Step[], check: Check): Promise<TracedPhone> {
  let mood: Mood = 'agrees'
  const phone = createTracedPhone(createMoodyWorld(() => mood))
  await phone.enter({ type: 'auth.signIn', account })
  const begun = new Set<string>()
  for (const step of taken) {
    const { calls } = phone.actor.getSnapshot().context
    if ('mood' in step) mood = step.mood
    else if ('restMs' in step) await phone.rest(step.restMs)
    else if ('ask' in step) {
      if (calls.includes(step.of)) await phone.enter({ type: `call.${step.ask}`, callId: step.of })
    } else if ('dial' in step || 'invite' in step) {
      const callId = 'dial' in step ? step.dial : step.invite
      // Ids are made once.
      if (begun.has(callId)) continue
      begun.add(callId)
      if ('dial' in step) await phone.enter({ type: 'call.dial', callId, target: remote.uri, remote })
      else phone.world.invite(callId)
      await phone.rest()
    } else if ('ends' in step) {
      phone.world.tellSession(step.ends, {
        type: 'session.ended',
        by: 'remote',
        failure: null,
        reason: null,
        at: 60_000,
      })
      await phone.rest()
    } else {
      phone.world.tellSession(step.holds, { type: 'session.remoteHeld' })
      await phone.rest()
    }
    try {
      check(phone)
    } catch (error) {
      throw new BrokenPromise(phone, { cause: error })
    }
  }
  return phone
}

class BrokenPromise extends Error {
  readonly phone: TracedPhone

  constructor(phone: TracedPhone, options: ErrorOptions) {
    super('A promise was broken', options)
    this.phone = phone
  }
}

/** Throws with the seed, the shortest run that fails, and the file of its trace. */
async function walkAtRandom(name: string, check: Check, options: { seed: number; numRuns: number }): Promise<void> {
  const result = await checkProperty(
    asyncProperty(steps, async (taken) => void (await walk(taken, check))),
    options,
  )
  if (!result.failed) return
  const [shortest = []] = result.counterexample ?? []
  const cause = result.errorInstance
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}-${result.seed}.jsonl`)
  if (cause instanceof BrokenPromise) writeFileSync(file, cause.phone.export())
  throw new Error(
    `Seed ${result.seed}, after ${result.numShrinks} times shorter: ${JSON.stringify(shortest)}. Its trace is ${file}`,
    { cause },
  )
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('wherever chance leads a phone, at most one call is heard, and everybody knows which', {
  timeout: 300_000,
}, async () => {
  console.log(`WALK_SEED=${seed} WALK_RUNS=${numRuns}`)
  await walkAtRandom('phone', promises, { seed, numRuns })
})

test('a walk that fails is made short, and written as a trace that replays and that the lab opens', {
  timeout: 60_000,
}, async () => {
  const nobodyHolds: Check = ({ states }) => expect(JSON.stringify(states())).not.toContain('"hold":"held"')
  const failing = walkAtRandom('on-purpose', nobodyHolds, { seed: 7, numRuns: 200 })
  const { message } = (await failing.catch((error: unknown) => error)) as Error
  const [, shortest = '[]', file = ''] = /shorter: (\[.*\])\. Its trace is (.*)$/.exec(message) ?? []
  // A call, and a hold; or a second call, for which the first is held.
  expect(JSON.parse(shortest)).toHaveLength(2)
  const trace = readTrace(readFileSync(file, 'utf8'))
  expect(verifyTrace(trace)).toBeNull()
  const timeline = createTimeline(trace)
  while (timeline.work(1_000));
  expect(timeline.ready).toBe(trace.entries.length)
  expect(JSON.stringify([...timeline.at(timeline.ready).values()].map(({ value }) => value as unknown))).toContain(
    '"hold":"held"',
  )
})
