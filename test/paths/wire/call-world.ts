import { expect, vi } from 'vitest'
import { type AnyActorLogic, type EventObject, fromCallback } from 'xstate'
import { callMachine } from '../../../src/machines/call/call.machine'
import { sdp } from '../../adapters/sip/fake-media'
import { account, server, TestPhone } from '../../adapters/sip/phone'
import type { NewRequest } from '../../adapters/sip/wire'
import { callInputs } from '../../support/call-harness'
import { FarSide } from './far-side'
import {
  atWork,
  crossings,
  decidedByTheWire,
  everything,
  type Happening,
  meetsOfCrossing,
  negotiating,
  waitingForMedia,
  wishMeets,
} from './happening'
import { RunningChart } from './running-chart'
import { mediaFacts, wishes } from './told-and-wished'
import type { WireLetter, World } from './walk'
import { lettersOfTheWire } from './wire-letters'
import { WireMedia } from './wire-media'

const silent = (): AnyActorLogic => fromCallback(() => {})

/** More than 64*T1 (RFC 3261 17.1.1.2). */
const enoughMs = 40_000

/** Longer than a call waits for its media, and less than for its far end. */
const mediaMs = 31_000

/** Less than whoever has crossed an offer waits until the next one (RFC 3261 14.1). */
const justBeforeMs = 1_000

/** More silence than it takes to give anything up. */
const mostSilences = 60

/** One call with the real adapter under it. */
export class CallWorld implements World {
  readonly chart: RunningChart
  readonly #phone: TestPhone
  readonly #far: FarSide
  readonly #callId: string
  readonly #rejections: unknown[] = []
  #media: WireMedia | null = null
  /** The chart's port of the media. */
  #tellMedia: ((fact: EventObject) => void) | null = null
  #count = 0

  /** `how`: what is special about their INVITE. */
  static async begin(direction: 'outgoing' | 'incoming', how: NewRequest = {}): Promise<CallWorld> {
    const phone = new TestPhone()
    await phone.connect()
    await phone.register()
    const far = new FarSide(phone)
    await far.settle()
    if (direction === 'outgoing') return new CallWorld(phone, far, 'a', direction)
    far.call(how)
    await far.settle()
    const { callId } = await phone.invitations.next()
    const world = new CallWorld(phone, far, callId, direction)
    await world.settle()
    return world
  }

  private constructor(phone: TestPhone, far: FarSide, callId: string, direction: 'outgoing' | 'incoming') {
    this.#phone = phone
    this.#far = far
    this.#callId = callId
    const watchMedia = fromCallback(({ sendBack, receive }) => {
      const media = new WireMedia()
      this.#media = media
      phone.media.set(callId, media)
      this.#tellMedia = sendBack
      receive(() => {})
      return () => {
        media.isClosed = true
        phone.media.delete(callId)
        this.#media = null
        this.#tellMedia = null
      }
    })
    process.on('unhandledRejection', this.#reject)
    this.chart = new RunningChart(
      callMachine,
      {
        watchSession: phone.adapter.watchSession,
        watchMedia,
        playSound: silent(),
        tones: silent(),
        recording: silent(),
        supervision: silent(),
        quality: silent(),
      },
      { ...callInputs[direction], callId },
    )
  }

  readonly #reject = (error: unknown) => void this.#rejections.push(error)

  get place(): string {
    return `${this.chart.leaves.join(', ')} | ${this.#far.stage}`
  }

  get isOver(): boolean {
    return this.chart.isOver
  }

  get letters(): readonly WireLetter[] {
    const { leaves } = this.chart
    const { phase } = this.#far
    const simple = [
      ...this.#ofTheMedia(),
      ...lettersOfTheWire(this.#far, (happen) => this.#broken(happen)),
      ...this.#ofThePerson(),
      ...this.#ofTheNetwork(),
    ]
    return [...simple, ...this.#whileTheMediaAreAtIt(simple), ...this.#late()]
      .map(({ name, happen, meets = decidedByTheWire }) => {
        const dialog = name.endsWith('to re-INVITE') ? this.#far.stage : phase
        const circumstances = meets === everything ? name : `${name}, ${dialog}`
        return {
          name,
          happen,
          pairs: leaves.filter((leaf) => meets.test(leaf)).map((leaf) => `${leaf} × ${circumstances}`),
        }
      })
      .concat({
        name: 'silence',
        happen: () => this.#silence(),
        // Which timer is the next one depends on all of them.
        pairs: [`${leaves.filter((leaf) => atWork.test(leaf)).join(' ')} × silence, ${this.#far.stage}`],
      })
  }

  get unrest(): string | null {
    if (!this.chart.snapshot.tags.has('busy')) return null
    return [...this.chart.leaves.filter((leaf) => atWork.test(leaf)), this.#far.phase].join(' ')
  }

  async settle(): Promise<void> {
    await this.#far.settle()
    // Whoever calls beside this call is told that nobody has time.
    const others = this.#phone.invitations.rest()
    for (const { callId } of others) this.#phone.invitations.send({ type: 'invitation.refuse', callId, reason: 'busy' })
    if (others.length > 0) await this.#far.settle()
  }

  check(): void {
    const { chart } = this
    if (chart.snapshot.status === 'error') throw chart.snapshot.error
    this.#far.check()
    expect(this.#phone.errors).toEqual([])
    expect(this.#rejections).toEqual([])
    expect([...chart.pairs].filter((pair) => pair.includes('xstate.error'))).toEqual([])
    const isOpen = !chart.isOver && chart.at().startsWith('open')
    expect(this.#media !== null).toBe(isOpen)
    if (chart.at('open', 'underway', 'hold') === 'held') expect(this.#far.agreed).toMatch(/^(?:sendonly|inactive)$/)
    expect(chart.emitted.filter(({ type }) => type === 'call.ended')).toHaveLength(chart.isOver ? 1 : 0)
  }

  async leave(): Promise<void> {
    try {
      await this.#rest(() => this.isOver || !this.chart.snapshot.tags.has('busy'))
      if (!this.isOver) {
        this.chart.send({ type: 'call.hangUp', callId: this.#callId, commandId: 'leave', at: 1 })
        await this.settle()
        await this.#rest(() => this.isOver)
      }
      this.check()
      // Whatever has not been answered by now never will be.
      vi.advanceTimersByTime(enoughMs)
      await this.settle()
      await this.#far.checkOver()
      expect(this.#phone.errors).toEqual([])
      expect(this.#rejections).toEqual([])
    } finally {
      this.abandon()
    }
  }

  /** It is of no use any more. */
  abandon(): void {
    this.chart.stop()
    process.off('unhandledRejection', this.#reject)
    vi.clearAllTimers()
  }

  /** Nobody says anything until it is so. */
  async #rest(isSo: () => boolean): Promise<void> {
    for (let silences = 0; !isSo() && silences < mostSilences; silences += 1) await this.#silence()
    if (!isSo()) throw new Error(`It finds no rest: ${this.chart.at()}`)
  }

  /** Time goes by until something comes of it. */
  async #silence(): Promise<void> {
    const before = this.place
    for (let timers = 0; timers < mostSilences && vi.getTimerCount() > 0; timers += 1) {
      vi.advanceTimersToNextTimer()
      await this.settle()
      if (this.place !== before) break
    }
  }

  #ofTheMedia(): Happening[] {
    if (this.#tellMedia === null) return []
    return mediaFacts.map(({ name, event }) => ({
      name,
      meets: everything,
      happen: () => this.#tellMedia?.(event),
    }))
  }

  #ofThePerson(): Happening[] {
    return wishes.map(({ name, event }) => ({
      name,
      meets: wishMeets(name),
      happen: () => {
        this.#count += 1
        this.chart.send({ ...event, ...(event.commandId === '' ? { commandId: `${name} ${this.#count}` } : {}) })
      },
    }))
  }

  #ofTheNetwork(): Happening[] {
    const letters: Happening[] = []
    if (this.#tellMedia)
      letters.push(
        {
          name: 'silence of the media',
          meets: waitingForMedia,
          happen: () => void vi.advanceTimersByTime(mediaMs),
        },
        {
          name: 'microphone.acquired, and no description can be made',
          happen: () => this.#broken(() => this.#tellMedia?.({ type: 'microphone.acquired' })),
        },
      )
    letters.push(
      this.#far.isUp
        ? { name: 'the WebSocket breaks', happen: () => this.#far.break() }
        : {
            name: 'the WebSocket is back',
            happen: async () => {
              this.#phone.connection.send({ type: 'transport.connect', account, server })
              await this.settle()
              this.#phone.connection.send({ type: 'registration.register' })
            },
          },
    )
    return letters
  }

  /** Letters that cross: the second one comes before the media have done what the first one asks of them. */
  #whileTheMediaAreAtIt(letters: readonly Happening[]): Happening[] {
    const media = this.#media
    if (media === null) return []
    const find = (name: string) => letters.find((letter) => letter.name === name)
    return crossings.flatMap(([one, others]) => {
      const first = find(one)
      if (first === undefined) return []
      return others.flatMap((other) => {
        const second = find(other)
        if (second === undefined) return []
        const happen = async () => {
          let release = () => {}
          media.gate = new Promise((resolve) => {
            release = resolve
          })
          await first.happen()
          await this.settle()
          // What it has led to may have made this impossible.
          if (!this.isOver && this.letters.some(({ name }) => name === other)) await second.happen()
          await this.settle()
          media.gate = null
          release()
        }
        const meets = meetsOfCrossing(other)
        return [{ name: `${one}, and meanwhile ${other}`, meets, happen }]
      })
    })
  }

  /** What comes when nobody waits for it any more, or just then; and meanwhile the person wants something, or nothing. */
  #late(): Happening[] {
    const far = this.#far
    const media = this.#media
    if (far.far === null || media === null) return []
    const letters: Happening[] = []
    const late = (name: string, happen: (wish: () => Promise<void>) => Promise<void>) => {
      for (const wish of ['nothing', 'call.hold', 'call.resume'])
        letters.push({
          name: `${name}, and meanwhile ${wish}`,
          meets: negotiating,
          happen: () => happen(() => this.#wish(wish)),
        })
    }
    late('their INVITE, sendrecv, to which the media are slow', async (wish) => {
      let release = () => {}
      media.gate = new Promise((resolve) => {
        release = resolve
      })
      far.request('INVITE', { body: sdp('sendrecv') })
      await this.settle()
      await wish()
      await this.#passTime(enoughMs)
      media.gate = null
      release()
    })
    const reInvite = far.waiting('re-INVITE')
    if (reInvite !== undefined)
      for (const [status, body] of [
        ['200 OK', sdp('recvonly')],
        ['488 Not Acceptable Here', ''],
        ['491 Request Pending', ''],
      ] as const)
        late(`${status} to re-INVITE, late`, async (wish) => {
          far.answer(reInvite, '100 Trying')
          await this.#passTime(enoughMs)
          await wish()
          if (far.waiting('re-INVITE') === reInvite) far.answer(reInvite, status, { body })
        })
    const { refreshInMs } = far
    if (refreshInMs !== null && refreshInMs > justBeforeMs)
      late('offers that cross when the session is to be refreshed', async (wish) => {
        await this.#passTime(refreshInMs - justBeforeMs)
        await wish()
        const offer = far.waiting('re-INVITE')
        if (offer !== undefined) far.answer(offer, '491 Request Pending')
        await this.settle()
        await this.#passTime(justBeforeMs)
      })
    return letters
  }

  async #wish(wish: string): Promise<void> {
    await this.#ofThePerson()
      .find(({ name }) => name === wish)
      ?.happen()
    await this.settle()
  }

  async #passTime(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms)
    await this.settle()
  }

  async #broken(happen: () => void): Promise<void> {
    const media = this.#media
    if (media) media.isBroken = true
    happen()
    await this.settle()
    if (media) media.isBroken = false
  }
}

/** The ways in which a call can begin. */
export const begins: readonly (() => Promise<CallWorld>)[] = [
  () => CallWorld.begin('outgoing'),
  () => CallWorld.begin('incoming'),
  () => CallWorld.begin('incoming', { headers: ['Require: 100rel'] }),
  () => CallWorld.begin('incoming', { body: '' }),
]
