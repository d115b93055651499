import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A message of AMI: its fields, in Asterisk's spelling. A field that comes several times has a line each. */
export type AmiMessage = Readonly<Record<string, string>>

type Listener = (event: AmiMessage) => void

export interface AmiOptions {
  readonly port: number
  readonly user: string
  readonly secret: string
}

const patienceMs = 10_000

/** A client of the Asterisk Manager Interface: actions with their responses, and the events of what happens. */
export class Ami {
  /** Every event since the beginning; whoever wants a shorter list empties it. */
  readonly events: AmiMessage[] = []
  readonly #listeners = new Set<Listener>()
  readonly #pending = new Map<string, { resolve: Listener; reject: (error: Error) => void }>()
  readonly #socket: Socket
  readonly #closed: Promise<unknown>
  #buffer = ''
  #lastId = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#closed = new Promise((resolve) => {
      socket.once('close', () => {
        for (const { reject } of this.#pending.values()) reject(new Error('Asterisk closed the connection'))
        this.#pending.clear()
        resolve(undefined)
      })
    })
    // 'close' follows, and says what there is to be said.
    socket.on('error', () => {})
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => this.#receive(text))
  }

  /** Resolves when Asterisk has booted. Rejects when it cannot be reached, or refuses us. */
  static async connect({ port, user, secret }: AmiOptions): Promise<Ami> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const ami = new Ami(socket)
    try {
      // Whoever logs in is told, too, when all was booted before.
      const booted = ami.next('FullyBooted')
      await ami.action('Login', { Username: user, Secret: secret, Events: 'on' })
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

  /** Resolves when the connection is gone. */
  get closed(): Promise<unknown> {
    return this.#closed
  }

  /** Rejects with Asterisk's words when it refuses, and when it does not answer within 10 s. */
  async action(name: string, fields: AmiMessage = {}): Promise<AmiMessage> {
    this.#lastId += 1
    const id = String(this.#lastId)
    const response = await within(
      `${name} was answered`,
      new Promise<AmiMessage>((resolve, reject) => {
        if (!this.isOpen) return reject(new Error(`${name}: the connection to Asterisk is closed`))
        this.#pending.set(id, { resolve, reject })
        this.#socket.write(write({ Action: name, ActionID: id, ...fields }))
      }),
    ).finally(() => this.#pending.delete(id))
    if (response.Response === 'Error') throw new Error(`${name}: ${response.Message ?? 'refused'}`)
    return response
  }

  /** An action that is answered by a list: the events in it. */
  async list(name: string, fields: AmiMessage = {}): Promise<AmiMessage[]> {
    const id = `list-${name}-${performance.now()}`
    const items: AmiMessage[] = []
    let end: () => void = () => {}
    const complete = new Promise<void>((resolve) => {
      end = resolve
    })
    const off = this.#tap((event) => {
      if (event.ListId !== id && event.ActionID !== id) return
      if (event.EventList === 'Complete') end()
      else if (event.Event !== undefined) items.push(event)
    })
    try {
      await this.#listing(id, name, fields)
      await within(`${name} was complete`, complete)
      return items
    } finally {
      off()
    }
  }

  on(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The next event of this name that is as it should be. Ask before you do what brings it about. */
  next(name: string, is: (event: AmiMessage) => boolean = () => true, timeoutMs = patienceMs): Promise<AmiMessage> {
    let off: () => void = () => {}
    const found = within(
      `the event ${name} came`,
      new Promise<AmiMessage>((resolve) => {
        off = this.on((event) => {
          if (event.Event === name && is(event)) resolve(event)
        })
      }),
      timeoutMs,
    ).finally(() => off())
    // A test that has failed in between does not come to await it.
    found.catch(() => {})
    return found
  }

  close(): void {
    this.#socket.destroy()
  }
}
