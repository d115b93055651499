import { type EventObject, fromCallback } from 'xstate'
import type { Ports } from '../machines/bind-ports'

export interface SilentPorts extends Ports {
  /** Puts a recorded fact in where it came from; false when the charts have no such port open. */
  tell(port: string, fact: EventObject): boolean
}

/** Every port by its name: a new one is a line here, and its facts can be replayed. */
const portNames: Record<keyof Ports, true> = {
  keepCredentials: true,
  keepPreferences: true,
  playSound: true,
  sendTones: true,
  watchConnection: true,
  watchDevices: true,
  watchInvitations: true,
  watchMedia: true,
  watchSession: true,
}

/** Ports that do nothing but let a trace's facts in, numbered as the live ones are. */
export function createSilentPorts(): SilentPorts {
  const opened = new Map<string, number>()
  const open = new Map<string, (fact: EventObject) => void>()
  const silent = (name: string) =>
    fromCallback<EventObject, never, EventObject>(({ sendBack }) => {
      const number = (opened.get(name) ?? 0) + 1
      opened.set(name, number)
      const port = `${name}#${number}`
      open.set(port, sendBack)
      return () => void open.delete(port)
    })
  // Each hears whatever command and tells whatever fact the trace has: which ones, the recorded ports' types have said.
  const ports = Object.fromEntries(Object.keys(portNames).map((name) => [name, silent(name)])) as unknown as Ports
  return {
    ...ports,
    tell(port, fact) {
      const tell = open.get(port)
      tell?.(fact)
      return tell !== undefined
    },
  }
}
