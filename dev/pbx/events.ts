import type { Direction } from './media/direction'

/** The two ends of a call, as the PBX sees them. */
export type Side = 'caller' | 'callee'

/** What happened, as plain data. `callId` is the Call-ID of the caller's INVITE, so a test finds it on the wire too. */
export type PbxEvent =
  | { readonly type: 'registered'; readonly user: string; readonly contact: string; readonly expires: number }
  | {
      readonly type: 'unregistered'
      readonly user: string
      readonly contact: string
      readonly why: 'asked' | 'expired' | 'disconnected'
    }
  | { readonly type: 'call.started'; readonly callId: string; readonly from: string; readonly to: string }
  | { readonly type: 'call.ringing'; readonly callId: string; readonly status: number }
  | { readonly type: 'call.answered'; readonly callId: string }
  | {
      readonly type: 'call.ended'
      readonly callId: string
      readonly by: Side | 'pbx'
      /** The final status the caller got, when the call was never answered. */
      readonly status?: number
      readonly why: string
    }
  | {
      readonly type: 'dtmf'
      readonly callId: string
      readonly by: Side
      readonly digit: string
      readonly method: 'rfc4733' | 'info'
    }
  /** After the 200 to the re-INVITE. `direction` is what the holding side offered. */
  | { readonly type: 'held' | 'resumed'; readonly callId: string; readonly by: Side; readonly direction: Direction }
  /** What a REFER came to: `by` has sent the other side to `to`, and this is the final status that it was told. */
  | {
      readonly type: 'referred'
      readonly callId: string
      readonly by: Side
      readonly to: string
      readonly status: number
    }
  /** One SIP message exactly as it crossed a WebSocket. `connection` counts sockets from 1. */
  | {
      readonly type: 'message'
      readonly direction: 'in' | 'out'
      readonly connection: number
      readonly user?: string
      readonly text: string
    }

export type PbxListener = (event: PbxEvent) => void

/** Tells listeners what happened. A listener that throws harms neither the PBX nor the other listeners. */
export class Events {
  readonly #listeners = new Set<PbxListener>()
  readonly #log: (line: string) => void

  constructor(log: (line: string) => void) {
    this.#log = log
  }

  on(listener: PbxListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(event: PbxEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event)
      } catch (error) {
        this.#log(`a listener failed on ${event.type}: ${String(error)}`)
      }
    }
  }
}
