import type { CallbackActorLogic, EventObject, NonReducibleUnknown } from 'xstate'
import { fromCallback } from 'xstate'

/** What stands in a chart's setup for a port: opening it before an adapter was provided is a mistake of the composition. */
export const unbound = <Command extends EventObject, Input extends NonReducibleUnknown, Fact extends EventObject>(
  port: string,
): CallbackActorLogic<Command, Input, Fact> =>
  fromCallback(() => {
    throw new Error(`The port ${port} is not bound: provide an adapter for it`)
  })
