import { expect, test } from 'vitest'
import type { PhoneIntent } from '../../src/machines/intents'
import { checkPhone } from '../support/phone-promises'
import { createRandom } from '../support/random'
import { type SilentPhone, startPhone } from '../support/silent-phone'

/*
 * Random walks of a whole phone in an honest world: what a person can ask at the moment, and what the wire can say to it, in
 * any order. (What it says that it cannot is in the call's own walks.) A walk is known by its seed;
 * WALKS=2000 FIRST_SEED=1000 in the environment hunts.
 */

const walks = Number(process.env.WALKS ?? 50)
const first = Number(process.env.FIRST_SEED ?? 1)
const longest = 100

const account = { handle: 'alice', uri: 'sip:1001@pbx.example', displayName: null, servers: ['wss://a', 'wss://b'] }
const remote = { number: '600', name: null, uri: 'sip:600@pbx.example' }
const failure = { code: 'refused' }
const callCommands = ['answer', 'decline', 'hangUp', 'hold', 'resume', 'mute', 'unmute'] as const

type Step = readonly [name: string, take: () => void]

class Walk {
  readonly phone: SilentPhone = startPhone({ maxCalls: 3 })
  readonly steps: string[] = []
  readonly opened = new Set<string>()
  #calls = 0

  take([name, take]: Step): void {
    this.steps.push(name)
    take()
  }

  get calls(): readonly string[] {
    return (this.phone.context() as { calls: string[] }).calls
  }

  /** What can happen now. */
  get choices(): Step[] {
    return [...this.#intents(), ...this.#ofConnection(), ...this.calls.flatMap((callId) => this.#ofCall(callId))]
  }

  signOut(): void {
    for (const [name, take] of this.#intents()) if (name === 'auth.signOut') this.take([name, take])
  }

  #intent(chart: string, type: PhoneIntent['type'], data: object = {}): Step[] {
    const commandId = `${type} ${this.steps.length}`
    const intent = { type, commandId, at: 1_000 + this.steps.length, ...data } as PhoneIntent
    if (chart !== 'phone' && !this.phone.can(chart, intent)) return []
    const name = 'callId' in intent ? `${type} ${intent.callId}` : type
    return [
      [
        name,
        () => {
          this.opened.add(commandId)
          this.phone.send(intent)
        },
      ],
    ]
  }

  #intents(): Step[] {
    const canDial = this.phone.at() === 'reachable' && this.calls.length < 3
    return [
      ...this.#intent('auth', 'auth.signIn', { account }),
      ...this.#intent('auth', 'auth.signOut'),
      ...this.#intent('connection', 'connection.connect'),
      ...this.#intent('connection', 'connection.disconnect'),
      ...(canDial
        ? this.#intent('phone', 'call.dial', { callId: `out${++this.#calls}`, target: remote.uri, remote })
        : []),
      ...this.calls.flatMap((callId) =>
        callCommands.flatMap((command) => this.#intent(callId, `call.${command}`, { callId })),
      ),
      ...this.#ofConferences(),
      ...this.calls.flatMap((callId) =>
        this.#intent(callId, 'call.sendDtmf', { callId, tones: '12', durationMs: 100, gapMs: 70 }),
      ),
    ]
  }

  /** As the front door would: of the calls that have been answered, and are neither being held nor resumed. */
  #ofConferences(): Step[] {
    const callIds = this.calls.filter((callId) => /hold\.(?:active|held)/.test(this.phone.at(callId) ?? ''))
    const held = callIds.filter((callId) => this.phone.at(callId)?.includes('hold.held'))
    const { live } = this.phone.context('focus') as { live: readonly string[] }
    const { members } = this.phone.context('conference') as { members: readonly string[] }
    const mixer = (type: string) => this.#fact('mixCalls', { type, failure })
    const mixing = this.phone.at('conference') === 'together.mixing'
    return [
      ...(callIds.some((callId) => !members.includes(callId)) &&
      callIds.length > 1 &&
      live.every((callId) => callIds.includes(callId))
        ? this.#intent('conference', 'conference.merge', { callId: callIds[0], callIds, held })
        : []),
      ...members.flatMap((callId) => this.#intent('conference', 'conference.split', { callId })),
      ...(mixing ? [...Array<Step>(8).fill(mixer('mix.started')), mixer('mix.refused')] : []),
      ...(this.phone.at('conference') === 'together.merged.mixed' ? [mixer('mix.interrupted')] : []),
      ...(this.phone.at('conference') === 'together.merged.interrupted' ? [mixer('mix.restored')] : []),
    ]
  }

  #fact(
    port: Parameters<SilentPhone['tell']>[0],
    fact: { type: string; [field: string]: unknown },
    callId?: string,
  ): Step {
    return [callId === undefined ? fact.type : `${fact.type} ${callId}`, () => this.phone.tell(port, fact, callId)]
  }

  #ofConnection(): Step[] {
    const at = this.phone.at('connection') ?? ''
    const connection = (fact: { type: string; [field: string]: unknown }) => this.#fact('watchConnection', fact)
    const closed = connection({ type: 'transport.closed', failure: { code: 'unreachable' }, retryAfterMs: 500 })
    const invitation = () =>
      this.#fact('watchInvitations', { type: 'invitation.received', callId: `in${++this.#calls}`, remote, at: 2_000 })
    switch (at) {
      case 'connecting':
      case 'lost.retrying':
        return [connection({ type: 'transport.connected', server: 'wss://a' }), closed]
      case 'connected.registering':
        return [
          connection({ type: 'registration.accepted', expiresAt: 600_000 }),
          connection({ type: 'registration.accepted', expiresAt: 600_000 }),
          connection({ type: 'registration.refused', failure: { code: 'forbidden' } }),
          connection({ type: 'registration.failed', failure: { code: 'server-error' }, retryAfterMs: 900 }),
        ]
      case 'connected.registered':
        return this.calls.length < 3 || this.steps.length % 8 === 0 ? [invitation(), closed] : [closed]
      case 'connected.unregistering':
        return [connection({ type: 'registration.removed' })]
      case 'disconnecting':
        return [connection({ type: 'transport.disconnected' })]
      default:
        return this.phone.at('auth') === 'signingIn.obtaining'
          ? [this.#fact('keepCredentials', { type: 'credentials.obtained', handle: 'alice', expiresAt: null })]
          : []
    }
  }

  #ofCall(callId: string): Step[] {
    const at = this.phone.at(callId) ?? ''
    const session = (fact: { type: string; [field: string]: unknown }) => this.#fact('watchSession', fact, callId)
    const media = (fact: { type: string; [field: string]: unknown }) => this.#fact('watchMedia', fact, callId)
    const ended = session({ type: 'session.ended', by: 'remote', failure: null, reason: null, at: 65_000 })
    const accepted = session({ type: 'session.accepted', remote: null, at: 5_000 })
    const steps: Step[] = []
    if (at === 'open.preparing' || at === 'open.answering')
      steps.push(
        media({ type: 'microphone.acquired' }),
        media({ type: 'microphone.refused', failure: { code: 'permission-denied' }, at: 3_000 }),
      )
    if (at === 'open.alerting' || at === 'open.answering')
      steps.push(session({ type: 'session.cancelled', by: 'caller', reason: null, at: 4_000 }))
    if (at.includes('way.dialing'))
      steps.push(
        session({ type: 'session.progressed', progress: 'ringing', at: 2_000 }),
        session({ type: 'session.rejected', failure, at: 4_000 }),
      )
    if (at.includes('way.dialing') || at.includes('way.accepting') || at === 'closing.cancelling') steps.push(accepted)
    if (at.includes('way.established') || at.startsWith('closing')) steps.push(ended)
    if (at.includes('negotiation.offering')) {
      const offer = (this.phone.asked('watchSession', callId).at(-1) as { offer: { hold: boolean } }).offer
      steps.push(
        session({ type: 'session.negotiated', offer }),
        session({ type: 'session.negotiated', offer }),
        session({ type: 'session.offerRefused', failure }),
        session({ type: 'session.offersCrossed', retryAfterMs: 2_000 }),
      )
    }
    if (at.includes('negotiation.stable') || at.includes('negotiation.crossed'))
      steps.push(session({ type: 'session.offerReceived' }))
    if (at.includes('negotiation.offered')) steps.push(session({ type: 'session.offerAnswered' }))
    if (at.includes('microphone.muting')) steps.push(media({ type: 'microphone.muted' }))
    if (at.includes('microphone.unmuting')) steps.push(media({ type: 'microphone.unmuted' }))
    return steps
  }

  /** A back-off or a crossing: longer silence would make what the wire says later a surprise. */
  get soon(): Step[] {
    const { nextMs } = this.phone.clock
    return nextMs !== undefined && nextMs < 3_000 ? [['silence', () => void this.phone.clock.fireNext()]] : []
  }
}

function check({ phone, opened }: Walk): void {
  checkPhone(phone.snapshot)
  expect(phone.open.has('mixCalls')).toBe(phone.at('conference') !== 'apart')
  // Commands: each once, and only those that were given, or follow from one: a sign-out hangs up, a merge resumes.
  const settled = phone.settled.map(([commandId]) => commandId)
  expect(settled).toEqual([...new Set(settled)])
  expect(settled.filter((commandId) => !opened.has(commandId.replace(/\/.*/, '')))).toEqual([])
}

/** What ends something, so that conversations come about. */
const isRare =
  /signOut|disconnect$|closed|registration.refused|microphone.refused|hangUp|decline|ended|cancelled|rejected/

function walkFrom(seed: number): Walk {
  const random = createRandom(seed)
  const walk = new Walk()
  const pick = (choices: readonly Step[]) => choices[Math.floor(random() * choices.length)]
  try {
    // Most begin registered: there is most to go wrong.
    const begin = ['auth.signIn', 'credentials.obtained', 'transport.connected', 'registration.accepted']
    if (random() < 0.9) for (const name of begin) walk.take(walk.choices.find(([other]) => other === name) as Step)
    const length = Math.floor(random() * longest)
    while (walk.steps.length < length) {
      const choices = [...walk.choices, ...walk.soon]
      const likely = choices.filter(([name]) => !isRare.test(name))
      const step = pick(likely.length > 0 && random() < 0.93 ? likely : choices)
      if (step === undefined) break
      walk.take(step)
      check(walk)
    }
    // In the end the person leaves, and nobody says anything any more.
    walk.signOut()
    while (walk.phone.clock.fireNext()) check(walk)
    expect(walk.calls).toEqual([])
    expect([...walk.phone.open].filter((port) => port.includes('('))).toEqual([])
    const settled = new Set(walk.phone.settled.map(([commandId]) => commandId))
    expect([...walk.opened].filter((commandId) => !settled.has(commandId))).toEqual([])
    expect(walk.phone.at('auth')).toBe('signedOut')
    return walk
  } catch (error) {
    throw new Error(`Seed ${seed}, after ${walk.steps.join(', ')}`, { cause: error })
  }
}

test('whatever a person and the wire do, at most one call is heard, and every command is settled', () => {
  const taken = new Set<string>()
  let calls = 0
  for (let seed = first; seed < first + walks; seed++) {
    const { steps } = walkFrom(seed)
    for (const step of steps) taken.add(step.replace(/ .*/, ''))
    calls += steps.filter((step) => step.startsWith('session.accepted')).length
  }
  // The walks have not been idle.
  expect(calls).toBeGreaterThan(walks)
  for (const step of [
    'call.hold',
    'call.resume',
    'session.negotiated',
    'session.offersCrossed',
    'silence',
    'conference.merge',
    'mix.started',
    'conference.split',
  ])
    expect(taken).toContain(step)
}, 300_000)
