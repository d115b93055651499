import type { Account, ConnectionFact, WatchConnection } from '../../machines/ports'
import type { BackOff } from '../back-off'
import type { MakePort } from '../port'
import type { Agent } from './agent'
import type { SipLoader, SipModule } from './sip-module'

export interface ConnectionOptions {
  readonly loader: SipLoader
  readonly backOff: BackOff
  readonly makeAgent: (sip: SipModule, account: Account, server: string) => Agent
}

/** The connection that there is at the moment. It never reconnects by itself: its chart does. */
export class Connection {
  readonly #options: ConnectionOptions
  #agent: Agent | null = null
  /** Resolves when the agent that was left last has said its good-byes. */
  #left: Promise<void> = Promise.resolve()
  /** Counts what was asked for: the outcome of what has been overtaken is nobody's business. */
  #attempt = 0
  #listener: (fact: ConnectionFact) => void = () => {}

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  /** null without an open WebSocket. */
  get agent(): Agent | null {
    return this.#agent?.userAgent.isConnected() ? this.#agent : null
  }

  /** What an agent that we have left still hears is nobody's business. */
  tellFor(agent: Agent, fact: ConnectionFact): void {
    if (agent === this.#agent) this.#tell(fact)
  }

  listen(listener: (fact: ConnectionFact) => void): void {
    this.#listener = listener
  }

  async connect(account: Account, server: string): Promise<void> {
    this.#attempt += 1
    const attempt = this.#attempt
    const sip = await this.#options.loader.load().catch((error: unknown) => {
      if (attempt === this.#attempt)
        this.#tell({ type: 'sip.notLoaded', failure: { code: 'sip-not-loaded', ...said(error) } })
    })
    if (!sip || attempt !== this.#attempt) return
    try {
      await this.#agentFor(sip, account, server).connect()
      if (attempt !== this.#attempt) return
      this.#options.backOff.reset()
      this.#tell({ type: 'transport.connected', server })
    } catch (error) {
      if (attempt === this.#attempt) this.#tellClosed(error)
    }
  }

  async disconnect(): Promise<void> {
    this.#attempt += 1
    const attempt = this.#attempt
    this.#leaveAgent()
    await this.#left
    if (attempt === this.#attempt) this.#tell({ type: 'transport.disconnected' })
  }

  register(): void {
    if (this.agent) this.agent.registration.register()
    else
      this.#tell({
        type: 'registration.failed',
        failure: { code: 'unreachable' },
        retryAfterMs: this.#options.backOff.next(),
      })
  }

  unregister(): void {
    if (this.agent) this.agent.registration.unregister()
    else this.#tell({ type: 'registration.removed' })
  }

  /** A WebSocket that was open has been closed. */
  lose(agent: Agent, error: Error | undefined): void {
    if (agent !== this.#agent) return
    agent.lose()
    this.#tellClosed(error)
  }

  #agentFor(sip: SipModule, account: Account, server: string): Agent {
    if (this.#agent?.serves(account, server)) {
      this.#agent.handle = account.handle
      return this.#agent
    }
    this.#leaveAgent()
    this.#agent = this.#options.makeAgent(sip, account, server)
    return this.#agent
  }

  #leaveAgent(): void {
    const agent = this.#agent
    this.#agent = null
    if (agent) this.#left = agent.leave()
  }

  #tell(fact: ConnectionFact): void {
    this.#listener(fact)
  }

  #tellClosed(error: unknown): void {
    const failure = { code: 'unreachable', ...said(error) } as const
    this.#tell({ type: 'transport.closed', failure, retryAfterMs: this.#options.backOff.next() })
  }
}

export function createConnectionPort(makePort: MakePort, connection: Connection): WatchConnection {
  return makePort('watchConnection', ({ tell, receive }) => {
    connection.listen(tell)
    receive((command) => {
      switch (command.type) {
        case 'transport.connect':
          void connection.connect(command.account, command.server)
          break
        case 'transport.disconnect':
          void connection.disconnect()
          break
        case 'registration.register':
          connection.register()
          break
        case 'registration.unregister':
          connection.unregister()
      }
    })
    return () => {
      connection.listen(() => {})
      void connection.disconnect()
    }
  })
}

function said(error: unknown): { text?: string } {
  return error instanceof Error && error.message !== '' ? { text: error.message } : {}
}
