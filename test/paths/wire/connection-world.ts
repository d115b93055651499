import { expect, vi } from 'vitest'
import type { ContextFrom } from 'xstate'
import * as sip from '../../../src/adapters/sip/sip-facade'
import { connectionMachine } from '../../../src/machines/connection.machine'
import type { SipMessage } from '../../adapters/sip/message'
import { account, TestPhone } from '../../adapters/sip/phone'
import { RunningChart } from './running-chart'
import type { WireLetter, World } from './walk'

const challenge = 'WWW-Authenticate: Digest algorithm=MD5, realm="pbx.example", nonce="n1"'
const servers = ['wss://a.example/ws', 'wss://b.example/ws']
const enoughMs = 40_000
/** More silence than it takes to give anything up. */
const mostSilences = 40

interface Opening {
  readonly open: () => void
  readonly refuse: () => void
}

/** The connection with the real adapter under it: two servers, and a registrar that says what it is told to. */
export class ConnectionWorld implements World {
  readonly chart: RunningChart
  readonly #phone: TestPhone
  readonly #rejections: unknown[] = []
  #opening: Opening | null = null
  #registers: SipMessage[] = []
  #read = 0
  #connections = 0
  #count = 0
  #load: 'loads' | 'fails' | 'hangs' = 'loads'
  #isLoaded = false
  #isHanging = false

  constructor() {
    this.#phone = new TestPhone({
      loadSip: () => {
        if (this.#load === 'fails') return Promise.reject(new Error('No such chunk'))
        if (this.#load === 'hangs') {
          this.#isHanging = true
          return new Promise(() => {})
        }
        this.#isLoaded = true
        return Promise.resolve(sip)
      },
    })
    this.#phone.network.opening = () =>
      new Promise((resolve, reject) => {
        this.#opening = { open: resolve, refuse: () => reject(new Error('WebSocket closed (code: 1006)')) }
      })
    process.on('unhandledRejection', this.#reject)
    this.chart = new RunningChart(connectionMachine, { watchConnection: this.#phone.adapter.watchConnection })
  }

  readonly #reject = (error: unknown) => void this.#rejections.push(error)

  get isOver(): boolean {
    return false
  }

  get place(): string {
    const { account, serverIndex } = this.chart.snapshot.context as ContextFrom<typeof connectionMachine>
    const who = account === null ? 'nobody' : `${account.proof ?? 'password'} ${serverIndex}`
    return [this.chart.at(), who, this.#phase].join(' ')
  }

  get unrest(): string | null {
    return this.chart.snapshot.tags.has('busy') ? this.place : null
  }

  get letters(): readonly WireLetter[] {
    const letters: Pick<WireLetter, 'name' | 'happen'>[] = []
    const say = (name: string, happen: WireLetter['happen']) => letters.push({ name, happen })
    const wish = (type: string, more: object = {}, name = type) =>
      say(name, () => {
        this.#count += 1
        this.chart.send({ type, commandId: `${type} ${this.#count}`, at: 1, ...more })
      })
    wish('connection.connect')
    wish('connection.use', { account: { ...account, servers } })
    wish('connection.use', { account: { ...account, servers, proof: 'token' } }, 'connection.use with a token')
    wish('connection.renewed')
    wish('connection.giveUp', { failure: { code: 'token-refused' } })
    const register = this.#registers.at(-1)
    if (register !== undefined && this.#isUp) {
      const answer = (status: string, headers: readonly string[] = []) =>
        say(`${status} to REGISTER`, () => {
          this.#registers = this.#registers.filter((other) => other !== register)
          this.#phone.wire.answer(register, status, { headers })
        })
      const contact = register.headers('Contact').map((value) => `Contact: ${value.replace(/;expires=\d+/, '')}`)
      answer(
        '200 OK',
        contact.map((value) => `${value};expires=600`),
      )
      answer('200 OK, of no binding of ours')
      answer('401 Unauthorized', [challenge])
      answer('403 Forbidden')
      answer('423 Interval Too Brief', ['Min-Expires: 1200'])
      answer('503 Service Unavailable', ['Retry-After: 5'])
    }
    const opening = this.#opening
    if (opening !== null) {
      const settle = (how: keyof Opening) => () => {
        this.#opening = null
        opening[how]()
      }
      say('the WebSocket opens', settle('open'))
      say('the WebSocket is refused', settle('refuse'))
    }
    if (this.#isUp)
      say('the WebSocket breaks', () => {
        this.#registers = []
        this.#phone.network.transport.break()
      })
    if (!this.#isLoaded && !this.#isHanging)
      for (const load of ['loads', 'fails', 'hangs'] as const)
        if (load !== this.#load)
          say(`SIP.js ${load} from now on`, () => {
            this.#load = load
          })
    say('silence', () => this.#silence())
    wish('connection.disconnect')
    wish('connection.leave')
    const at = this.chart.leaves.join()
    return letters.map(({ name, happen }) => ({ name, happen, pairs: [`${at} × ${name}, ${this.#phase}`] }))
  }

  async settle(): Promise<void> {
    const { wire } = this.#phone
    do {
      await wire.quiet()
      for (const message of wire.all.slice(this.#read)) {
        this.#read += 1
        if (message.method === 'REGISTER') this.#registers = [message]
      }
    } while (wire.all.length > this.#read)
    // Nobody answers over a connection that is gone.
    const { length } = this.#phone.network.transports
    if (!this.#isUp || length !== this.#connections) this.#registers = []
    this.#connections = length
  }

  check(): void {
    const { chart } = this
    if (chart.snapshot.status === 'error') throw chart.snapshot.error
    expect(this.#phone.errors).toEqual([])
    expect(this.#rejections).toEqual([])
    expect([...chart.pairs].filter((pair) => pair.includes('xstate.error'))).toEqual([])
    // Registered is who has a connection that stands.
    if (chart.at() === 'connected.registered') expect(this.#isUp).toBe(true)
    if (chart.at() === 'offline') expect(this.#isUp).toBe(false)
    const settled = chart.emitted.flatMap(({ type, commandId }) => (type === 'command.settled' ? [commandId] : []))
    expect(settled).toEqual([...new Set(settled)])
  }

  async leave(): Promise<void> {
    try {
      await this.#rest(() => !this.chart.snapshot.tags.has('busy'))
      this.chart.send({ type: 'connection.leave' })
      await this.settle()
      await this.#rest(() => ['offline', 'failed'].includes(this.chart.at()))
      this.check()
    } finally {
      this.chart.stop()
      vi.advanceTimersByTime(enoughMs)
      await this.settle()
      process.off('unhandledRejection', this.#reject)
      vi.clearAllTimers()
    }
    expect(this.#isUp).toBe(false)
    expect(this.#rejections).toEqual([])
  }

  async #rest(isSo: () => boolean): Promise<void> {
    for (let silences = 0; !isSo() && silences < mostSilences; silences += 1) await this.#silence()
    if (!isSo()) throw new Error(`It finds no rest: ${this.chart.at()}`)
  }

  /** Time goes by until something comes of it. */
  async #silence(): Promise<void> {
    const before = this.place
    const unanswered = this.#registers
    for (let timers = 0; timers < mostSilences && vi.getTimerCount() > 0; timers += 1) {
      vi.advanceTimersToNextTimer()
      await this.settle()
      if (this.place !== before) break
    }
    // Whoever has kept silent does not answer any more.
    this.#registers = this.#registers.filter((request) => !unanswered.includes(request))
  }

  get #isUp(): boolean {
    return this.#phone.network.transports.at(-1)?.isConnected() ?? false
  }

  get #phase(): string {
    return [
      this.#isLoaded ? 'loaded' : this.#isHanging ? 'hanging' : this.#load,
      this.#isUp ? 'up' : this.#opening === null ? 'down' : 'opening',
      ...this.#registers.map((request) => (/expires[=:] ?0\b/i.test(request.text) ? 'REGISTER to leave' : 'REGISTER')),
    ].join(' ')
  }
}
