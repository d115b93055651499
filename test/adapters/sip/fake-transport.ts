import type { Core, Transport, TransportState } from 'sip.js'
import { EmitterImpl, TransportState as State } from 'sip.js'

/** A WebSocket that goes nowhere: SIP.js sends into it, and the test stands at its other end. */
export class FakeTransport implements Transport {
  onConnect: (() => void) | undefined
  onDisconnect: ((error?: Error) => void) | undefined
  onMessage: ((message: string) => void) | undefined
  readonly protocol = 'WSS'
  readonly stateChange = new EmitterImpl<TransportState>()
  readonly server: string
  state = State.Disconnected
  readonly #network: FakeNetwork

  constructor(network: FakeNetwork, { server }: { server: string }) {
    if (!/^wss?:/.test(server)) throw new Error('Invalid WebSocket Server URL')
    this.#network = network
    this.server = server
    network.transports.push(this)
  }

  async connect(): Promise<void> {
    if (this.state === State.Connected) return
    this.#become(State.Connecting)
    try {
      await this.#network.opening()
    } catch (error) {
      this.#become(State.Disconnected)
      throw error
    }
    if (this.state !== State.Connecting) throw new Error('Connect aborted.')
    this.#become(State.Connected)
    this.onConnect?.()
  }

  async disconnect(): Promise<void> {
    const wasConnected = this.isConnected()
    this.#become(State.Disconnected)
    if (wasConnected) this.onDisconnect?.()
  }

  dispose(): Promise<void> {
    return this.disconnect()
  }

  /** The network, or the server, closes it. */
  break(): void {
    this.#become(State.Disconnected)
    this.onDisconnect?.(new Error('WebSocket closed (code: 1006)'))
  }

  isConnected(): boolean {
    return this.state === State.Connected
  }

  async send(message: string): Promise<void> {
    if (!this.isConnected()) throw new Error('Not connected.')
    this.#network.carry(message)
  }

  #become(state: TransportState): void {
    this.state = state
    this.stateChange.emit(state)
  }
}

/** What is on the way. */
export class FakeNetwork {
  readonly transports: FakeTransport[] = []
  /** Settles when a WebSocket opens, or fails to. */
  opening: () => Promise<void> = async () => {}
  carry: (message: string) => void = () => {}

  readonly constructTransport = ((network: FakeNetwork) =>
    class extends FakeTransport {
      constructor(_logger: Core.Logger, options: { server: string }) {
        super(network, options)
      }
    })(this)

  get transport(): FakeTransport {
    const transport = this.transports.at(-1)
    if (!transport) throw new Error('Nobody has opened a WebSocket')
    return transport
  }
}
