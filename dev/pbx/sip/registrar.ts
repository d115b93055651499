import { type Core, NameAddrHeader, type URI } from 'sip.js'
import type { Events } from '../events'
import type { Authenticator } from './authenticator'
import type { Connection } from './connection'
import { everyContact } from './screening'

const defaultExpires = 600
const longestExpires = 3600

/** Where a user can be reached. */
export interface Binding {
  readonly user: string
  /** The address of record under which it was registered: its domain is the one the client expects to see. */
  readonly aor: URI
  readonly contact: URI
  readonly connection: Connection
  readonly expiresAt: number
}

interface Entry extends Binding {
  readonly timer: NodeJS.Timeout
}

/** The registrar of RFC 3261 10.3: who can be reached where, for how long. A user may have several phones. */
export class Registrar {
  readonly #authenticator: Authenticator
  readonly #events: Events
  /** By user, then by phone. */
  readonly #bindings = new Map<string, Map<string, Entry>>()

  constructor(authenticator: Authenticator, events: Events) {
    this.#authenticator = authenticator
    this.#events = events
  }

  bindingsOf(user: string): readonly Binding[] {
    return [...(this.#bindings.get(user)?.values() ?? [])]
  }

  /** The users who have at least one phone registered. */
  registeredUsers(): string[] {
    return [...this.#bindings.keys()].sort()
  }

  onRegister(request: Core.IncomingRegisterRequest, connection: Connection): void {
    const { message } = request
    const user = this.#authenticator.authenticate(request, connection)
    if (!user) return
    if (message.to.uri.user !== user.number) {
      request.reject({ statusCode: 403 })
      return
    }
    const contacts = message.getHeaders('contact').map((_, index) => message.parseHeader('contact', index) as unknown)
    for (const contact of contacts) {
      if (!(contact instanceof NameAddrHeader)) continue
      const expires = expiresOf(contact, message.getHeader('expires'))
      const key = phoneOf(contact)
      if (contact.uri.user === everyContact) this.#removeAll(user.number)
      else if (expires === 0) this.#remove(user.number, key, 'asked')
      else this.#add(key, { user: user.number, aor: message.to.uri, contact: contact.uri, connection }, expires)
    }
    // The answer lists every binding with the time it has left (RFC 3261 10.3 step 8).
    const current = this.bindingsOf(user.number).map(
      ({ contact, expiresAt }) =>
        `Contact: <${contact.toString()}>;expires=${Math.ceil((expiresAt - Date.now()) / 1000)}`,
    )
    request.accept({ statusCode: 200, extraHeaders: current })
  }

  close(): void {
    for (const phones of this.#bindings.values()) for (const { timer } of phones.values()) clearTimeout(timer)
    this.#bindings.clear()
  }

  #add(key: string, binding: Omit<Binding, 'expiresAt'>, expires: number): void {
    const { user, connection } = binding
    const phones = this.#bindings.get(user) ?? new Map<string, Entry>()
    const old = phones.get(key)
    clearTimeout(old?.timer)
    const timer = setTimeout(() => this.#remove(user, key, 'expired'), expires * 1000)
    phones.set(key, { ...binding, expiresAt: Date.now() + expires * 1000, timer })
    this.#bindings.set(user, phones)
    if (old?.connection !== connection) {
      connection.closed.addEventListener('abort', () => {
        // Unless the phone has come back over another connection meanwhile.
        if (this.#bindings.get(user)?.get(key)?.connection === connection) this.#remove(user, key, 'disconnected')
      })
    }
    this.#events.emit({ type: 'registered', user, contact: binding.contact.toString(), expires })
  }

  #removeAll(user: string): void {
    for (const key of [...(this.#bindings.get(user)?.keys() ?? [])]) this.#remove(user, key, 'asked')
  }

  #remove(user: string, key: string, why: 'asked' | 'expired' | 'disconnected'): void {
    const phones = this.#bindings.get(user)
    const entry = phones?.get(key)
    if (!phones || !entry) return
    clearTimeout(entry.timer)
    phones.delete(key)
    if (phones.size === 0) this.#bindings.delete(user)
    this.#events.emit({ type: 'unregistered', user, contact: entry.contact.toString(), why })
  }
}

/** A phone is known by its instance id, so that it replaces its own old binding when it reconnects (RFC 5626 6). */
function phoneOf(contact: NameAddrHeader): string {
  const instance = contact.getParam('+sip.instance')
  return instance ? `${instance} ${contact.getParam('reg-id') ?? ''}` : contact.uri.toString()
}

function expiresOf(contact: NameAddrHeader, header: string | undefined): number {
  const asked = Number(contact.getParam('expires') ?? header ?? defaultExpires)
  return Number.isFinite(asked) && asked >= 0 ? Math.min(asked, longestExpires) : defaultExpires
}
