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
  sendTones: true,
  testMicrophone: true,
  watchConnection: true,
  watchDevices: true,
  watchInvitations: true,
  watchQuality: true,
  watchMedia: true,
  watchMessages: true,
  watchResource: true,
  watchSession: true,
  watchTransferRequests: true,
}

/** Ports that do nothing but let a trace's facts in, numbered as the live ones are. `hear` is told what they are asked for. */
export function createSilentPorts(hear: (port: string, command: EventObject) => void = () => {}): SilentPorts {
  const opened = new Map<string, number>()
  const open = new Map<string, OpenPort & { readonly tell: (fact: EventObject) => void }>()
  const silent = (name: string) =>
    fromCallback<EventObject, never, EventObject>(({ input, receive, self: { _parent: owner }, sendBack }) => {
      const number = (opened.get(name) ?? 0) + 1
      opened.set(name, number)
      const port = `${name}#${number}`
      open.set(port, { port, owner: owner ? pathOf(owner) : '', input, tell: sendBack })
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
  }
}

/** XState keeps who made an actor to itself, but for this. */
function pathOf({ id, _parent: parent }: AnyActorRef): string {
  return parent ? `${pathOf(parent)}/${id}` : id
}
