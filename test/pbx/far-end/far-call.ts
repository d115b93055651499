import { Core } from 'sip.js'
import { answerTo, type Direction } from '../../../dev/pbx/media/direction'
import { directionOf } from '../../../dev/pbx/media/sdp'
import { audioPortOf, describeAudio, type FarAudio } from './far-audio'

/** A call as the far end has it. */
export abstract class FarCall {
  readonly audio: FarAudio
  /** What came in, in order: `180`, `200`, `INVITE sendonly`, `REFER sip:…`, `CANCEL`, `BYE`. */
  readonly seen: string[] = []
  /** Each Reason header (RFC 3326) of a CANCEL or BYE. */
  readonly reasons: string[] = []
  readonly #contact: string
  #session: Core.Session | undefined
  #version = 0

  constructor(audio: FarAudio, contact: string) {
    this.audio = audio
    this.#contact = contact
  }

  /** Offers or answers; `sendonly` is a hold. */
  protected describe(direction: Direction = 'sendrecv'): Core.Body {
    this.#version += 1
    const content = describeAudio(this.audio.port, this.#version, direction)
    return { contentDisposition: 'session', contentType: 'application/sdp', content }
  }

  /** The other side's description has come: its port is where our sound goes. */
  protected hear(sdp: string | undefined): void {
    const port = audioPortOf(sdp ?? '')
    if (port !== 0) this.audio.sendTo(port)
  }

  protected use(session: Core.Session): void {
    this.#session = session
    session.delegate = {
      onBye: (request) => {
        this.see('BYE', request.message)
        request.accept()
        this.end()
      },
      onInvite: (request) => {
        const offered = directionOf(request.message.body)
        this.see(`INVITE ${offered}`)
        this.hear(request.message.body)
        request.accept({ statusCode: 200, body: this.describe(answerTo(offered, 'sendrecv')) })
      },
      onRefer: (request) => {
        this.see(`REFER ${request.message.getHeader('refer-to') ?? ''}`)
        request.accept({ statusCode: 202 })
      },
      onInfo: (request) => {
        this.see(`INFO ${request.message.body.trim()}`)
        request.accept()
      },
      onNotify: (request) => void request.accept(),
    }
  }

  protected see(what: string, message?: Core.IncomingRequestMessage): void {
    this.seen.push(what)
    const reason = message?.getHeader('reason')
    if (reason !== undefined) this.reasons.push(reason)
  }

  protected end(): void {
    this.#session = undefined
    this.audio.close()
  }

  /** A re-INVITE, with what the other side answered. `sendonly` holds, `sendrecv` resumes. */
  offer(direction: Direction): Promise<number> {
    return new Promise((resolve) => {
      const settle = ({ message }: Core.IncomingResponse): void => resolve(message.statusCode ?? 0)
      this.#confirmed.invite(
        {
          onAccept: (response) => {
            response.ack()
            settle(response)
          },
          onReject: settle,
        },
        { body: this.describe(direction), extraHeaders: [this.#contact] },
      )
    })
  }

  /** Asks the other side to call somebody else (RFC 3515); the response to the REFER itself. */
  refer(to: string): Promise<number> {
    return new Promise((resolve) => {
      const settle = ({ message }: Core.IncomingResponse): void => resolve(message.statusCode ?? 0)
      const extraHeaders = [this.#contact, `Refer-To: <${to}>`, 'Referred-By: <sip:far-end@127.0.0.1>']
      this.#confirmed.refer({ onAccept: settle, onReject: settle }, { extraHeaders })
    })
  }

  /**
   * Tells whoever had us call somebody else what became of it (RFC 3515 2.4.5), and that this was the last of it. Until
   * then, Asterisk keeps the channel that waits in Transfer(), even beyond its BYE.
   */
  reportTransfer(statusLine: string): Promise<number> {
    return new Promise((resolve) => {
      const settle = ({ message }: Core.IncomingResponse): void => resolve(message.statusCode ?? 0)
      const body = { contentDisposition: 'render', contentType: 'message/sipfrag;version=2.0', content: statusLine }
      const extraHeaders = [this.#contact, 'Event: refer', 'Subscription-State: terminated;reason=noresource']
      this.#confirmed.notify({ onAccept: settle, onReject: settle }, { extraHeaders, body })
    })
  }

  /** Resolves when the BYE was answered. */
  hangUp(reason?: string): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        this.end()
        resolve()
      }
      const extraHeaders = reason === undefined ? [] : [`Reason: ${reason}`]
      this.#confirmed.bye({ onAccept: over, onReject: over }, { extraHeaders })
    })
  }

  get #confirmed(): Core.Session {
    if (this.#session?.sessionState !== Core.SessionState.Confirmed) throw new Error('The far end has no such call')
    return this.#session
  }
}
