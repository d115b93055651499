import type { Core, Registerer, UserAgent } from 'sip.js'
import type { Failure } from '../../machines/failure'
import type { ConnectionFact } from '../../machines/ports'
import type { BackOff } from '../back-off'
import { classifyResponse, readRetryAfter } from './classify'
import { isPassing, readGranted } from './register-response'
import type { SipModule } from './sip-module'

export interface RegistrationOptions {
  readonly sip: SipModule
  readonly userAgent: UserAgent
  /** s; the registrar may grant less. */
  readonly expires: number
  readonly backOff: BackOff
  readonly now: () => number
  readonly tell: (fact: ConnectionFact) => void
}

/** Refreshed when this part of what was granted is over, in percent. */
const refreshAt = 90

/** The binding of our address to our connection (RFC 3261 10). SIP.js refreshes it, and repeats it after a 423. */
export class Registration {
  readonly #options: RegistrationOptions
  #registerer: Registerer | null = null
  #requests = 0
  #isPending = false
  #isRemoving = false
  /** What is to be done when the request that is under way has been answered. */
  #next: 'register' | 'unregister' | null = null
  #whenRemoved: () => void = () => {}

  constructor(options: RegistrationOptions) {
    this.#options = options
    this.#watchRequests(options.userAgent.userAgentCore)
  }

  get isRegistered(): boolean {
    return this.#registerer?.state === this.#options.sip.RegistererState.Registered
  }

  /** Whether we have told the server where we are, though it may not have said yes. */
  get isClaimed(): boolean {
    return this.#registerer !== null && !this.#isRemoving
  }

  register(): void {
    if (this.#isPending) {
      // A fact about the one that is under way will follow, unless that is to take its leave.
      this.#next = this.#isRemoving ? 'register' : null
      return
    }
    this.#registerer ??= this.#makeRegisterer()
    this.#registerer.register().catch(() => {})
  }

  unregister(): void {
    if (this.#isPending) this.#next = 'unregister'
    else if (this.#registerer?.state === this.#options.sip.RegistererState.Registered) {
      this.#isRemoving = true
      this.#registerer.unregister().catch(() => {})
    } else this.#removed()
  }

  /** Resolves once we are unregistered. */
  leave(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenRemoved = resolve
      this.unregister()
    })
  }

  /** The connection is gone, and the binding with it: a new connection gets a new registerer. */
  abandon(): void {
    const registerer = this.#registerer
    this.#registerer = null
    this.#isPending = false
    this.#isRemoving = false
    this.#next = null
    // Ends its timers; the REGISTER with which it takes its leave goes nowhere.
    void registerer?.dispose()
  }

  #makeRegisterer(): Registerer {
    const { sip, userAgent, expires } = this.#options
    const registerer = new sip.Registerer(userAgent, { expires, refreshFrequency: refreshAt, logConfiguration: false })
    registerer.stateChange.addListener((state) => {
      const isExpired = state === sip.RegistererState.Unregistered && !this.#isPending
      if (isExpired && registerer === this.#registerer) this.#fail({ code: 'timed-out' })
    })
    return registerer
  }

  /** SIP.js tells nobody what became of a REGISTER that it sent by itself: watch every one of them. */
  #watchRequests(core: Core.UserAgentCore): void {
    const send = core.register.bind(core)
    core.register = (message, delegate = {}) => {
      const registerer = this.#registerer
      this.#requests += 1
      this.#isPending = registerer !== null
      const after = (
        pass: Listener | undefined,
        settle: (response: Core.IncomingResponseMessage) => void,
      ): Listener => {
        return (response) => {
          const sent = this.#requests
          pass?.(response)
          // A 423 has been answered with another REGISTER.
          const isRepeated = this.#requests !== sent
          if (registerer === null || registerer !== this.#registerer || isRepeated) return
          this.#isPending = false
          settle(response.message)
        }
      }
      return send(message, {
        ...delegate,
        onAccept: after(delegate.onAccept, (response) => this.#accepted(response)),
        onRedirect: after(delegate.onRedirect, (response) => this.#refused(response)),
        onReject: after(delegate.onReject, (response) => this.#refused(response)),
      })
    }
  }

  #accepted(response: Core.IncomingResponseMessage): void {
    const { sip, userAgent, expires, backOff, now, tell } = this.#options
    if (this.#isRemoving) {
      this.#removed()
      return
    }
    if (this.#registerer?.state !== sip.RegistererState.Registered) {
      // The binding is not among those that the 200 lists; SIP.js makes nothing of it, and its registerer may be stuck.
      this.#registerer = null
      this.#fail({ code: 'server-error', sipStatus: 200, text: 'The registrar did not confirm the binding' })
    } else {
      backOff.reset()
      const granted = readGranted(response, userAgent.contact.uri) ?? expires
      tell({ type: 'registration.accepted', expiresAt: now() + granted * 1000 })
    }
    this.#removeAsWanted()
  }

  #refused(response: Core.IncomingResponseMessage): void {
    if (this.#isRemoving) {
      // Nothing keeps the binding alive any more.
      this.#removed()
      return
    }
    const failure = classifyResponse(response)
    if (isPassing(response)) this.#fail(failure, readRetryAfter(response))
    else this.#options.tell({ type: 'registration.refused', failure })
    this.#removeAsWanted()
  }

  #removeAsWanted(): void {
    if (this.#next !== 'unregister') return
    this.#next = null
    this.unregister()
  }

  #removed(): void {
    const isWantedAgain = this.#next === 'register'
    this.#isRemoving = false
    this.#next = null
    if (isWantedAgain) {
      this.register()
      return
    }
    this.#options.tell({ type: 'registration.removed' })
    this.#whenRemoved()
  }

  #fail(failure: Failure, retryAfterMs: number | null = null): void {
    const { backOff, tell } = this.#options
    tell({ type: 'registration.failed', failure, retryAfterMs: retryAfterMs ?? backOff.next() })
  }
}

type Listener = (response: Core.IncomingResponse) => void
