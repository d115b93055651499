import type { UserAgent } from 'sip.js'
import type { Account, CredentialsHandle } from '../../machines/ports'
import type { CallTools } from './call'
import type { Calls } from './calls'
import type { Registration } from './registration'

/** How long a good-bye may take before the connection is closed all the same. */
const politeMs = 2_000

export interface AgentParts {
  readonly account: Account
  readonly server: string
  readonly userAgent: UserAgent
  readonly registration: Registration
  readonly tools: CallTools
  readonly calls: Calls
}

/** One account at one server, across reconnections: its dialogs outlive its WebSocket. */
export class Agent {
  readonly userAgent: UserAgent
  readonly registration: Registration
  readonly tools: CallTools
  readonly #parts: AgentParts
  /** Names the secret that the next challenge is answered with. */
  handle: CredentialsHandle
  #isStarted = false

  constructor(parts: AgentParts) {
    this.#parts = parts
    this.handle = parts.account.handle
    this.userAgent = parts.userAgent
    this.registration = parts.registration
    this.tools = parts.tools
  }

  /** Another secret for the same account makes no other agent: the calls that there are stand with this one. */
  serves(account: Account, server: string): boolean {
    const { account: ours } = this.#parts
    const isSame = ours.uri === account.uri && ours.displayName === account.displayName
    return isSame && this.#parts.server === server
  }

  async connect(): Promise<void> {
    if (this.#isStarted) return this.userAgent.transport.connect()
    this.#isStarted = true
    return this.userAgent.start()
  }

  /** The WebSocket is gone. */
  lose(): void {
    this.registration.abandon()
    for (const call of this.#parts.calls.all) call.loseTransport()
  }

  /** Ends the calls, removes the binding, closes the WebSocket. */
  async leave(): Promise<void> {
    const { userAgent, registration } = this
    const { calls } = this.#parts
    if (userAgent.isConnected()) {
      const over = calls.all.map((call) => call.over)
      calls.hangUp()
      await withPatience(Promise.all([...over, registration.leave()]))
    } else for (const call of calls.all) call.lose({ code: 'unreachable' })
    await quietly(() => userAgent.transport.disconnect())
    await quietly(() => userAgent.stop())
  }
}

async function withPatience(work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, politeMs)
  })
  await Promise.race([work, patience])
  clearTimeout(timer)
}

/** What cannot be closed because somebody else has closed it is closed. */
async function quietly(work: () => Promise<void>): Promise<void> {
  await Promise.resolve()
    .then(work)
    .catch(() => {})
}
