import { setTimeout as wait } from 'node:timers/promises'
import type { Service } from './service'

/** Refuses at once. */
export const refuse =
  (status: number): Service =>
  (call) =>
    call.end({ by: 'pbx', status, why: 'refused' })

export const ringForEver: Service = (call) => call.ringing()

/** Rings for a while, and nobody comes. */
export const ringInVain: Service = async (call) => {
  call.ringing()
  await wait(2000, undefined, { signal: call.signal })
  call.end({ by: 'pbx', status: 480, why: 'no answer' })
}
