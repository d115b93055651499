import type { Call } from '../calls/call'

/** What a number does when it is called. It may wait with `call.signal`: an abort means that the call is over. */
export type Service = (call: Call) => void | Promise<void>

export interface NumberedService {
  readonly number: string
  readonly what: string
  readonly run: Service
}
