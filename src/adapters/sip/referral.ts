import type { Core, Session } from 'sip.js'
import type { SessionRefer } from '../../machines/ports'
import type { TellSession } from './call-facts'
import { classifyResponse, classifyStatus, isDialogGone } from './classify'
import { withoutControls } from './header-text'
import type { SipModule } from './sip-module'
import { parseTarget } from './target'

export interface ReferralOptions {
  readonly sip: SipModule
  readonly tell: TellSession
  /** 481 to our REFER: the dialog is gone. */
  readonly onDialogGone: (response: Core.IncomingResponseMessage) => void
}

export type Refer = Omit<SessionRefer, 'type' | 'replacesCallId'> & {
  /** The call that the far end is to take our place in; null: it is to call `target`. */
  readonly replaces: Session | null
}

/** Our REFER in a dialog, and what the far end tells of it (RFC 3515). */
export class Referral {
  readonly #options: ReferralOptions
  /** CSeq is not told: the far end may leave `id` out of Event, and there is one REFER at a time. */
  #isOpen = false

  constructor(options: ReferralOptions) {
    this.#options = options
  }

  async send(session: Session, { target, replaces, data }: Refer): Promise<void> {
    const { sip, tell } = this.#options
    const uri = parseTarget(sip, target)
    if (!uri) return tell({ type: 'session.referRefused', failure: { code: 'invalid-target' } })
    const refuse = (response: Core.IncomingResponse) => this.#refused(response.message)
    this.#isOpen = true
    try {
      await session.refer(replaces ?? uri, {
        requestDelegate: {
          onAccept: ({ message }) => {
            if (this.#isOpen) tell({ type: 'session.referAccepted', willNotify: !isUnwatched(message) })
          },
          onRedirect: refuse,
          onReject: refuse,
        },
        requestOptions: {
          extraHeaders: data === null ? [] : [`X-Transfer-Data: ${withoutControls(data)}`],
        },
      })
    } catch {
      // There is no dialog, or none any more.
      this.#isOpen = false
      tell({ type: 'session.referRefused', failure: { code: 'refused' } })
    }
  }

  /** A NOTIFY in the dialog. Each is accepted, the meaningless ones too: RFC 3515 2.4.4 leaves no other answer. */
  hear(request: Core.IncomingNotifyRequest): void {
    request.accept()
    const { message } = request
    if (!this.#isOpen || !/^\s*refer\b/i.test(message.getHeader('event') ?? '')) return
    const { status, text } = readFragment(message.body)
    if (status >= 200) this.#end(status, text)
    // The subscription is over, and nothing final was said: nobody answered in time, or the far end will not tell.
    else if (/^\s*terminated\b/i.test(message.getHeader('subscription-state') ?? '')) this.#end(408, text)
    else if (status > 0) this.#options.tell({ type: 'session.referProgressed', sipStatus: status, text })
  }

  #end(status: number, text: string): void {
    this.#isOpen = false
    if (status < 300) this.#options.tell({ type: 'session.referEnded', ok: true })
    else this.#options.tell({ type: 'session.referEnded', ok: false, failure: failureOf(status, text) })
  }

  #refused(response: Core.IncomingResponseMessage): void {
    // A NOTIFY that overtook it has told the outcome.
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#options.tell({ type: 'session.referRefused', failure: classifyResponse(response) })
    if (isDialogGone(response)) this.#options.onDialogGone(response)
  }
}

/** RFC 4488 4: `Refer-Sub: false` in the 2xx says that there will be no NOTIFY. */
function isUnwatched(response: Core.IncomingResponseMessage): boolean {
  return /^\s*false\b/i.test(response.getHeader('refer-sub') ?? '')
}

/** The status line of a message/sipfrag body (RFC 3420); status 0 when there is none. */
function readFragment(body: string): { status: number; text: string } {
  const [, status = '0', text = ''] = /^\s*SIP\/2\.0 +(\d{3})[ \t]*([^\r\n]*)/i.exec(body) ?? []
  return { status: Number(status), text: withoutControls(text) }
}

function failureOf(sipStatus: number, text: string) {
  return { code: classifyStatus(sipStatus, []), sipStatus, ...(text ? { text } : {}) }
}
