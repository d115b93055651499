import type { AnyActorRef } from 'xstate'
import type { CommandSettled } from '../machines/failure'
import { visitCharts } from '../trace/describe'
import { callListener } from './call-listener'
import type { PhoneEvent } from './events'
import { type Emitted, type EventScope, publicEventOf } from './public-event'
import type { CallView, PhoneState } from './state'

export interface PublisherOptions {
  readonly root: AnyActorRef
  readonly buildView: () => PhoneState
  readonly settle: (settled: CommandSettled) => void
}

/**
 * Tells the world what the charts have done: once a microtask, the view is rebuilt and given to its subscribers, and then
 * the events that the charts emitted are delivered and the commands that they settled are settled, in their order.
 */
export class Publisher {
  readonly #options: PublisherOptions
  readonly #heard = new Set<AnyActorRef>()
  readonly #stateListeners = new Set<(state: PhoneState) => void>()
  readonly #eventListeners = new Map<string, Set<(event: PhoneEvent) => void>>()
  /** The last view of calls that may be gone when their last events are delivered. */
  readonly #calls = new Map<string, CallView>()
  #emitted: Emitted[] = []
  #isScheduled = false
  #state: PhoneState

  constructor(options: PublisherOptions) {
    this.#options = options
    this.#state = options.buildView()
    this.#hearNewCharts()
  }

  get state(): PhoneState {
    return this.#state
  }

  /** To be called after each step. No chart emits as it starts, so that one that is heard from here on is heard in full. */
  afterStep(): void {
    this.#hearNewCharts()
    if (this.#isScheduled) return
    this.#isScheduled = true
    queueMicrotask(() => this.#publish())
  }

  subscribe(listener: (state: PhoneState) => void): () => void {
    // A subscription of its own for each, though the listener be the same.
    const own = (state: PhoneState) => listener(state)
    this.#stateListeners.add(own)
    return () => void this.#stateListeners.delete(own)
  }

  on(type: string, listener: (event: PhoneEvent) => void): () => void {
    const listeners = this.#eventListeners.get(type) ?? new Set()
    this.#eventListeners.set(type, listeners)
    const own = (event: PhoneEvent) => listener(event)
    listeners.add(own)
    return () => void listeners.delete(own)
  }

  #hearNewCharts(): void {
    const there = new Set<AnyActorRef>()
    visitCharts(this.#options.root, (_, chart) => {
      there.add(chart)
      if (this.#heard.has(chart)) return
      this.#heard.add(chart)
      chart.on('*', (event) => this.#emitted.push(event as Emitted))
    })
    for (const chart of this.#heard) if (!there.has(chart)) this.#heard.delete(chart)
  }

  #publish(): void {
    this.#isScheduled = false
    const emitted = this.#emitted
    this.#emitted = []
    const before = this.#state
    this.#state = this.#options.buildView()
    for (const call of this.#state.calls) this.#calls.set(call.id, call)
    if (this.#state !== before) for (const listener of [...this.#stateListeners]) callListener(listener, this.#state)
    const scope = this.#scope()
    for (const event of emitted) {
      if (event.type === 'command.settled') this.#options.settle(event)
      else this.#deliver(publicEventOf(event, scope))
    }
    for (const id of this.#calls.keys()) if (!this.#state.calls.some((call) => call.id === id)) this.#calls.delete(id)
  }

  #scope(): EventScope {
    const { session, availability } = this.#state
    return { account: session.account ?? null, availability, findCall: (callId) => this.#calls.get(callId) }
  }

  #deliver(event: PhoneEvent | null): void {
    if (event === null) return
    Object.freeze(event)
    for (const type of [event.type, '*'])
      for (const listener of [...(this.#eventListeners.get(type) ?? [])]) callListener(listener, event)
  }
}
