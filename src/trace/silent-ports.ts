import { type AnyActorRef, type EventObject, fromCallback } from 'xstate'
import type { Ports } from '../machines/bind-ports'

/** A port that the charts keep open. */
export interface OpenPort {
  /** As traces name it: `watchSession#2`. */
  readonly port: string
  /** The path of the chart that opened it. */
  readonly owner: string
  readonly input: unknown
}

export interface SilentPorts extends Ports {
  /** Those that are open, in the order in which they were opened. */
  readonly open: readonly OpenPort[]
  /** Puts a recorded fact in where it came from; false when the charts have no such port open. */
  tell(port: string, fact: EventObject): boolean
  /** Goes on from a checkpoint: the ports that are open there keep their names, and the next ones are numbered on. */
  resume(names: Readonly<Record<string, string>>, opened: Readonly<Record<string, number>>): void
  /** The path of the chart that opened a port, long ago, too. */
  ownerOf(port: string): string | undefined
  /** The name under which an actor of theirs is open. */
  nameOf(actor: AnyActorRef): string | undefined
  readonly opened: ReadonlyMap<string, number>
}

/** Every port by its name: a new one is a line here, and its facts can be replayed. */
const portNames: Record<keyof Ports, true> = {
  deliverMessage: true,
  keepChoices: true,
  keepCredentials: true,
  keepPreferences: true,
  mixCalls: true,
  playSound: true,
  pollParkingLot: true,
  runCheck: true,
  requestRecording: true,
  requestSupervision: true,
  sendTones: true,
  steerSupervision: true,
  testMicrophone: true,
  watchConnection: true,
  watchDevices: true,
  watchInvitations: true,
  watchMailbox: true,
  watchQuality: true,
  watchMedia: true,
  watchMessages: true,
  watchResource: true,
  watchSession: true,
  watchTransferRequests: true,
}

function pathOf(actor: AnyActorRef): string {
  const { _parent: parent } = actor
  return parent === undefined ? actor.id : `${pathOf(parent)}/${actor.id}`
}

/** Ports that do nothing but let a trace's facts in, numbered as the live ones are. `hear` is told what they are asked for. */
export function createSilentPorts(hear: (port: string, command: EventObject) => void = () => {}): SilentPorts {
  let opened = new Map<string, number>()
  /** Names that were given before the checkpoint, for those who have them to open anew. */
  const restored = new Map<string, string>()
  const open = new Map<string, OpenPort & { readonly tell: (fact: EventObject) => void }>()
  const owners = new Map<string, string>()
  const names = new WeakMap<AnyActorRef, string>()
  const nextName = (name: string): string => {
    const number = (opened.get(name) ?? 0) + 1
    opened.set(name, number)
    return `${name}#${number}`
  }
  const silent = (name: string) =>
    fromCallback<EventObject, never, EventObject>(({ input, receive, sendBack, self }) => {
      const actor = self as AnyActorRef
      const path = pathOf(actor)
      const port = restored.get(path) ?? nextName(name)
      restored.delete(path)
      names.set(actor, port)
      const owner = path.slice(0, path.lastIndexOf('/'))
      owners.set(port, owner)
      open.set(port, { port, owner, input, tell: sendBack })
      receive((command) => hear(port, command))
      return () => void open.delete(port)
    })
  // Each hears whatever command and tells whatever fact the trace has: which ones, the recorded ports' types have said.
  const ports = Object.fromEntries(Object.keys(portNames).map((name) => [name, silent(name)])) as unknown as Ports
  return {
    ...ports,
    get open() {
      return [...open.values()].map(({ port, owner, input }) => ({ port, owner, input }))
    },
    tell(port, fact) {
      const found = open.get(port)
      found?.tell(fact)
      return found !== undefined
    },
    resume(openThere, openedThere) {
      for (const [path, port] of Object.entries(openThere)) restored.set(path, port)
      opened = new Map(Object.entries(openedThere))
    },
    ownerOf: (port) => owners.get(port),
    nameOf: (actor) => names.get(actor),
    get opened() {
      return opened
    },
  }
}
