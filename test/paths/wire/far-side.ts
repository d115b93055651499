import { expect } from 'vitest'
import { silenceMs } from '../../../src/adapters/sip/timing'
import { sdp } from '../../adapters/sip/fake-media'
import { FarEnd, sameTransaction } from '../../adapters/sip/far-end'
import type { SipMessage } from '../../adapters/sip/message'
import type { TestPhone } from '../../adapters/sip/phone'
import type { Answer, NewRequest } from '../../adapters/sip/wire'

/** A request of the far side. */
interface Theirs {
  readonly request: SipMessage
  /** Final responses to it; a 2xx to an INVITE may be repeated until its ACK comes. */
  readonly finals: Set<string>
}

/** Our INVITE that has had a 2xx from whoever has this tag. */
interface Answered {
  readonly invite: SipMessage
  readonly tag: string
}

const branchOf = ({ header }: SipMessage) => /branch=([^;\s]+)/.exec(header('Via'))?.[1] ?? ''
const tagOf = (header: string) => /tag=([^;\s>]+)/.exec(header)?.[1] ?? ''
const directionOf = (body: string) => /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(body)?.[1] ?? null
const isReInvite = (message: SipMessage) => message.method === 'INVITE' && tagOf(message.header('To')) !== ''
const labelOf = (message: SipMessage) => (isReInvite(message) ? 're-INVITE' : message.method)

/** Methods that a server answers without thinking: nothing in a call depends on how. */
const trivial = new Set(['CANCEL', 'NOTIFY', 'INFO', 'PRACK'])

/** The server and the far end, with a memory: what is outstanding on the wire, what was agreed, and who owes whom an answer. */
export class FarSide {
  readonly #phone: TestPhone
  /** Requests of the phone without a final response, the oldest first, and when each has come. */
  #ours: SipMessage[] = []
  readonly #since = new WeakMap<SipMessage, number>()
  readonly #withProgress = new Set<string>()
  /** Our INVITEs that have been answered in a reliable provisional response. */
  readonly #withAnswer = new Set<SipMessage>()
  /** What the phone has to acknowledge by PRACK: by its RAck, and the INVITE. */
  readonly #pracksOwed = new Map<string, SipMessage>()
  /** What has been cancelled is over, and owes nothing. */
  readonly #cancelled = new Set<string>()
  #rseq = 0
  #theirs: Theirs[] = []
  #acksOwed: Answered[] = []
  /** Our 2xx to an INVITE of theirs, waiting for its ACK. */
  #unacknowledged: readonly { readonly invite: SipMessage; readonly hasOffer: boolean; readonly far: FarEnd }[] = []
  /** The party that the call is with. */
  #far: FarEnd | null = null
  /** The Call-ID of the INVITE of theirs that it has come by. */
  #caller: string | null = null
  /** Of its dialog, as the phone names it. */
  #dialog: { readonly callId: string; readonly theirTag: string; readonly ourTag: string } | null = null
  #read = 0
  /** The direction of the phone's own description in the last exchange that came to an agreement. */
  agreed: string | null = null
  #offered: string | null = null

  constructor(phone: TestPhone) {
    this.#phone = phone
  }

  get isUp(): boolean {
    return this.#phone.network.transport.isConnected()
  }

  get far(): FarEnd | null {
    return this.isUp ? this.#far : null
  }

  /** What the phone has said 200 to, and waits for the ACK. */
  get unacknowledged(): readonly string[] {
    return this.isUp ? [...new Set(this.#unacknowledged.map(({ invite }) => labelOf(invite)))].sort() : []
  }

  /** When the far end wants the session refreshed (RFC 4028), where it takes no UPDATE. null: never. */
  #refreshAt: number | null = null

  get hasTimer(): boolean {
    return this.#refreshAt !== null
  }

  /** How long it is until then. */
  get refreshInMs(): number | null {
    return this.isUp && this.#refreshAt !== null ? this.#refreshAt - Date.now() : null
  }

  /** How they have called: before there is a dialog, it makes a difference. */
  #manner = ''

  /** Where the dialog is. */
  get phase(): string {
    const { unacknowledged } = this
    const dialog = unacknowledged.length === 0 ? 'dialog' : `dialog, ${unacknowledged.join(' and ')} to be acknowledged`
    return `${this.isUp ? 'up' : 'down'}, ${this.#dialog === null ? `no dialog${this.#manner}` : dialog}`
  }

  /** What is outstanding. */
  get stage(): string {
    const ours = new Set(this.#ours.map((request) => labelOf(request) + this.#progressOf(request)))
    const theirs = this.#theirs
      .filter(({ finals }) => finals.size === 0)
      .map(({ request }) => `their ${labelOf(request)}`)
    return [this.phase, ...[...ours].sort(), ...new Set(theirs), ...(this.hasTimer ? ['timer'] : [])].join(' ')
  }

  /** The phone's last request of this kind that waits for an answer. */
  waiting(label: string): SipMessage | undefined {
    return this.isUp ? this.#ours.findLast((request) => labelOf(request) === label) : undefined
  }

  #hasProgress(request: SipMessage): boolean {
    return this.#withProgress.has(branchOf(request))
  }

  #progressOf(request: SipMessage): string {
    if (this.#withAnswer.has(request)) return ' answered'
    return this.#hasProgress(request) ? '+' : ''
  }

  /** Whether its answer has been given before its 2xx. */
  hasAnswer(request: SipMessage): boolean {
    return this.#withAnswer.has(request)
  }

  /** An answer in a provisional response that the phone is to acknowledge (RFC 3262). */
  answerReliably(request: SipMessage, direction: string): void {
    this.#rseq += 1
    this.#pracksOwed.set(`${this.#rseq} ${request.header('CSeq')}`, request)
    this.#withAnswer.add(request)
    this.answer(request, '183 Session Progress', {
      body: sdp(direction),
      headers: ['Require: 100rel', `RSeq: ${this.#rseq}`],
    })
  }

  answer(request: SipMessage, status: string, answer: Answer = {}): void {
    this.#phone.wire.answer(request, status, answer)
    const tag = answer.tag ?? 'far'
    const isFinal = !status.startsWith('1')
    if (!isFinal) this.#withProgress.add(branchOf(request))
    else this.#ours = this.#ours.filter((other) => other !== request)
    if (!status.startsWith('2')) return
    if (request.method === 'BYE') this.#close()
    if (request.method !== 'INVITE') return
    this.#acksOwed.push({ invite: request, tag: tagOf(request.header('To')) || tag })
    this.agreed = directionOf(request.body)
    if (isReInvite(request)) return
    const headers = answer.headers?.join() ?? ''
    const interval = /Session-Expires: (\d+)/.exec(headers)?.[1]
    this.#refreshAt = interval !== undefined && !headers.includes('UPDATE') ? Date.now() + Number(interval) * 500 : null
    this.#far = FarEnd.called(this.#phone.wire, request, tag)
    const callId = request.header('Call-ID')
    this.#dialog = { callId, theirTag: tag, ourTag: tagOf(request.header('From')) }
  }

  /** Two branches of a fork answer at once. */
  answerTwice(invite: SipMessage): void {
    this.answer(invite, '200 OK', { body: sdp('sendrecv') })
    this.#phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv'), tag: 'fork' })
    this.#acksOwed.push({ invite, tag: 'fork' })
  }

  call({ headers = [], body = sdp('sendrecv') }: NewRequest = {}): SipMessage {
    this.#manner = `${headers.includes('Require: 100rel') ? ', 100rel' : ''}${body === '' ? ', no offer' : ''}`
    const request = this.#phone.wire.request('INVITE', 'sip:1001@pbx.example', { body, headers })
    this.#theirs.push({ request, finals: new Set() })
    return request
  }

  /** Somebody takes the far end's place (RFC 3891). */
  replace(): void {
    if (this.#dialog === null) return
    const { callId, theirTag, ourTag } = this.#dialog
    this.call({ headers: [`Replaces: ${callId};to-tag=${ourTag};from-tag=${theirTag}`, 'Require: replaces'] })
  }

  request(method: string, what: NewRequest = {}): void {
    const request = this.#far?.request(method, what)
    if (request === undefined) return
    this.#theirs.push({ request, finals: new Set() })
  }

  cancel(headers: readonly string[] = []): void {
    const invite = this.#theirs.find(({ request, finals }) => request.method === 'INVITE' && finals.size === 0)?.request
    if (invite) sameTransaction(this.#phone.wire, 'CANCEL', invite, invite.header('To'), headers)
  }

  /** The ACKs of this kind that are outstanding. */
  acknowledge(label: string): void {
    const acknowledged = this.#unacknowledged.filter(({ invite }) => labelOf(invite) === label)
    this.#unacknowledged = this.#unacknowledged.filter((outstanding) => !acknowledged.includes(outstanding))
    for (const { invite, hasOffer, far } of acknowledged) {
      far.ack(invite, hasOffer ? '' : sdp('sendrecv'))
      if (!hasOffer) this.agreed = this.#offered
    }
  }

  break(): void {
    this.#phone.network.transport.break()
    this.#ours = []
    this.#theirs = []
    this.#acksOwed = []
    this.#pracksOwed.clear()
    this.#unacknowledged = []
  }

  /** Reads what the phone has sent, and answers what needs no thought. */
  async settle(): Promise<void> {
    const { wire } = this.#phone
    do {
      await wire.quiet()
      // Nobody here is sent elsewhere: whoever wants that is refused at once.
      for (const fact of this.#phone.requests.rest())
        if (fact.type === 'refer.received')
          this.#phone.requests.send({ type: 'refer.refuse', requestId: fact.requestId, reason: 'declined' })
      for (const message of wire.all.slice(this.#read)) {
        this.#read += 1
        if (message.status === null) this.#hearRequest(message)
        else this.#hearResponse(message, message.status)
      }
      this.#ours = this.#ours.filter((request) => !this.#isTooLate(request))
      // Whose place has been taken has left.
      for (const request of this.#ours.filter((ours) => tagOf(ours.header('To')) !== '' && !this.#isOfTheCall(ours))) {
        this.#ours = this.#ours.filter((other) => other !== request)
        wire.answer(request, '481 Call Does Not Exist')
      }
    } while (wire.all.length > this.#read)
  }

  #hearRequest(request: SipMessage): void {
    if (request.method === 'ACK') {
      const cseq = Number.parseInt(request.header('CSeq'), 10)
      this.#acksOwed = this.#acksOwed.filter(
        ({ invite, tag }) =>
          invite.header('Call-ID') !== request.header('Call-ID') ||
          Number.parseInt(invite.header('CSeq'), 10) !== cseq ||
          tagOf(request.header('To')) !== tag,
      )
      return
    }
    if (request.method === 'PRACK') {
      const rack = request.header('RAck')
      // Once, and for what there was.
      expect(this.#pracksOwed.delete(rack), request.text).toBe(true)
    }
    if (request.method === 'CANCEL') this.#cancelled.add(branchOf(request))
    if (request.method === 'REGISTER') this.#phone.grant(request, 600)
    else if (trivial.has(request.method) || (request.method === 'BYE' && !this.#isOfTheCall(request)))
      this.#phone.wire.answer(request, '200 OK')
    else {
      this.#ours.push(request)
      this.#since.set(request, Date.now())
    }
  }

  /** Whoever has been silent for so long does not answer any more, unless he has said that he will. */
  #isTooLate(request: SipMessage): boolean {
    const mayWait = request.method === 'INVITE' && this.#hasProgress(request)
    return !mayWait && Date.now() - (this.#since.get(request) ?? 0) >= silenceMs
  }

  #isOfTheCall(request: SipMessage): boolean {
    const { callId, theirTag } = this.#dialog ?? {}
    return request.header('Call-ID') === callId && tagOf(request.header('To')) === theirTag
  }

  #hearResponse(response: SipMessage, status: number): void {
    const theirs = this.#theirs.find(
      ({ request }) => branchOf(request) === branchOf(response) && request.method === response.method,
    )
    if (theirs === undefined) return
    const { request, finals } = theirs
    if (status < 200) {
      // An early dialog: a caller may end it by BYE.
      if (status > 100 && this.#far === null) this.#meet(response)
      return
    }
    const isRepeated = finals.has(response.text)
    finals.add(response.text)
    if (isRepeated) return
    if (status < 300 && request.method === 'BYE') this.#close()
    if (request.method !== 'INVITE') {
      if (status < 300 && response.body !== '' && request.method === 'UPDATE') this.agreed = directionOf(response.body)
      return
    }
    if (status >= 300) {
      sameTransaction(this.#phone.wire, 'ACK', request, response.header('To'))
      return
    }
    if (!isReInvite(request)) {
      this.#meet(response)
      const [callId, to, from] = ['Call-ID', 'To', 'From'].map((name) => response.header(name)) as [
        string,
        string,
        string,
      ]
      this.#dialog = { callId, theirTag: tagOf(from), ourTag: tagOf(to) }
    }
    const hasOffer = request.body !== ''
    if (hasOffer) this.agreed = directionOf(response.body)
    else this.#offered = directionOf(response.body)
    if (this.#far) this.#unacknowledged = [...this.#unacknowledged, { invite: request, hasOffer, far: this.#far }]
  }

  /** Whoever has called; from an early dialog on, it is the same one, who goes on counting. */
  #meet(response: SipMessage): void {
    const callId = response.header('Call-ID')
    if (this.#caller === callId) return
    this.#caller = callId
    this.#far = FarEnd.calling(this.#phone.wire, response)
  }

  /** The far end has left the dialog. */
  #close(): void {
    this.#unacknowledged = []
  }

  /** What holds on every wire, whatever is said. */
  check(): void {
    if (!this.isUp) return
    // Each request is answered, and once; an INVITE may wait for a person.
    for (const { request, finals } of this.#theirs) {
      const finalsToIt = [...finals].map((text) => text.split('\r\n')[0])
      expect(finalsToIt.length, `${request.text}\n${finalsToIt.join('\n')}`).toBeLessThanOrEqual(1)
      if (request.method !== 'INVITE') expect(finalsToIt, request.text).toHaveLength(1)
    }
    const pracksOwed = [...this.#pracksOwed].filter(([, invite]) => !this.#cancelled.has(branchOf(invite)))
    expect(pracksOwed.map(([rack]) => rack)).toEqual([])
    expect(this.#acksOwed.map(({ invite, tag }) => `${invite.header('CSeq')} ${tag}`)).toEqual([])
  }

  /** What holds once the call is over. */
  async checkOver(): Promise<void> {
    if (!this.isUp) return
    for (const { request, finals } of this.#theirs) expect(finals.size, request.text).toBe(1)
    if (this.#dialog === null) return
    const bye = this.#far?.request('BYE')
    await this.settle()
    if (bye === undefined) return
    const answers = this.#phone.wire.all.filter(
      (message) => message.status !== null && branchOf(message) === branchOf(bye),
    )
    expect(answers.map(({ status }) => status)).toEqual([481])
  }
}
