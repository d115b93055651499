import { expect, vi } from 'vitest'
import { type AnyActorLogic, type EventObject, fromCallback } from 'xstate'
import { callMachine } from '../../../src/machines/call/call.machine'
import { FakeMedia, sdp } from '../../adapters/sip/fake-media'
import { account, server, TestPhone } from '../../adapters/sip/phone'
import type { NewRequest } from '../../adapters/sip/wire'
import { callInputs } from '../../support/call-harness'
import type { Fed } from '../../support/chart-harness'
import { payloads } from '../model/payloads'
import { FarSide } from './far-side'
import { RunningChart } from './running-chart'
import type { WireLetter, World } from './walk'

/** Media that do as they are told, and keep to our hold as real ones do. */
class WireMedia extends FakeMedia {
  isBroken = false
  /** What they are asked waits for this. */
  gate: Promise<void> | null = null
  #wanted = false
  #agreed = false

  override createOffer(options: { readonly hold: boolean }): Promise<string> {
    this.#wanted = options.hold
    return this.#unlessBroken(() => super.createOffer(options))
  }

  override async createAnswer(offer: string): Promise<string> {
    const answer = await this.#unlessBroken(() => super.createAnswer(offer))
    // An offer of ours that was under way is withdrawn.
    this.#wanted = this.#agreed
    return this.#agreed ? answer.replace('a=sendrecv', 'a=sendonly').replace('a=recvonly', 'a=inactive') : answer
  }

  override async acceptAnswer(answer: string, options = { isProvisional: false }): Promise<void> {
    await this.#unlessBroken(() => super.acceptAnswer(answer, options))
    if (!options.isProvisional) this.#agreed = this.#wanted
  }

  override async rollBack(): Promise<void> {
    await super.rollBack()
    this.#wanted = this.#agreed
  }

  async #unlessBroken<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.gate
    if (this.isBroken) throw new Error('broken on purpose')
    return work()
  }
}

const silent = (): AnyActorLogic => fromCallback(() => {})

/** More than 64*T1 (RFC 3261 17.1.1.2). */
const enoughMs = 40_000

/** Longer than a call waits for its media, and less than for its far end. */
const mediaMs = 31_000

/** Less than whoever has crossed an offer waits until the next one (RFC 3261 14.1). */
const justBeforeMs = 1_000

/** More silence than it takes to give anything up. */
const mostSilences = 60

interface Happening {
  readonly name: string
  readonly happen: () => void | Promise<void>
  /** The states that it is to meet; those that the wire decides on unless it says otherwise. */
  readonly meets?: RegExp
}

const interruptions = ['call.hangUp 1', 'the WebSocket breaks', 'their BYE']
const theirInvites = [
  'their INVITE, sendonly',
  'their INVITE without an offer',
  'their INVITE with Replaces',
  'somebody else’s INVITE',
]
const crossings: readonly (readonly [one: string, others: readonly string[]])[] = [
  ['microphone.acquired', ['their CANCEL', 'transfer.withdraw', ...interruptions]],
  ['200 OK to INVITE', ['their INVITE, sendrecv', 'transfer.withdraw', ...interruptions]],
  ['200 OK to re-INVITE', ['their INVITE, sendrecv', ...interruptions]],
  ['call.hold', ['their INVITE, sendrecv', 'their UPDATE, sendrecv', 'call.resume', ...interruptions]],
  ['call.resume', ['call.hold']],
  ['their INVITE, sendrecv', ['call.hold', 'call.resume', ...theirInvites, ...interruptions]],
  ['their UPDATE, sendrecv', ['call.hold', ...interruptions]],
  ['their INVITE with Replaces', ['call.hold', 'call.resume', ...theirInvites, ...interruptions]],
]

const everything = /./
const decidedByTheWire =
  /^open\.(?!underway)|^closing|\.(?:way|progress|earlyMedia|negotiation|hold|remoteHold|referral|recording)\./
/** Where it is on its way from the INVITE to the end. */
const onItsWay = /^open\.(?!underway)|^closing|\.way\./
const negotiating = /\.negotiation\./
const offering = /\.(?:negotiation|hold)\./
const waitingForMedia = /\.microphone\.(?:un)?muting$|\.capture\.silent\.replacing$/
const orSentElsewhere = /^open\.(?!underway)|^closing|\.(?:way|referral)\./
/** Where something is outstanding. */
const atWork = /^open\.(?!underway)|^closing|\.(?:way|negotiation|hold)\./

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
    const simple = [...this.#ofTheMedia(), ...this.#ofTheWire(), ...this.#ofThePerson(), ...this.#ofTheNetwork()]
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

  #ofTheWire(): Happening[] {
    const letter = (name: string, happen: Happening['happen']): Happening => ({ name, happen })
    const far = this.#far
    const letters: Happening[] = []
    const answers = (label: string, statuses: Readonly<Record<string, Parameters<FarSide['answer']>[2]>>) => {
      const request = far.waiting(label)
      if (request)
        for (const [status, answer] of Object.entries(statuses))
          letters.push({
            name: `${status} to ${label}`,
            meets: meetsOf(label, status),
            happen: () => far.answer(request, status.replace(/,.*/, ''), answer),
          })
    }
    const theirs = (name: string, happen: () => void, meets = decidedByTheWire) => {
      if (far.far !== null) letters.push({ name, happen, meets })
    }
    theirs('their INFO, Record: on', () => far.request('INFO', { headers: ['Record: on'] }))
    theirs('their INFO, Record: off', () => far.request('INFO', { headers: ['Record: off'] }))
    for (const [name, state, body] of [
      ['100', 'active;expires=60', 'SIP/2.0 100 Trying'],
      ['200', 'terminated;reason=noresource', 'SIP/2.0 200 OK'],
      ['486', 'terminated;reason=noresource', 'SIP/2.0 486 Busy Here'],
      ['nothing', 'terminated;reason=timeout', ''],
    ] as const)
      theirs(`their NOTIFY of ${name}`, () =>
        far.request('NOTIFY', {
          headers: ['Event: refer', `Subscription-State: ${state}`],
          body,
          contentType: 'message/sipfrag;version=2.0',
        }),
      )
    theirs('their REFER', () => {
      far.request('REFER', { headers: ['Refer-To: <sip:1003@pbx.example>'] })
    })
    theirs('their UPDATE', () => far.request('UPDATE'))
    for (const direction of ['sendonly', 'sendrecv'])
      for (const method of ['UPDATE', 'INVITE'])
        theirs(`their ${method}, ${direction}`, () => far.request(method, { body: sdp(direction) }))
    theirs('their INVITE without an offer', () => far.request('INVITE'))
    for (const label of far.unacknowledged) letters.push(letter(`their ACK to ${label}`, () => far.acknowledge(label)))
    theirs('their INVITE with Replaces', () => far.replace())
    theirs('somebody else’s INVITE', () => void far.call())
    theirs('their PRACK', () => far.request('PRACK', { headers: ['RAck: 1 1 INVITE'] }), onItsWay)
    for (const label of ['INVITE', 're-INVITE']) {
      const request = far.waiting(label)
      if (request && !far.hasAnswer(request))
        letters.push(letter(`183, reliable, to ${label}`, () => far.answerReliably(request, 'recvonly')))
      if (request && far.hasAnswer(request)) answers(label, { '200 OK, with nothing more': {} })
    }
    answers('re-INVITE', {
      '100 Trying': {},
      '491 Request Pending': {},
      '488 Not Acceptable Here': {},
      '503 Service Unavailable': { headers: ['Retry-After: 5'] },
      '200 OK': { body: sdp('recvonly') },
      '200 OK, inactive': { body: sdp('inactive') },
      '302 Moved Temporarily': { headers: ['Contact: <sip:1009@pbx.example>'] },
      '481 Call Does Not Exist': {},
    })
    answers('REFER', {
      '202 Accepted': {},
      '202 Accepted, and no more': { headers: ['Refer-Sub: false'] },
      '403 Forbidden': {},
      '481 Call Does Not Exist': {},
    })
    answers('UPDATE', { '200 OK': {}, '405 Method Not Allowed': {}, '481 Call Does Not Exist': {} })
    answers('INVITE', {
      '100 Trying': {},
      '180 Ringing': {},
      '181 Call Is Being Forwarded': {},
      '182 Queued': {},
      '183 Session Progress': { body: sdp('sendrecv') },
      '401 Unauthorized': { headers: ['WWW-Authenticate: Digest algorithm=MD5, realm="pbx.example", nonce="n1"'] },
      '422 Session Interval Too Small': { headers: ['Min-SE: 1800'] },
      '302 Moved Temporarily': { headers: ['Contact: <sip:1009@pbx.example>'] },
      '200 OK': { body: sdp('sendrecv') },
      '200 OK, with a timer': {
        body: sdp('sendrecv'),
        headers: ['Session-Expires: 90;refresher=uac', 'Require: timer', 'Allow: INVITE, ACK, BYE, CANCEL'],
      },
      '200 OK, with a timer and UPDATE': {
        body: sdp('sendrecv'),
        headers: ['Session-Expires: 90;refresher=uac', 'Require: timer', 'Allow: INVITE, ACK, BYE, CANCEL, UPDATE'],
      },
      '403 Forbidden': {},
      '404 Not Found': {},
      '408 Request Timeout': {},
      '480 Temporarily Unavailable': {},
      '486 Busy Here': {},
      '487 Request Terminated': {},
      '491 Request Pending': {},
      '500 Server Internal Error': {},
      '503 Service Unavailable': { headers: ['Retry-After: 5'] },
      '603 Decline': {},
    })
    const invite = far.waiting('INVITE')
    if (invite)
      letters.push(
        letter('200 OK to INVITE, from two', () => far.answerTwice(invite)),
        letter('200 OK to INVITE, of no use', () =>
          this.#broken(() => far.answer(invite, '200 OK', { body: sdp('sendrecv') })),
        ),
      )
    const reInvite = far.waiting('re-INVITE')
    if (reInvite)
      letters.push(
        letter('200 OK to re-INVITE, of no use', () =>
          this.#broken(() => far.answer(reInvite, '200 OK', { body: sdp('recvonly') })),
        ),
      )
    if (far.stage.includes('their INVITE')) {
      letters.push(letter('their CANCEL', () => far.cancel()))
      letters.push(letter('their CANCEL, answered elsewhere', () => far.cancel(['Reason: SIP;cause=200'])))
    }
    answers('BYE', { '200 OK': {}, '481 Call Does Not Exist': {} })
    theirs('their BYE', () => far.request('BYE'), atWork)
    theirs('their BYE, busy', () => far.request('BYE', { headers: ['Reason: Q.850;cause=17;text="User busy"'] }))
    return letters
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

function meetsOfCrossing(other: string): RegExp {
  if (interruptions.includes(other)) return onItsWay
  return theirInvites.includes(other) ? negotiating : atWork
}

/** What ends a call is tried where something is outstanding: to try it, another one has to be made. */
function meetsOf(label: string, status: string): RegExp {
  if (label === 'INVITE' && /^[3-6]/.test(status)) return onItsWay
  if (label === 're-INVITE' && !status.includes('inactive')) return offering
  return status.startsWith('481') ? atWork : decidedByTheWire
}

function wishMeets(name: string): RegExp {
  if (/^call\.(?:mute|unmute|sendDtmf|setSupervision|startRecording|stopRecording)/.test(name)) return everything
  if (/^call\.(?:hangUp|decline|deflect)/.test(name)) return name === 'call.hangUp 1' ? atWork : onItsWay
  return name === 'transfer.end' ? orSentElsewhere : decidedByTheWire
}

/** Every event of these types, in each of its ways. */
function ofTypes(types: RegExp): { readonly name: string; readonly event: Fed }[] {
  return Object.entries(payloads as Readonly<Record<string, readonly unknown[]>>).flatMap(([type, variants]) =>
    types.test(type)
      ? variants
          .filter((payload) => typeof payload === 'object')
          .map((payload, index) => ({
            name: variants.length === 1 ? type : `${type} ${index + 1}`,
            event: { type, ...(payload as object) },
          }))
      : [],
  )
}

const mediaFacts = ofTypes(/^(?:media|microphone)\./)
const wishes = ofTypes(
  /^call\.(?!cancelTransfer|completeTransfer|consult|dial|transfer)|^focus\.(?:yield|retreat)$|^transfer\.(?:refer|end|withdraw)$/,
)
