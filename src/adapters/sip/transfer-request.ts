import type { Core } from 'sip.js'
import { withoutControls } from './header-text'
import type { Reference } from './refer-to'

/** The part of a response to an INVITE that whoever asked for the call is told. */
type Heard = Pick<Core.IncomingResponseMessage, 'statusCode' | 'reasonPhrase'>

export interface TransferRequestOptions {
  readonly id: string
  readonly callId: string
  readonly reference: Reference
  readonly request: Core.IncomingReferRequest
  readonly dialog: Core.SessionDialog
  /** An earlier REFER of this dialog has had its NOTIFYs: ours name the one that they are about (RFC 3515 2.4.6). */
  readonly isFirst: boolean
  readonly whenOver: () => void
}

/** As long as a call may take to be answered, in s. */
const expires = 340

/** A REFER in the dialog of a call: unanswered until somebody has decided, and then told of what comes of it. */
export class TransferRequest {
  readonly #options: TransferRequestOptions
  readonly #isWatched: boolean
  #stage: 'asked' | 'followed' | 'over' = 'asked'
  #told = 0

  constructor(options: TransferRequestOptions) {
    this.#options = options
    // RFC 4488 4
    this.#isWatched = !/^\s*false\b/i.test(options.request.message.getHeader('refer-sub') ?? '')
  }

  get id(): string {
    return this.#options.id
  }

  get callId(): string {
    return this.#options.callId
  }

  get reference(): Reference {
    return this.#options.reference
  }

  accept(): void {
    if (this.#stage !== 'asked') return
    this.#stage = 'followed'
    const { request } = this.#options
    request.accept({
      statusCode: 202,
      extraHeaders: [this.#contact, ...(this.#isWatched ? [] : ['Refer-Sub: false'])],
    })
    this.hear({ statusCode: 100, reasonPhrase: 'Trying' })
  }

  /** Before the 202 it is refused so, after it the final NOTIFY says so. */
  refuse(statusCode: number, reasonPhrase: string): void {
    if (this.#stage === 'asked') {
      this.#options.request.reject({ statusCode })
      this.#end()
    } else this.hear({ statusCode, reasonPhrase })
  }

  /** What the INVITE that follows is answered with. */
  hear({ statusCode = 0, reasonPhrase = '' }: Heard): void {
    if (this.#stage !== 'followed' || statusCode === this.#told) return
    this.#told = statusCode
    this.#notify(statusCode, withoutControls(reasonPhrase))
    if (statusCode >= 200) this.#end()
  }

  /** In the dialog even after its BYE, which ends the call and not the subscription (RFC 5057 4.2). */
  #notify(statusCode: number, reasonPhrase: string): void {
    if (!this.#isWatched) return
    const { dialog, request, isFirst } = this.#options
    const state = statusCode < 200 ? `active;expires=${expires}` : 'terminated;reason=noresource'
    const event = isFirst ? 'refer' : `refer;id=${request.message.cseq}`
    dialog.notify(
      // Who does not want to hear is not told any more.
      { onReject: () => this.#end() },
      {
        extraHeaders: [`Event: ${event}`, `Subscription-State: ${state}`, this.#contact],
        body: {
          contentDisposition: 'render',
          contentType: 'message/sipfrag;version=2.0',
          content: `SIP/2.0 ${statusCode} ${reasonPhrase}\r\n`,
        },
      },
    )
  }

  get #contact(): string {
    return `Contact: ${this.#options.dialog.userAgentCore.configuration.contact.toString({ outbound: true })}`
  }

  #end(): void {
    if (this.#stage === 'over') return
    this.#stage = 'over'
    this.#options.whenOver()
  }
}
