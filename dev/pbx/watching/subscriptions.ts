import { randomBytes } from 'node:crypto'
import { type Core, NameAddrHeader, type URI } from 'sip.js'
import type { Connection } from '../sip/connection'

type EventPackage = 'dialog' | 'presence' | 'message-summary'

const types: Readonly<Record<EventPackage, string>> = {
  dialog: 'application/dialog-info+xml',
  presence: 'application/pidf+xml',
  'message-summary': 'application/simple-message-summary',
}

const longestExpires = 3_600

/** What is to be said of a number; undefined: there is no such number. `version` counts the documents of one subscription. */
export type Describe = (event: EventPackage, number: string, version: number) => string | undefined

interface Watcher {
  readonly connection: Connection
  readonly event: EventPackage
  readonly number: string
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  readonly local: URI
  readonly remote: URI
  readonly target: URI
  version: number
  cseq: number
  /** What was told last, but for its version. */
  told: string
  timer: NodeJS.Timeout | undefined
}

/** Who watches what (RFC 6665). SIP.js has no notifier: its core sends our requests, and the dialogs are kept here. */
export class Subscriptions {
  readonly #watchers = new Map<string, Watcher>()
  /** Whose end is listened for. */
  readonly #known = new WeakSet<Connection>()
  readonly #describe: Describe
  #isDue = false

  constructor(describe: Describe) {
    this.#describe = describe
  }

  /** A SUBSCRIBE that begins, refreshes or ends one; who sends it is known already. */
  receive(request: Core.IncomingSubscribeRequest, connection: Connection): void {
    const { message } = request
    const event = (message.getHeader('event') ?? '').split(';')[0]?.trim() ?? ''
    if (!isKnown(event)) return void request.reject({ statusCode: 489, extraHeaders: [allowEvents] })
    const number = message.to.uri.user ?? ''
    if (this.#describe(event, number, 0) === undefined) return void request.reject({ statusCode: 404 })
    const contact: unknown = message.parseHeader('contact')
    if (!(contact instanceof NameAddrHeader)) return void request.reject({ statusCode: 400 })
    const localTag = randomBytes(6).toString('hex')
    const watcher: Watcher = {
      connection,
      event,
      number,
      callId: message.callId,
      localTag,
      remoteTag: message.fromTag,
      local: message.to.uri,
      remote: message.from.uri,
      target: contact.uri,
      version: -1,
      cseq: 0,
      told: '',
      timer: undefined,
    }
    const expires = expiresOf(message)
    request.accept({ statusCode: 200, toTag: localTag, extraHeaders: accepted(connection, expires) })
    const key = keyOf(message.callId, localTag)
    if (expires > 0) {
      this.#watchers.set(key, watcher)
      this.#forgetWith(connection)
    }
    this.#extend(key, watcher, expires)
  }

  /** A SUBSCRIBE in one that there is; false: there is none. The core knows no dialog of it. */
  receiveInside(message: Core.IncomingRequestMessage, { core }: Connection): boolean {
    const key = keyOf(message.callId, message.toTag)
    const watcher = this.#watchers.get(key)
    if (!watcher) return false
    const expires = expiresOf(message)
    core.replyStateless(message, { statusCode: 200, extraHeaders: accepted(watcher.connection, expires) })
    this.#extend(key, watcher, expires)
    return true
  }

  /** Something has happened: whoever watches what has changed is told, once for all that happens at a time. */
  refresh(): void {
    if (this.#isDue) return
    this.#isDue = true
    setImmediate(() => {
      this.#isDue = false
      for (const watcher of this.#watchers.values()) {
        if (this.#documentOf(watcher, 0) !== watcher.told) this.#notify(watcher, 'active')
      }
    })
  }

  close(): void {
    for (const key of [...this.#watchers.keys()]) this.#remove(key)
  }

  #forgetWith(connection: Connection): void {
    if (this.#known.has(connection)) return
    this.#known.add(connection)
    const forget = (): void => {
      for (const [key, watcher] of this.#watchers) if (watcher.connection === connection) this.#remove(key)
    }
    connection.closed.addEventListener('abort', forget, { once: true })
  }

  #extend(key: string, watcher: Watcher, expires: number): void {
    clearTimeout(watcher.timer)
    watcher.timer = setTimeout(() => this.#end(key, watcher), expires * 1000)
    if (expires === 0) this.#end(key, watcher)
    else this.#notify(watcher, `active;expires=${expires}`)
  }

  #end(key: string, watcher: Watcher): void {
    this.#remove(key)
    clearTimeout(watcher.timer)
    this.#notify(watcher, 'terminated;reason=timeout')
  }

  #remove(key: string): void {
    clearTimeout(this.#watchers.get(key)?.timer)
    this.#watchers.delete(key)
  }

  #documentOf({ event, number }: Watcher, version: number): string {
    return this.#describe(event, number, version) ?? ''
  }

  #notify(watcher: Watcher, state: string): void {
    const { connection, event, local, remote, target, callId, localTag, remoteTag } = watcher
    if (connection.closed.aborted) return
    watcher.version += 1
    watcher.cseq += 1
    watcher.told = this.#documentOf(watcher, 0)
    const { core, contact } = connection
    const message = core.makeOutgoingRequestMessage(
      'NOTIFY',
      target,
      local,
      remote,
      { callId, cseq: watcher.cseq, fromTag: localTag, toTag: remoteTag },
      [`Contact: ${contact}`, `Event: ${event}`, `Subscription-State: ${state}`],
      { contentDisposition: 'render', contentType: types[event], content: this.#documentOf(watcher, watcher.version) },
    )
    core.request(message)
  }
}

const allowEvents = `Allow-Events: ${Object.keys(types).join(', ')}`

const isKnown = (event: string): event is EventPackage => Object.hasOwn(types, event)

const keyOf = (callId: string, tag: string): string => `${callId} ${tag}`

const accepted = ({ contact }: Connection, expires: number): string[] => [`Contact: ${contact}`, `Expires: ${expires}`]

function expiresOf(message: Core.IncomingRequestMessage): number {
  const asked = Number(message.getHeader('expires') ?? 600)
  return Number.isFinite(asked) && asked >= 0 ? Math.min(asked, longestExpires) : 600
}
