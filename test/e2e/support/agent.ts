import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Phone } from '../../../src/api/phone'
import type { CallView, PhoneState } from '../../../src/api/state'
import { isDriving } from '../../../src/trace/entry'
import { readTrace } from '../../../src/trace/read-trace'
import { verifyTrace } from '../../../src/trace/replay'
import { eventually } from '../../support/eventually'
import {
  countBriefSounds,
  countMicrophonesAtBriefSounds,
  countOpenMicrophones,
  listSounds,
  measureSound,
  type Sound,
} from './instruments'

type PhoneCommandName = {
  [Name in keyof Phone]: Phone[Name] extends (...args: never[]) => Promise<unknown> ? Name : never
}[keyof Phone]

/** How a promise of the public API was settled. */
export type Settled =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: string; readonly message: string }

/** A SIP message as it crossed the page's WebSocket. */
export interface SipMessage {
  readonly direction: 'in' | 'out'
  readonly text: string
}

/** One person at the host shell, with a phone in it. Waits are for conditions, and name what they waited for. */
export class Agent {
  readonly page: Page
  readonly name: string
  /** What the page reported as errors: a test expects none. */
  readonly errors: string[] = []
  /** Every SIP message, in order. */
  readonly sip: SipMessage[] = []

  constructor(page: Page, name: string) {
    this.page = page
    this.name = name
    page.on('pageerror', (error) => this.errors.push(String(error)))
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => this.sip.push({ direction: 'out', text: String(payload) }))
      socket.on('framereceived', ({ payload }) => this.sip.push({ direction: 'in', text: String(payload) }))
    })
  }

  /** The phone's panel, apart from what the host shell shows of its calls. */
  get panel(): Locator {
    return this.page.locator('#phone')
  }

  button(name: string): Locator {
    return this.panel.getByRole('button', { name, exact: true })
  }

  get number(): Locator {
    return this.panel.getByRole('textbox', { name: 'Number or name' })
  }

  get status(): Locator {
    return this.panel.getByRole('status', { name: 'Phone status' })
  }

  /** The messages that came in, or went out, whose first line is like that. */
  sipMessages(direction: 'in' | 'out', firstLine: RegExp): string[] {
    return this.sip
      .filter((message) => message.direction === direction && firstLine.test(message.text))
      .map(({ text }) => text)
  }

  state(): Promise<PhoneState> {
    return this.page.evaluate(() => (globalThis as unknown as { callchart: Phone }).callchart.getState())
  }

  async call(): Promise<CallView | undefined> {
    const { calls, focusedCallId } = await this.state()
    return calls.find(({ id }) => id === focusedCallId)
  }

  /** Gives a command through the public API, and tells how its promise was settled. */
  command(name: PhoneCommandName, ...args: unknown[]): Promise<Settled> {
    return this.page.evaluate(
      async ([method, parameters]) => {
        const { callchart } = globalThis as unknown as {
          callchart: Record<string, (...args: unknown[]) => Promise<unknown>>
        }
        try {
          return { ok: true as const, value: await callchart[method]?.(...parameters) }
        } catch (error) {
          const { code, message } = error as { code: string; message: string }
          return { ok: false as const, code, message }
        }
      },
      [name, args] as const,
    )
  }

  /** Waits until the state is as `is` says. */
  async until(what: string, is: (state: PhoneState) => boolean, timeoutMs?: number): Promise<PhoneState> {
    let state: PhoneState | undefined
    const holds = async () => is((state = await this.state()))
    await eventually(`${this.name}: ${what}`, holds, { timeoutMs }).catch((cause: unknown) => {
      throw new Error(`${String(cause)}; the state is ${JSON.stringify(state)}`, { cause })
    })
    return state as PhoneState
  }

  async untilReady(): Promise<this> {
    await this.page.waitForFunction(() => (globalThis as { callchart?: unknown }).callchart !== undefined)
    await this.until('registered', ({ connection }) => connection.status === 'registered')
    return this
  }

  async untilRinging(): Promise<CallView> {
    const isRinging = ({ phase }: CallView) => phase === 'alerting'
    const { calls } = await this.until('it rings', (state) => state.calls.some(isRinging))
    return calls.find(isRinging) as CallView
  }

  async untilTalking(): Promise<void> {
    await this.until('they talk', ({ calls: [call] }) => call?.phase === 'established' && call.media === 'flowing')
  }

  sound(): Promise<Sound> {
    return this.page.evaluate(measureSound)
  }

  /** Waits until sound has come in that was not there before: packets, and energy in them. */
  async untilHears(): Promise<void> {
    const before = await this.sound()
    const hears = async () => {
      const now = await this.sound()
      return now.received > before.received + 10 && now.energy > before.energy + 1e-4
    }
    await eventually(`${this.name} hears something`, hears, { intervalMs: 100 })
  }

  /** Waits until the only call is heard, packets and energy, before anybody has answered it. */
  async untilHearsEarly(): Promise<void> {
    const hears = async () => {
      const [{ received, energy }, { calls }] = await Promise.all([this.sound(), this.state()])
      const [call] = calls
      return call?.phase === 'dialing' && call.earlyMedia === 'flowing' && received > 10 && energy > 1e-4
    }
    await eventually(`${this.name} hears something before the answer`, hears)
  }

  /** The energy that came in while `seconds` of RTP packets (50 a second) were received: no clock is waited for. */
  async energyOverPackets(packets: number): Promise<number> {
    const before = await this.sound()
    const came = async () => (await this.sound()).received - before.received >= packets
    await eventually(`${this.name}: ${packets} RTP packets`, came, { timeoutMs: 20_000 })
    return (await this.sound()).energy - before.energy
  }

  /** The page's clock goes on at once by so many ms; the page was opened with `hasOwnClock`. The wire's does not. */
  skip(ms: number): Promise<void> {
    return this.page.clock.fastForward(ms)
  }

  /** The phone's own sounds that go on: `ringtone`, `knock`, `ringback`. */
  sounds(): Promise<string[]> {
    return this.page.evaluate(listSounds)
  }

  /** How many of them ended by themselves, or will. */
  briefSounds(): Promise<number> {
    return this.page.evaluate(countBriefSounds)
  }

  /** How many microphones were open when each of them began. */
  microphonesAtBriefSounds(): Promise<number[]> {
    return this.page.evaluate(countMicrophonesAtBriefSounds)
  }

  openMicrophones(): Promise<number> {
    return this.page.evaluate(countOpenMicrophones)
  }

  /** What every test ends with: nothing is left open, and the trace replays to the same states. */
  async expectCleanEnd(): Promise<void> {
    await this.until('no call is left', ({ calls }) => calls.length === 0)
    await eventually(`${this.name} has no open microphone`, async () => (await this.openMicrophones()) === 0)
    const text = await this.page.evaluate(() => (globalThis as unknown as { callchart: Phone }).callchart.exportTrace())
    const trace = readTrace(text)
    expect(trace.entries.length, 'entries in the trace').toBeGreaterThan(0)
    const compared = new URL(this.page.url()).searchParams.get('trace') === 'states' ? 'whole' : 'changes'
    expect(trace.header.states, 'what the trace can be compared with').toBe(compared)
    if (compared === 'whole')
      expect(
        trace.entries.filter(isDriving).every(({ states }) => states !== undefined),
        'every entry has the states after it',
      ).toBe(true)
    expect(verifyTrace(trace), `${this.name}'s trace replays to the same states`).toBeNull()
    expect(this.errors, `${this.name}'s page errors`).toEqual([])
  }
}
