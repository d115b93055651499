import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { within } from '../support/within'
import { type AmiMessage, AmiReader, writeAction } from './ami-messages'

type Listener = (event: AmiMessage) => void

export interface AmiOptions {
  readonly port: number
  readonly user: string
  readonly secret: string
}

interface Pending {
  readonly onResponse: (response: AmiMessage) => void
  readonly onEvent: (event: AmiMessage) => void
  readonly onClosed: () => void
}

const patienceMs = 10_000

/** A client of the Asterisk Manager Interface: actions with their responses, and the events of what happens. */
export class Ami {
  /** Every event since the beginning; whoever wants a shorter list empties it. */
  readonly events: AmiMessage[] = []
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>
  readonly #listeners = new Set<Listener>()
  readonly #pending = new Map<string, Pending>()
  readonly #socket: Socket
  #lastId = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        for (const { onClosed } of this.#pending.values()) onClosed()
        resolve()
      })
    })
    // 'close' follows, and says what there is to be said.
    socket.on('error', () => {})
    socket.setEncoding('utf8')
    const reader = new AmiReader((message) => this.#receive(message))
    socket.on('data', (text: string) => reader.read(text))
  }

  /** Resolves when Asterisk has booted. Rejects when it cannot be reached, or refuses us. */
  static async connect({ port, user, secret }: AmiOptions): Promise<Ami> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const ami = new Ami(socket)
    try {
      // Whoever logs in later is told, too.
      const booted = ami.next('FullyBooted')
      await ami.action('Login', { Username: user, Secret: secret })
      await booted
      return ami
    } catch (error) {
      ami.close()
      throw error
    }
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed
  }

  /** Rejects with Asterisk's words when it refuses, and when it does not answer within 10 s. */
  action(name: string, fields: AmiMessage = {}): Promise<AmiMessage> {
    return this.#send(name, fields, (resolve) => ({ onResponse: resolve, onEvent: () => {} }))
  }

  /** An action that is answered by a list: the events in it. */
  async list(name: string, fields: AmiMessage = {}): Promise<AmiMessage[]> {
    const items: AmiMessage[] = []
    return this.#send<AmiMessage[]>(name, fields, (resolve) => ({
      onResponse: (response) => {
        // Some have no list where it would be empty.
        if (response.EventList !== 'start') resolve(items)
      },
      onEvent: (event) => {
        if (event.EventList === 'Complete') resolve(items)
        else items.push(event)
      },
    })).catch((error: unknown) => {
      // An empty list is an error to some.
      if (/: No \w+ found/.test(String(error))) return []
      throw error
    })
  }

  on(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The next event of this name that is as it should be. Ask before you do what brings it about. */
  next(name: string, is: (event: AmiMessage) => boolean = () => true, timeoutMs = patienceMs): Promise<AmiMessage> {
    let off: () => void = () => {}
    const found = new Promise<AmiMessage>((resolve) => {
      off = this.on((event) => {
        if (event.Event === name && is(event)) resolve(event)
      })
    })
    const event = within(timeoutMs, `the event ${name} came`, found).finally(() => off())
    // A test that has failed in between does not come to await it.
    event.catch(() => {})
    return event
  }

  close(): void {
    this.#socket.destroy()
  }

  #send<Result>(
    name: string,
    fields: AmiMessage,
    collect: (resolve: (result: Result) => void) => Omit<Pending, 'onClosed'>,
  ): Promise<Result> {
    this.#lastId += 1
    const id = String(this.#lastId)
    const result = new Promise<Result>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${name}: ${why}`))
      if (!this.isOpen) return fail('the connection to Asterisk is closed')
      const { onResponse, onEvent } = collect(resolve)
      this.#pending.set(id, {
        onResponse: (response) =>
          response.Response === 'Error' ? fail(response.Message ?? 'refused') : onResponse(response),
        onEvent,
        onClosed: () => fail('Asterisk closed the connection'),
      })
      this.#socket.write(writeAction(name, id, fields))
    })
    return within(patienceMs, `${name} was answered`, result).finally(() => this.#pending.delete(id))
  }

  #receive(message: AmiMessage): void {
    const pending = this.#pending.get(message.ActionID ?? '')
    // An OriginateResponse is an event, and has a field of that name.
    if (message.Event === undefined) pending?.onResponse(message)
    else if (pending !== undefined) pending.onEvent(message)
    else {
      this.events.push(message)
      for (const listener of [...this.#listeners]) listener(message)
    }
  }
}
