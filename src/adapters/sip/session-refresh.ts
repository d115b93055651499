import type { Core } from 'sip.js'
import type { Failure } from '../../machines/failure'
import type { Reason } from '../../machines/ports'
import type { TellSession } from './call-facts'
import { classifyResponse, isDialogGone, isMadeUp } from './classify'
import { readReasons } from './reason'
import type { SessionTimer } from './session-timer'
import { sendUpdate } from './updates'

export interface SessionRefreshOptions {
  readonly timer: SessionTimer
  readonly dialog: () => Core.SessionDialog | undefined
  readonly isConnected: () => boolean
  readonly tell: TellSession
  readonly lose: (failure: Failure, reason: Reason | null) => void
}

/** To these the far end does not do what its Allow header says. */
const cannotUpdate: ReadonlySet<number> = new Set([405, 420, 501])

/**
 * Refreshes a session (RFC 4028 7.4): by UPDATE, which touches no media, where the far end allows it; else the chart is
 * asked to offer once more what is agreed, since no offer may be made without it.
 */
export class SessionRefresh {
  readonly #options: SessionRefreshOptions
  #isPending = false

  constructor(options: SessionRefreshOptions) {
    this.#options = options
  }

  refresh(): void {
    // It is tried again in a while, and the session expires if it must.
    const { timer, isConnected, tell } = this.#options
    if (this.#isPending || !isConnected()) return
    if (timer.allowsUpdate) this.#update()
    else tell({ type: 'session.refreshDue' })
  }

  #update(): void {
    const { timer } = this.#options
    const dialog = this.#options.dialog()
    if (!dialog) return
    this.#isPending = true
    const refused = ({ message }: Core.IncomingResponse) => {
      this.#isPending = false
      this.#refused(message)
    }
    sendUpdate(dialog, timer.headers, {
      onAccept: ({ message }) => {
        this.#isPending = false
        timer.agreed(message)
      },
      onRedirect: refused,
      onReject: refused,
    })
  }

  #refused(response: Core.IncomingResponseMessage): void {
    const { timer, isConnected, lose } = this.#options
    const status = response.statusCode ?? 0
    if (status === 422 && timer.raise(response)) this.#update()
    else if (cannotUpdate.has(status)) {
      timer.renounceUpdate()
      this.refresh()
    } else if (isDialogGone(response) || (isMadeUp(response) && status === 408 && isConnected())) {
      const failure = classifyResponse(response)
      lose({ ...failure, code: 'dialog-gone' }, readReasons(response)[0] ?? null)
    }
  }
}
