import { callListener } from './api/call-listener'
import type { PhoneConfig } from './api/config'
import { createPhone } from './api/create-phone'
import { PhoneError } from './api/errors'
import type { PhoneEvent, PhoneEventOf, PhoneEventType } from './api/events'
import type { Phone } from './api/phone'
import type { PhoneState } from './api/state'
import { renderPhone } from './ui/render-phone'

/**
 * `<callchart-phone>`: a phone as an element, with the methods of `Phone`. Each of its events is dispatched as a CustomEvent
 * whose type is the event's and whose `detail` is the event.
 *
 * Its configuration is the property `config`, or the attributes `servers` (URLs, separated by spaces), `uri` and
 * `display-name`. A password is not taken from an attribute: markup is read by every script of the page, kept in its
 * source and in caches, and recorded by session replays. Give it by `config`, or let the phone ask.
 */
export interface CallchartPhoneElement extends HTMLElement, Phone {
  /** Comes before the attributes. Another object makes another phone: the calls of the one before are hung up. */
  config: PhoneConfig | null

  addEventListener<Type extends PhoneEventType>(
    type: Type,
    listener: (event: CustomEvent<PhoneEventOf<Type>>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void
}

declare global {
  interface HTMLElementTagNameMap {
    'callchart-phone': CallchartPhoneElement
  }
}

const attributes = ['servers', 'uri', 'display-name', 'password']

type StateListener = (state: PhoneState) => void
type Command = Exclude<keyof Phone, 'getState' | 'subscribe' | 'on' | 'levels'>

const commands: Readonly<Record<Command, true>> = {
  send: true,
  signIn: true,
  refreshToken: true,
  signOut: true,
  connect: true,
  disconnect: true,
  dial: true,
  answer: true,
  decline: true,
  deflect: true,
  hangUp: true,
  hold: true,
  resume: true,
  swap: true,
  mute: true,
  unmute: true,
  sendDtmf: true,
  transfer: true,
  consult: true,
  completeTransfer: true,
  cancelTransfer: true,
  runPreflight: true,
  cancelPreflight: true,
  park: true,
  pickUp: true,
  callVoicemail: true,
  sendMessage: true,
  setAvailability: true,
  setDoNotDisturb: true,
  finishWrapUp: true,
  setCallWaiting: true,
  setAutoAnswer: true,
  acceptTransfer: true,
  refuseTransfer: true,
  startRecording: true,
  stopRecording: true,
  supervise: true,
  setSupervision: true,
  merge: true,
  split: true,
  requestPermission: true,
  unblockAudio: true,
  setMicrophone: true,
  setSpeaker: true,
  setRingDevice: true,
  setVolume: true,
  setAudioProcessing: true,
  testDevices: true,
  exportTrace: true,
  dispose: true,
}

/** Defines `<callchart-phone>`, once; further calls change nothing. */
export function defineElement(name = 'callchart-phone'): void {
  if (customElements.get(name) === undefined) customElements.define(name, createElementClass())
}

/** In a function: a module that named HTMLElement at once could not be loaded by a server. */
function createElementClass(): CustomElementConstructor {
  class PhoneElement extends HTMLElement {
    static readonly observedAttributes = attributes
    #config: PhoneConfig | null = null
    #phone: Phone | null = null
    #failure: unknown = null
    #removePanel: (() => void) | null = null
    #isStale = false
    #isCheckDue = false
    readonly #subscribers = new Set<{ readonly listener: StateListener }>()
    readonly #listeners = new Set<{ readonly type: string; readonly listener: (event: PhoneEvent) => void }>()

    get config(): PhoneConfig | null {
      return this.#config
    }

    set config(config: PhoneConfig | null) {
      if (config === this.#config) return
      this.#config = config
      this.#isStale = true
      this.#checkSoon()
    }

    get levels(): Phone['levels'] {
      return this.#demand().levels
    }

    getState(): ReturnType<Phone['getState']> {
      return this.#demand().getState()
    }

    /** Outlives the phone: a new configuration's phone goes on telling. */
    subscribe(listener: StateListener): () => void {
      const entry = { listener }
      this.#subscribers.add(entry)
      return () => this.#subscribers.delete(entry)
    }

    on(type: string, listener: (event: PhoneEvent) => void): () => void {
      const entry = { type, listener }
      this.#listeners.add(entry)
      return () => this.#listeners.delete(entry)
    }

    /** What a command is given to. */
    phoneOrReason(): Phone | PhoneError {
      if (this.#phone !== null) return this.#phone
      if (this.#failure instanceof PhoneError) return this.#failure
      const message = `<${this.localName}> has no phone: set its config, or its servers attribute, and put it into a document.`
      return new PhoneError('invalid-config', message, { field: 'servers' })
    }

    connectedCallback(): void {
      this.#adoptEarlyConfig()
      this.#check()
    }

    disconnectedCallback(): void {
      // An element that is moved is taken out and put in again in the same turn: its calls live on.
      this.#checkSoon()
    }

    attributeChangedCallback(name: string): void {
      if (name === 'password') reportError(new PhoneError('invalid-config', passwordRefused, { field: 'password' }))
      else if (this.#config === null) {
        this.#isStale = true
        this.#checkSoon()
      }
    }

    #demand(): Phone {
      const phone = this.phoneOrReason()
      if (phone instanceof PhoneError) throw phone
      return phone
    }

    /** A page may set the property before this class is known; it then hides the accessor. */
    #adoptEarlyConfig(): void {
      if (!Object.hasOwn(this, 'config')) return
      const early = this.config
      Reflect.deleteProperty(this, 'config')
      this.config = early
    }

    #checkSoon(): void {
      if (this.#isCheckDue) return
      this.#isCheckDue = true
      queueMicrotask(() => {
        this.#isCheckDue = false
        this.#check()
      })
    }

    #check(): void {
      if (this.#phone !== null && (!this.isConnected || this.#isStale)) this.#close(this.#phone)
      const config = this.#config ?? configOf(this)
      // What has failed once is told once: it takes another configuration to try again.
      const hasFailed = this.#failure !== null && !this.#isStale
      if (this.#phone !== null || !this.isConnected || config === null || hasFailed) return
      this.#isStale = false
      try {
        this.#open(config)
      } catch (error) {
        this.#failure = error
        reportError(error)
      }
    }

    #open(config: PhoneConfig): void {
      const phone = createPhone(config)
      this.#phone = phone
      this.#failure = null
      phone.on('*', (event) => this.#tell(event))
      phone.subscribe((state) => this.#show(state))
      this.#removePanel = renderPhone(this, phone, { theme: config.theme })
      this.#show(phone.getState())
    }

    #close(phone: Phone): void {
      this.#removePanel?.()
      this.#removePanel = null
      this.#phone = null
      phone.dispose().catch(reportError)
    }

    #show(state: PhoneState): void {
      for (const { listener } of [...this.#subscribers]) callListener(listener, state)
    }

    #tell(event: PhoneEvent): void {
      for (const { type, listener } of [...this.#listeners]) {
        if (type === '*' || type === event.type) callListener(listener, event)
      }
      this.dispatchEvent(new CustomEvent(event.type, { detail: event }))
    }
  }

  for (const name of Object.keys(commands) as Command[]) {
    Object.defineProperty(PhoneElement.prototype, name, {
      configurable: true,
      writable: true,
      value(this: PhoneElement, ...parameters: unknown[]): Promise<unknown> {
        const phone = this.phoneOrReason()
        if (phone instanceof PhoneError) return Promise.reject(phone)
        const command = phone[name] as (...parameters: unknown[]) => Promise<unknown>
        return command.apply(phone, parameters)
      },
    })
  }
  return PhoneElement
}

const passwordRefused =
  'The attribute "password" is not read: markup is seen by every script of the page. Set the property config instead.'

/** null: there is nothing yet to make a phone of. */
function configOf(element: HTMLElement): PhoneConfig | null {
  const servers = element.getAttribute('servers')?.trim()
  if (!servers) return null
  const uri = element.getAttribute('uri')
  const displayName = element.getAttribute('display-name')
  return {
    servers: servers.split(/\s+/),
    ...(uri === null ? {} : { account: { uri, ...(displayName === null ? {} : { displayName }) } }),
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'callchart-phone': CallchartPhoneElement
  }
}
