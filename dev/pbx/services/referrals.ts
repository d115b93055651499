import { setTimeout as wait } from 'node:timers/promises'
import { echo } from './audio'
import type { Service } from './service'

/** Answers, and sends the caller on: what the caller makes of that is up to the caller. */
export const referTo =
  (number: string): Service =>
  async (call) => {
    await echo(call)
    // The ACK comes first.
    await wait(300, undefined, { signal: call.signal })
    call.caller.refer(number)
  }
