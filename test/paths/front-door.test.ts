import {
  type Arbitrary,
  array,
  asyncProperty,
  check as checkProperty,
  constantFrom,
  nat,
  oneof,
  record,
} from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PhoneCommand } from '../../src/api/commands'
import { createPhoneCore } from '../../src/api/phone-core'
import type { SessionFact } from '../../src/machines/ports'
import { createScriptedWorld, kindWorld, type Script } from '../support/scripted-bindings'

/*
 * Walks through the front door of a phone, in a world that may say anything at any moment, even what no honest one would:
 * whatever was let in is settled, though nobody answers any more, and a phone that is left comes to rest. WALK_SEED and
 * WALK_RUNS in the environment have a run again, and hunt.
 */

const seed = Number(process.env.WALK_SEED ?? 1)
const numRuns = Number(process.env.WALK_RUNS ?? 80)

const moods = ['agrees', 'refuses', 'crosses', 'says nothing', 'breaks'] as const
type Mood = (typeof moods)[number]

const at = 5_000
const failure = { code: 'refused' } as const
const remote = { number: '1009', name: null, uri: 'sip:1009@pbx.example' }
const lost = { type: 'session.ended', by: 'lost', failure, reason: null, at } as const

const facts: readonly SessionFact[] = [
  lost,
  { type: 'session.ended', by: 'remote', failure: null, reason: null, at },
  { type: 'session.progressed', progress: 'ringing', at },
  { type: 'session.accepted', remote: null, at },
  { type: 'session.rejected', failure, at },
  { type: 'session.cancelled', by: 'caller', reason: null, at },
  { type: 'session.negotiated', offer: { hold: true } },
  { type: 'session.negotiated', offer: { hold: false } },
  { type: 'session.offerRefused', failure },
  { type: 'session.offersCrossed', retryAfterMs: 2_000 },
  { type: 'session.offerReceived' },
  { type: 'session.offerAnswered' },
  { type: 'session.refreshDue' },
  { type: 'session.remoteHeld' },
  { type: 'session.remoteResumed' },
  { type: 'session.replaced', remote },
  { type: 'session.referAccepted', willNotify: true },
  { type: 'session.referAccepted', willNotify: false },
  { type: 'session.referProgressed', sipStatus: 180, text: 'Ringing' },
  { type: 'session.referEnded', ok: true },
  { type: 'session.referEnded', ok: false, failure },
  { type: 'session.referRefused', failure },
]

type CallCommand = Extract<PhoneCommand, { readonly callId?: string }>['type']

/** Those that need no more than a call, and what the others need. */
const asks: Readonly<Partial<Record<CallCommand, object>>> = {
  answer: {},
  decline: {},
  hangUp: {},
  hold: {},
  resume: {},
  mute: {},
  unmute: {},
  transfer: { target: '1003' },
  consult: { target: '1003' },
  completeTransfer: {},
  cancelTransfer: {},
  park: {},
  merge: {},
  split: {},
  acceptTransfer: {},
  refuseTransfer: {},
}

type Step =
  | { readonly dial: string }
  | { readonly invite: string }
  /** Of what is permitted in the call, or of everything: the front door says no. */
  | { readonly ask: number; readonly among: 'permitted' | 'all'; readonly of: number }
  | { readonly tell: SessionFact; readonly of: number }
  | { readonly refer: number }
  | { readonly connection: 'lost' }
  | { readonly restMs: number }
  | { readonly mood: Mood }

const call = nat(3)
const steps: Arbitrary<Step[]> = array(
  oneof(
    { weight: 3, arbitrary: record({ dial: constantFrom('1002') }) },
    { weight: 3, arbitrary: record({ invite: constantFrom('Bob') }) },
    { weight: 16, arbitrary: record({ ask: nat(99), among: constantFrom<'permitted'>('permitted'), of: call }) },
    { weight: 2, arbitrary: record({ ask: nat(99), among: constantFrom<'all'>('all'), of: call }) },
    { weight: 6, arbitrary: record({ tell: constantFrom(...facts), of: call }) },
    { weight: 1, arbitrary: record({ refer: call }) },
    { weight: 1, arbitrary: record({ connection: constantFrom<'lost'>('lost') }) },
    { weight: 5, arbitrary: record({ restMs: constantFrom(0, 100, 2_500, 40_000) }) },
    { weight: 4, arbitrary: record({ mood: constantFrom(...moods, 'says nothing') }) },
  ),
  { maxLength: 45, size: 'max' },
)

/** The kind world, where it is in the mood. */
function createMoodyWorld(mood: () => Mood): Partial<Script> {
  return {
    session(command, callId) {
      if (mood() === 'agrees') return kindWorld.session(command, callId)
      if (mood() === 'says nothing') return []
      if (mood() === 'breaks') return [lost]
      switch (command.type) {
        case 'session.invite':
        case 'session.accept':
          return [{ type: 'session.rejected', failure, at }]
        case 'session.refer':
          return [{ type: 'session.referRefused', failure }]
        case 'session.offer':
          return mood() === 'refuses'
            ? [{ type: 'session.offerRefused', failure }]
            : [{ type: 'session.offersCrossed', retryAfterMs: 2_000 }]
        default:
          return kindWorld.session(command, callId)
      }
    },
    media(command, callId) {
      if (mood() === 'says nothing') return []
      return mood() === 'refuses' && command.type === 'microphone.acquire'
        ? [{ type: 'microphone.refused', failure: { code: 'permission-denied' }, at }]
        : kindWorld.media(command, callId)
    },
    mixer: (command, callId) => (mood() === 'agrees' ? kindWorld.mixer(command, callId) : []),
    connection(command, callId) {
      if (mood() === 'says nothing') return []
      return mood() === 'refuses' && command.type === 'transport.connect'
        ? [{ type: 'transport.closed', failure, retryAfterMs: 500 }]
        : kindWorld.connection(command, callId)
    },
  }
}

const rest = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

/** Gives the commands that were carried out. */
async function walk(taken: readonly Step[]): Promise<readonly string[]> {
  let mood: Mood = 'agrees'
  const world = createScriptedWorld(createMoodyWorld(() => mood))
  const phone = createPhoneCore(
    {
      servers: ['wss://pbx.example'],
      account: { uri: 'sip:1001@pbx.example', password: 'pw' },
      features: { parking: { slots: ['701', '702'], extension: '700', watch: 'none' } },
    },
    world.bind,
  )
  const errors: unknown[] = []
  phone.on('phone.error', (event) => errors.push(event))
  const carriedOut: string[] = []
  const outstanding = new Set<string>()
  let count = 0
  const send = (command: PhoneCommand) => {
    count += 1
    const name = `${count} ${JSON.stringify(command)}`
    outstanding.add(name)
    phone
      .send(command)
      .then(
        () => void carriedOut.push(command.type),
        () => {},
      )
      .finally(() => outstanding.delete(name))
  }
  const callAt = (index: number) => {
    const { calls } = phone.getState()
    return calls[index % Math.max(1, calls.length)]
  }
  const take = (step: Step) => {
    if ('mood' in step) mood = step.mood
    else if ('dial' in step) send({ type: 'dial', target: step.dial })
    else if ('invite' in step) {
      count += 1
      world.invite(`in-${count}`, step.invite)
    } else if ('connection' in step) world.tellConnection({ type: 'transport.closed', failure, retryAfterMs: 500 })
    else if ('refer' in step) {
      const { id } = callAt(step.refer) ?? {}
      count += 1
      if (id !== undefined) world.requestTransfer(id, `request-${count}`)
    } else if ('tell' in step) {
      const { id } = callAt(step.of) ?? {}
      if (id !== undefined) world.tellSession(id, step.tell)
    } else if ('ask' in step) {
      const { id: callId, can = {} } = callAt(step.of) ?? {}
      const permissions: Readonly<Record<string, unknown>> = { ...can }
      const choices = Object.entries(asks).filter(([type]) => step.among === 'all' || permissions[type] === true)
      const [type, more] = choices[step.ask % Math.max(1, choices.length)] ?? []
      if (callId !== undefined && type !== undefined) send({ type, callId, ...more } as PhoneCommand)
    }
  }

  await rest(1_000)
  // With a conversation there is most to go wrong.
  take({ dial: '1002' })
  await rest(1_000)
  for (const step of taken) {
    take(step)
    await rest('restMs' in step ? step.restMs : 0)
  }
  // Nobody says anything any more: what was let in is settled all the same, by time.
  mood = 'says nothing'
  await rest(3_600_000)
  expect([...outstanding]).toEqual([])
  for (const { id } of phone.getState().calls) send({ type: 'hangUp', callId: id })
  await rest(600_000)
  expect([...outstanding]).toEqual([])
  expect(phone.getState().calls).toEqual([])
  expect(errors).toEqual([])
  const disposed = phone.dispose()
  await rest(60_000)
  await disposed
  return carriedOut
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('whatever is let in at the front door is settled, and a phone that nobody answers any more comes to rest', {
  timeout: 900_000,
}, async () => {
  const carriedOut = new Set<string>()
  const result = await checkProperty(
    asyncProperty(steps, async (taken) => {
      for (const type of await walk(taken)) carriedOut.add(type)
    }),
    { seed, numRuns },
  )
  if (result.failed)
    throw new Error(
      `Seed ${result.seed}, after ${result.numShrinks} times shorter: ${JSON.stringify(result.counterexample?.[0])}`,
      { cause: result.errorInstance },
    )
  // The walks have not been idle.
  for (const type of ['dial', 'answer', 'hold', 'resume', 'transfer', 'consult', 'park', 'merge'])
    expect(carriedOut).toContain(type)
})
