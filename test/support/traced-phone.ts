import { vi } from 'vitest'
import { type AnyActorRef, createActor } from 'xstate'
import { createPortMaker, type PortLog } from '../../src/adapters/port'
import { bindPorts } from '../../src/machines/bind-ports'
import { defaultPreferences } from '../../src/machines/devices.setup'
import type { PhoneIntent } from '../../src/machines/intents'
import { describe as describeStates } from '../../src/trace/describe'
import type { Redaction } from '../../src/trace/entry'
import { Journal, type JournalLimits, type TraceStore } from '../../src/trace/journal'
import { readTrace } from '../../src/trace/read-trace'
import { createRecorder } from '../../src/trace/recorder'
import { createRandom } from './random'
import { createScriptedWorld, kindWorld, type Script } from './scripted-bindings'

export const remote = { number: '600', name: null, uri: 'sip:600@pbx.example' }
export const account = { handle: 'alice', uri: 'sip:1001@pbx.example', displayName: null, servers: ['wss://a'] }

export interface TracedOptions {
  readonly withStates?: boolean
  readonly redaction?: Redaction
  readonly limits?: Partial<JournalLimits>
  readonly store?: TraceStore
}

/** A phone with a scripted world, traced as createPhone traces it; timers are vitest's fake ones. */
export function createTracedPhone(
  changes: Partial<Script> = {},
  { withStates = true, redaction = 'plain', limits = {}, store }: TracedOptions = {},
) {
  let now = 0
  const input = { maxCalls: 4, preferences: defaultPreferences }
  const recorder = createRecorder({
    root: () => actor,
    now: () => ++now,
    afterStep: () => {},
    ...(withStates && { describeStates: () => describeStates(actor) }),
  })
  const log: PortLog = { opened: new Map(), names: new WeakMap<AnyActorRef, string>() }
  const world = createScriptedWorld(changes)
  const { ports } = world.bind(createPortMaker(recorder.enterFact, log))
  const actor = createActor(bindPorts(ports), { id: 'phone', input, clock: recorder.clock })
  actor.start()
  const journal = new Journal({
    recorder,
    root: actor,
    input,
    around: { portOf: (port) => log.names.get(port), portsOpened: () => Object.fromEntries(log.opened) },
    redaction,
    random: createRandom(7),
    environment: {},
    startedAt: 1_000,
    states: withStates ? 'whole' : 'changes',
    store: store ?? null,
    limits,
  })
  /** Everything that follows at once has entered when it resolves; `ms` later if told. */
  const rest = (ms = 0) => vi.advanceTimersByTimeAsync(ms)
  let commands = 0
  return {
    world,
    rest,
    recorder,
    journal,
    actor,
    states: () => describeStates(actor),
    async enter(intent: object) {
      const whole = { commandId: `command-${++commands}`, at: 1_000 + commands, ...intent } as PhoneIntent
      queueMicrotask(() => recorder.enterIntent(whole, () => actor.send(whole)))
      await rest()
    },
    trace: () => readTrace(journal.export()),
    export: () => journal.export(),
  }
}

export type TracedPhone = ReturnType<typeof createTracedPhone>

/** Signs in, dials, holds with offers that cross once, talks to a second caller, and hangs up. */
export async function recordCalls(options?: TracedOptions): Promise<TracedPhone> {
  let offers = 0
  const phone = createTracedPhone(
    {
      session: (command, callId) => {
        if (command.type !== 'session.offer') return kindWorld.session(command, callId)
        offers += 1
        return offers === 1
          ? [{ type: 'session.offersCrossed', retryAfterMs: 2_500 }]
          : [{ type: 'session.negotiated', offer: command.offer }]
      },
    },
    options,
  )
  await phone.enter({ type: 'auth.signIn', account })
  await phone.enter({ type: 'call.dial', callId: 'a', target: remote.uri, remote })
  await phone.enter({ type: 'call.hold', callId: 'a' })
  await phone.rest(2_500)
  phone.world.invite('b', 'Bob')
  await phone.rest()
  await phone.enter({ type: 'call.answer', callId: 'b' })
  await phone.enter({ type: 'call.sendDtmf', callId: 'b', tones: '1,2', durationMs: 100, gapMs: 70 })
  await phone.rest(2_000)
  await phone.enter({ type: 'call.resume', callId: 'a' })
  await phone.enter({ type: 'call.hangUp', callId: 'a' })
  return phone
}
