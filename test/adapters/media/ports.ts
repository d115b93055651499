import { onTestFinished } from 'vitest'
import { type CallbackActorLogic, createActor, type EventObject, type NonReducibleUnknown } from 'xstate'
import { createPortMaker, type MakePort } from '../../../src/adapters/port'

/** A port maker that keeps what is told, under the port's id. */
export function recordPorts() {
  const told = new Map<string, EventObject[]>()
  const makePort: MakePort = createPortMaker((port, fact, step) => {
    told.set(port, [...(told.get(port) ?? []), fact])
    step()
  })
  return { makePort, factsOf: (port: string): readonly EventObject[] => told.get(port) ?? [] }
}

/** Opens a port as a chart would, until `close` or the end of the test. */
export function openPort<Command extends EventObject, Input extends NonReducibleUnknown, Fact extends EventObject>(
  logic: CallbackActorLogic<Command, Input, Fact>,
  input: Input,
) {
  const actor = createActor(logic, { input })
  actor.start()
  onTestFinished(() => {
    actor.stop()
  })
  return { send: (command: Command) => actor.send(command), close: () => actor.stop() }
}
