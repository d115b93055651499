import type { EventObject, NonReducibleUnknown } from 'xstate'
import { fromCallback } from 'xstate'
import type { Ports } from '../machines/bind-ports'

export interface SilentPorts extends Ports {
  /** Puts a recorded fact in where it came from; false when the charts have no such port open. */
  tell(port: string, fact: EventObject): boolean
}

/** Ports that do nothing but let a trace's facts in, numbered as the live ones are. */
export function createSilentPorts(): SilentPorts {
  const opened = new Map<string, number>()
  const open = new Map<string, (fact: EventObject) => void>()
  const silent = <Command extends EventObject, Input extends NonReducibleUnknown, Fact extends EventObject>(
    name: string,
  ) =>
    fromCallback<Command, Input, Fact>(({ sendBack }) => {
      const number = (opened.get(name) ?? 0) + 1
      opened.set(name, number)
      const port = `${name}#${number}`
      open.set(port, sendBack)
      return () => void open.delete(port)
    })
  return {
    keepCredentials: silent('keepCredentials'),
    keepPreferences: silent('keepPreferences'),
    playSound: silent('playSound'),
    sendTones: silent('sendTones'),
    watchConnection: silent('watchConnection'),
    watchDevices: silent('watchDevices'),
    watchInvitations: silent('watchInvitations'),
    watchMedia: silent('watchMedia'),
    watchSession: silent('watchSession'),
    tell(port, fact) {
      const tell = open.get(port)
      tell?.(fact)
      return tell !== undefined
    },
  }
}
