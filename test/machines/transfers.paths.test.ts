import { expect, test } from 'vitest'
import type { PhoneIntent } from '../../src/machines/intents'
import { createRandom } from '../support/random'
import { type SilentPhone, startPhone } from '../support/silent-phone'

/*
 * Random walks of a phone that transfers and is transferred: whatever the person can ask and the wire can say, in any order,
 * with a hang-up by any of the three at any moment. A walk is known by its seed; WALKS=2000 FIRST_SEED=1000 in the
 * environment hunts.
 */

const walks = Number(process.env.WALKS ?? 40)
const first = Number(process.env.FIRST_SEED ?? 1)
const longest = 60

const account = { handle: 'alice', uri: 'sip:1001@pbx.example', displayName: null, servers: ['wss://a'] }
const remote = { number: '1003', name: null, uri: 'sip:1003@pbx.example' }
const failure = { code: 'refused' }

type Step = readonly [name: string, take: () => void]
type Fact = { type: string; [field: string]: unknown }

class Walk {
  readonly phone: SilentPhone = startPhone({ maxCalls: 3 })
  readonly steps: string[] = []
  readonly opened = new Set<string>()
  /** The REFERs that have come in. */
  readonly requests: string[] = []
  #names = 0

  take([name, take]: Step): void {
    this.steps.push(name)
    take()
  }

  get calls(): readonly string[] {
    return (this.phone.context() as { calls: string[] }).calls
  }

  register(): void {
    const at = 1
    for (const [port, fact] of [
      ['keepCredentials', { type: 'credentials.obtained', handle: 'alice', expiresAt: null }],
      ['watchConnection', { type: 'transport.connected', server: 'wss://a' }],
      ['watchConnection', { type: 'registration.accepted', expiresAt: 600_000 }],
    ] as const) {
      if (port === 'keepCredentials') this.phone.send({ type: 'auth.signIn', commandId: 'signIn', at, account })
      this.phone.tell(port, fact)
    }
  }

  get choices(): Step[] {
    return [...this.#intents(), ...this.calls.flatMap((callId) => this.#ofCall(callId))]
  }

  #intent(chart: string, type: PhoneIntent['type'], data: object): Step[] {
    const commandId = `${type} ${this.steps.length}`
    const intent = { type, commandId, at: 1_000 + this.steps.length, ...data } as PhoneIntent
    if (chart !== 'phone' && !this.phone.can(chart, intent)) return []
    const take = () => {
      this.opened.add(commandId)
      this.phone.send(intent)
    }
    return [[`${type} ${'callId' in intent ? intent.callId : ''}`, take]]
  }

  #intents(): Step[] {
    const hasRoom = this.calls.length < 3
    const next = () => `c${++this.#names}`
    const target = { target: remote.uri, remote, data: null }
    const talked = this.calls.filter((callId) => this.phone.at(callId)?.includes('way.established'))
    return [
      ...(this.calls.length === 0 ? this.#intent('phone', 'call.dial', { callId: next(), ...target }) : []),
      ...talked.flatMap((callId) => [
        ...this.#intent('transfer', 'call.transfer', { callId, ...target }),
        ...(hasRoom ? this.#intent('transfer', 'call.consult', { callId, consultId: next(), ...target }) : []),
      ]),
      ...this.calls.flatMap((callId) => [
        ...this.#intent('transfer', 'call.completeTransfer', { callId }),
        ...this.#intent('transfer', 'call.cancelTransfer', { callId }),
        ...this.#intent('transferee', 'transferee.accept', { callId, newCallId: 'x' }),
        ...this.#intent('transferee', 'transferee.refuse', { callId }),
        ...this.#intent(callId, 'call.resume', { callId }),
        ...this.#intent(callId, 'call.hangUp', { callId }),
      ]),
    ]
  }

  #ofCall(callId: string): Step[] {
    const at = this.phone.at(callId) ?? ''
    const session = (fact: Fact): Step => [
      `${fact.type} ${callId}`,
      () => this.phone.tell('watchSession', fact, callId),
    ]
    const accepted = session({ type: 'session.accepted', remote: null, at: 5_000 })
    const ended = session({ type: 'session.ended', by: 'remote', failure: null, reason: null, at: 65_000 })
    const steps: Step[] = []
    if (at === 'open.preparing')
      steps.push([
        `microphone.acquired ${callId}`,
        () => this.phone.tell('watchMedia', { type: 'microphone.acquired' }, callId),
      ])
    if (at.includes('way.dialing'))
      steps.push(
        session({ type: 'session.progressed', progress: 'ringing', at: 2_000 }),
        session({ type: 'session.rejected', failure, at: 4_000 }),
      )
    if (/way\.(?:dialing|withdrawing)|closing\.cancelling/.test(at)) steps.push(accepted)
    if (/way\.(?:established|withdrawing)|^closing/.test(at)) steps.push(ended)
    if (at.includes('negotiation.offering')) {
      const { offer } = this.phone.asked('watchSession', callId).findLast(isOffer) as { offer: object }
      steps.push(
        session({ type: 'session.negotiated', offer }),
        session({ type: 'session.negotiated', offer }),
        session({ type: 'session.offerRefused', failure }),
      )
    }
    if (at.includes('outstanding.asked'))
      steps.push(
        session({ type: 'session.referAccepted', willNotify: true }),
        session({ type: 'session.referAccepted', willNotify: false }),
        session({ type: 'session.referRefused', failure }),
      )
    if (at.includes('referral.outstanding'))
      steps.push(
        session({ type: 'session.referProgressed', sipStatus: 180, text: '' }),
        session({ type: 'session.referEnded', ok: true }),
        session({ type: 'session.referEnded', ok: false, failure }),
      )
    if (at.includes('way.established'))
      steps.push(session({ type: 'session.replaced', remote }), [
        `refer.received ${callId}`,
        () => {
          const requestId = `r${this.requests.push(`r${this.requests.length + 1}`)}`
          const request = { requestId, callId, kind: 'blind', target: remote, by: null, at: 3_000 }
          this.phone.tell('watchTransferRequests', { type: 'refer.received', ...request })
        },
      ])
    return steps
  }

  /** What a request was answered with, in order. */
  answersTo(id: string): string[] {
    const asked = this.phone.asked('watchTransferRequests') as { type: string; requestId: string }[]
    return asked.filter(({ requestId }) => requestId === id).map(({ type }) => type)
  }
}

const isOffer = (command: unknown): boolean => (command as { type?: string }).type === 'session.offer'
const isLive = (at: string) => /^open\.preparing$|way\.dialing|hold\.(?:active|holding|resuming)/.test(at)

function check(walk: Walk): void {
  const { phone, calls } = walk
  expect(phone.isAlive).toBe(true)
  expect(calls.filter((callId) => isLive(phone.at(callId) ?? '')).length).toBeLessThanOrEqual(1)
  const settled = phone.settled.map(([commandId]) => commandId)
  expect(settled).toEqual([...new Set(settled)])

  // A transfer under way has a call that it is about.
  const { transfer } = phone.context('transfer') as { transfer: { callId: string; consultId: string | null } | null }
  if (phone.at('transfer') !== 'idle') expect(calls).toContain(transfer?.callId)
  if (/consulting\.(?:calling|talking)|withdrawing/.test(phone.at('transfer') ?? ''))
    expect(calls).toContain(transfer?.consultId)

  // A REFER is answered once: refused, or accepted, and then perhaps told of a failure; and only then is anybody called.
  for (const id of walk.requests) {
    const answers = walk.answersTo(id)
    expect([[], ['refer.refuse'], ['refer.accept'], ['refer.accept', 'refer.refuse']]).toContainEqual(answers)
    if (calls.includes(id)) expect(answers[0]).toBe('refer.accept')
  }
  const { request } = phone.context('transferee') as { request: { callId: string; requestId: string } | null }
  if (phone.at('transferee') === 'asked') expect(calls).toContain(request?.callId)
  if (phone.at('transferee') === 'dialing.calling') expect(calls).toContain(request?.requestId)
}

const isRare = /hangUp|ended|rejected|Refused|replaced|refuse /

function walkFrom(seed: number): Walk {
  const random = createRandom(seed)
  const walk = new Walk()
  const pick = (choices: readonly Step[]) => choices[Math.floor(random() * choices.length)]
  try {
    walk.register()
    const length = 10 + Math.floor(random() * longest)
    while (walk.steps.length < length) {
      const { choices } = walk
      const likely = choices.filter(([name]) => !isRare.test(name))
      const step = pick(likely.length > 0 && random() < 0.85 ? likely : choices)
      if (step === undefined) break
      walk.take(step)
      check(walk)
    }
    walk.phone.send({ type: 'auth.signOut', commandId: 'signOut', at: 9_000 })
    while (walk.phone.clock.fireNext()) check(walk)
    expect(walk.calls).toEqual([])
    expect([...walk.phone.open].filter((port) => port.includes('('))).toEqual([])
    expect(walk.phone.at('transfer')).toBe('idle')
    expect(walk.phone.at('transferee')).toMatch(/^(?:idle|failed)$/)
    for (const id of walk.requests) expect(walk.answersTo(id)).not.toEqual([])
    const settled = new Set(walk.phone.settled.map(([commandId]) => commandId))
    expect([...walk.opened].filter((commandId) => !settled.has(commandId))).toEqual([])
    return walk
  } catch (error) {
    throw new Error(`Seed ${seed}, after ${walk.steps.join(', ')}`, { cause: error })
  }
}

test('whoever transfers, is transferred or hangs up, at whatever moment: nobody is left on a line, and every command is settled', () => {
  const emitted = new Set<string>()
  const taken = new Set<string>()
  for (let seed = first; seed < first + walks; seed++) {
    const { phone, steps } = walkFrom(seed)
    for (const { type } of phone.emitted) emitted.add(type)
    for (const step of steps) taken.add(step.replace(/ .*/, ''))
  }
  // The walks have not been idle.
  for (const outcome of ['transferred', 'transferFailed', 'transferCancelled'])
    expect(emitted).toContain(`call.${outcome}`)
  for (const outcome of ['Refused', 'Followed', 'Failed']) expect(emitted).toContain(`call.transferRequest${outcome}`)
  for (const step of ['call.completeTransfer', 'session.referEnded', 'session.replaced', 'transferee.accept'])
    expect(taken).toContain(step)
}, 300_000)
