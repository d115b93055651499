import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  createActor,
  type EventObject,
  fromCallback,
  type NonReducibleUnknown,
  type SnapshotFrom,
} from 'xstate'
import { bindPorts, type Ports } from '../../src/machines/bind-ports'
import { defaultPreferences } from '../../src/machines/devices.setup'
import type { CommandSettled } from '../../src/machines/failure'
import { type Features, noFeatures } from '../../src/machines/features'
import type { PhoneIntent } from '../../src/machines/intents'
import type { phoneMachine } from '../../src/machines/phone.machine'
import { written } from './chart-harness'
import { createManualClock, type ManualClock } from './manual-clock'

type PortName = keyof Ports

export interface SilentPhone {
  readonly send: (intent: PhoneIntent) => void
  /** Puts a fact in at a port, which a call has one of its own of. Throws when it is not open. */
  tell(port: PortName, fact: EventObject & Record<string, unknown>, callId?: string): void
  /** Where a chart is: `auth`, `connection`, a call's id; undefined when it is not there. */
  at(chart?: string): string | undefined
  context(chart?: string): unknown
  readonly snapshot: SnapshotFrom<typeof phoneMachine>
  /** Whether a chart reacts to an intent: what the front door asks. */
  can(chart: string, intent: PhoneIntent): boolean
  /** The commands to a port, as types where those say all. */
  asked(port: PortName, callId?: string): unknown[]
  /** The open ports, as `watchMedia(a)`. */
  readonly open: ReadonlySet<string>
  readonly emitted: readonly EventObject[]
  /** What became of the commands, in order. */
  readonly settled: readonly (readonly [commandId: string, outcome: string])[]
  readonly clock: ManualClock
  readonly isAlive: boolean
}

export interface SilentPhoneOptions {
  readonly maxCalls?: number
  readonly features?: Features
  /** The ports that throw as they open, or at a command. */
  readonly broken?: Readonly<Record<string, string>>
  /** Changes the charts before they start. */
  readonly provide?: (phone: typeof phoneMachine) => typeof phoneMachine
}

export const portNames: readonly PortName[] = [
  'deliverMessage',
  'keepChoices',
  'keepCredentials',
  'keepPreferences',
  'mixCalls',
  'playSound',
  'pollParkingLot',
  'runCheck',
  'requestRecording',
  'sendTones',
  'testMicrophone',
  'watchConnection',
  'watchDevices',
  'watchInvitations',
  'requestSupervision',
  'steerSupervision',
  'watchMailbox',
  'watchMedia',
  'watchMessages',
  'watchResource',
  'watchQuality',
  'watchSession',
  'watchTransferRequests',
]

const keyOf = (port: string, callId?: string) => (callId === undefined ? port : `${port}(${callId})`)

/** A whole phone on ports that only listen, and a clock that stands still. */
export function startPhone({
  maxCalls = 4,
  features = noFeatures,
  broken = {},
  provide = (phone) => phone,
}: SilentPhoneOptions = {}): SilentPhone {
  const commands: { key: string; command: EventObject }[] = []
  const opened = new Map<string, (fact: EventObject) => void>()
  const open = new Set<string>()
  const emitted: EventObject[] = []
  const clock = createManualClock()

  const silent = (port: PortName) =>
    fromCallback<EventObject, NonReducibleUnknown>(({ input, receive, sendBack }) => {
      if (broken[port] === 'open') throw new Error(`${port} is broken`)
      const named = input as { callId?: string; uri?: string; messageId?: string } | undefined
      const key = keyOf(port, named?.callId ?? named?.uri ?? named?.messageId)
      opened.set(key, sendBack)
      open.add(key)
      receive((command) => {
        if (broken[port] === command.type) throw new Error(`${port} is broken`)
        commands.push({ key, command })
      })
      return () => void open.delete(key)
    })

  const ports = Object.fromEntries(portNames.map((port) => [port, silent(port)])) as unknown as Ports
  const actor = createActor(provide(bindPorts(ports)), {
    input: { maxCalls, features, preferences: defaultPreferences },
    clock,
    // Heard from its birth on: a chart that starts and ends in one step has been heard in full.
    inspect: (inspected) => {
      if (inspected.type === '@xstate.actor')
        (inspected.actorRef as AnyActorRef).on('*', (event: EventObject) => emitted.push(event))
    },
  })
  // A crash that nobody hears of is thrown by XState into the void.
  actor.subscribe({ error: () => undefined })
  actor.start()

  const chart = (id?: string): AnyMachineSnapshot | undefined => {
    const phone = actor.getSnapshot()
    const children = phone.children as Record<string, AnyActorRef | undefined>
    return id === undefined ? phone : (children[id]?.getSnapshot() as AnyMachineSnapshot | undefined)
  }
  return {
    send: (intent) => actor.send(intent),
    tell(port, fact, callId) {
      const key = keyOf(port, callId)
      if (!open.has(key)) throw new Error(`${key} is not open`)
      opened.get(key)?.(fact)
    },
    at: (id) => {
      const found = chart(id)
      return found && written(found.value as unknown)
    },
    context: (id) => chart(id)?.context as unknown,
    get snapshot() {
      return actor.getSnapshot()
    },
    can: (id, intent) => chart(id)?.can(intent) ?? false,
    asked: (port, callId) =>
      commands
        .filter(({ key }) => key === keyOf(port, callId))
        .map(({ command }) => (Object.keys(command).length === 1 ? command.type : command)),
    open,
    emitted,
    get settled() {
      return emitted.flatMap((event) => {
        if (event.type !== 'command.settled') return []
        const { commandId, outcome } = event as CommandSettled
        return [[commandId, outcome.ok ? 'ok' : outcome.failure.code] as const]
      })
    },
    clock,
    get isAlive() {
      return actor.getSnapshot().status === 'active'
    },
  }
}
