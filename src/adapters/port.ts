import {
  type AnyActorRef,
  type CallbackActorLogic,
  type EventObject,
  fromCallback,
  type NonReducibleUnknown,
} from 'xstate'

/**
 * Lets a fact into the charts: records it under the port's id and then takes the step. What enters the charts enters
 * through such a gate, one at a time.
 */
export type EnterFact = (port: string, fact: EventObject, step: () => void) => void

/** Which ports have been opened: what a trace needs to know to begin in mid-stream. */
export interface PortLog {
  /** How many, by name. */
  readonly opened: Map<string, number>
  /** The id of each. */
  readonly names: WeakMap<AnyActorRef, string>
}

export interface PortScope<Command extends EventObject, Input, Fact extends EventObject> {
  readonly input: Input
  /** Tells the chart a fact. It enters in a turn of its own, in the order of the tellings, and never once the port is closed. */
  tell(fact: Fact): void
  /** Hears the chart's commands, synchronously. */
  receive(listener: (command: Command) => void): void
}

export type MakePort = <Command extends EventObject, Input extends NonReducibleUnknown, Fact extends EventObject>(
  name: string,
  open: (scope: PortScope<Command, Input, Fact>) => (() => void) | undefined,
) => CallbackActorLogic<Command, Input, Fact>

/**
 * The wrapper that every adapter's port stands in. A fact enters the charts in a microtask of its own: an answer inside
 * `receive` would enter in the middle of the chart's step, where a replay could not put it again. Ports are numbered by
 * name in the order in which the charts open them, which is the same in a replay.
 */
export function createPortMaker(enter: EnterFact, log?: PortLog): MakePort {
  const opened = log?.opened ?? new Map<string, number>()
  return (name, open) =>
    fromCallback(({ input, sendBack, receive, self }) => {
      const number = (opened.get(name) ?? 0) + 1
      opened.set(name, number)
      log?.names.set(self as AnyActorRef, `${name}#${number}`)
      let isOpen = true
      let closeAdapter: (() => void) | undefined
      const close = () => {
        isOpen = false
        closeAdapter?.()
        closeAdapter = undefined
      }
      closeAdapter = open({
        input,
        receive: (listener) =>
          receive((command) => {
            try {
              listener(command)
            } catch (error) {
              // XState does not clean up behind an actor that throws, and a microphone would stay open.
              close()
              throw error
            }
          }),
        tell: (fact) => queueMicrotask(() => isOpen && enter(`${name}#${number}`, fact, () => sendBack(fact))),
      })
      return close
    })
}
