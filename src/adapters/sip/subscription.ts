import type { Core } from 'sip.js'
import { SubscriptionState } from 'sip.js/lib/core/subscription/subscription.js'
import { SubscribeUserAgentClient } from 'sip.js/lib/core/user-agents/subscribe-user-agent-client.js'
import type { Failure } from '../../machines/failure'
import type { Resource, ResourceFact, ResourceState } from '../../machines/ports/watching'
import type { BackOff } from '../back-off'
import { classifyResponse, readRetryAfter } from './classify'
import { DialogStates, type PickUp, parseDialogInfo } from './dialog-info'
import { parseMessageSummary } from './message-summary'
import { parsePresence } from './presence-document'
import { UserAgent } from './sip-facade'
import { parseTarget } from './target'
import { silenceMs } from './timing'

export interface SubscriptionOptions {
  readonly userAgent: UserAgent
  readonly resource: Resource
  readonly backOff: BackOff
  readonly now: () => number
  readonly tell: (fact: ResourceFact) => void
  /** How what rings there is picked up, as the server last told; null: nothing does, or it does not tell. */
  readonly onPickUp: (pickUp: PickUp | null) => void
}

/** s; the server may grant less. SIP.js refreshes when 90 % of it are over. */
const expires = 600

const types: Readonly<Record<Resource['package'], string>> = {
  dialog: 'application/dialog-info+xml',
  presence: 'application/pidf+xml',
  'message-summary': 'application/simple-message-summary',
}

/** What asking again would not change (RFC 3261 21.4, RFC 6665 4.1.2.3). */
const final: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 407, 410, 416, 489, 501, 604, 606])

/** The reasons of RFC 6665 4.1.3 for which there is no point in asking again; any other may be. */
const finalReasons: ReadonlySet<string> = new Set(['rejected', 'noresource', 'invariant'])

/** One subscription (RFC 6665) on SIP.js's client, of which it has the dialog, the refreshes and Timer N. */
export class Subscription {
  readonly #options: SubscriptionOptions
  readonly #dialogs = new DialogStates()
  #dialog: Core.Subscription | null = null
  #isOver = false

  constructor(options: SubscriptionOptions) {
    this.#options = options
  }

  open(): void {
    const { userAgent, resource } = this.#options
    const target = parseTarget({ UserAgent }, resource.uri)
    if (!target) return this.#refuse({ code: 'invalid-target' })
    const core = userAgent.userAgentCore
    const message = core.makeOutgoingRequestMessage('SUBSCRIBE', target, core.configuration.aor, target, {}, [
      `Contact: ${core.configuration.contact.toString()}`,
      `Event: ${resource.package}`,
      `Expires: ${expires}`,
      `Accept: ${types[resource.package]}`,
    ])
    const refused = ({ message: response }: Core.IncomingResponse) => this.#answer(response)
    subscribe(core, message, {
      onNotify: ({ request, subscription }) => this.#begin(request, subscription),
      onNotifyTimeout: () => this.#lose({ code: 'timed-out' }),
      onRedirect: refused,
      onReject: refused,
    })
  }

  /** Tells the server, if it can be told. */
  close(): void {
    this.#isOver = true
    if (this.#dialog) this.#leave(this.#dialog)
  }

  #begin(request: Core.IncomingRequestWithSubscription['request'], dialog: Core.Subscription | undefined): void {
    this.#dialog = dialog ?? null
    if (dialog) {
      dialog.delegate = {
        onNotify: (next) => this.#hear(next),
        onTerminated: () => this.#lose({ code: 'timed-out' }),
        onRefresh: (refresh) => {
          refresh.delegate = { onReject: ({ message: response }) => this.#isOver || this.#answer(response, true) }
        },
      }
      dialog.autoRefresh = true
    }
    this.#hear(request)
    // The NOTIFY of a subscription that nobody wants any more.
    if (this.#isOver && dialog) this.#leave(dialog)
  }

  #hear(request: Core.IncomingNotifyRequest): void {
    const { message } = request
    const { isTerminated, reason, retryAfterMs } = readState(message.getHeader('subscription-state') ?? '')
    const refusal = this.#isOver || message.body === '' ? null : this.#take(message)
    if (refusal === null) request.accept()
    else request.reject(refusal)
    if (!isTerminated) return
    if (finalReasons.has(reason)) this.#refuse({ code: 'refused', text: reason })
    // It has only run out, or its server makes room: it may be had again at once.
    else if (reason === 'deactivated' || reason === 'timeout') this.#lose({ code: 'ended' }, retryAfterMs ?? 0)
    else this.#lose({ code: 'ended' }, retryAfterMs)
  }

  /** null: understood. */
  #take(message: Core.IncomingRequestMessage): { statusCode: number; extraHeaders?: string[] } | null {
    const { resource, backOff, now, tell } = this.#options
    const accepted = types[resource.package]
    const type = (message.getHeader('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
    if (type !== accepted) return { statusCode: 415, extraHeaders: [`Accept: ${accepted}`] }
    const state = this.#read(message.body)
    if (state === 'malformed') return { statusCode: 400 }
    // SIP.js sends a SUBSCRIBE in the dialog, and the server answers with the whole (RFC 4235 4.3).
    if (state === 'missed') this.#dialog?.refresh()
    else if (state !== 'old') {
      backOff.reset()
      tell({ type: 'resource.notified', state, at: now() })
    }
    return null
  }

  #read(body: string): ResourceState | 'malformed' | 'missed' | 'old' {
    const { package: event } = this.#options.resource
    if (event === 'presence') return parsePresence(body) ?? 'malformed'
    if (event === 'message-summary') return parseMessageSummary(body) ?? 'malformed'
    const document = parseDialogInfo(body)
    if (!document) return 'malformed'
    const dialogs = this.#dialogs.take(document)
    this.#options.onPickUp(this.#dialogs.pickUp)
    return typeof dialogs === 'string' ? dialogs : { package: 'dialog', dialogs }
  }

  #answer(response: Core.IncomingResponseMessage, isRefresh = false): void {
    const failure = classifyResponse(response)
    if (final.has(failure.sipStatus ?? 0)) this.#refuse(failure)
    // What was granted before holds until it runs out (RFC 6665 4.1.2.2), unless the dialog is gone.
    else if (!isRefresh || failure.sipStatus === 481) this.#lose(failure, readRetryAfter(response))
  }

  #lose(failure: Failure, retryAfterMs: number | null = null): void {
    const { backOff } = this.#options
    this.#end({ type: 'resource.lost', failure, retryAfterMs: retryAfterMs ?? backOff.next() })
  }

  #refuse(failure: Failure): void {
    this.#end({ type: 'resource.refused', failure })
  }

  #end(fact: ResourceFact): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#options.tell(fact)
  }

  #leave(dialog: Core.Subscription): void {
    this.#dialog = null
    const isOpen = dialog.subscriptionState !== SubscriptionState.Terminated
    if (!this.#options.userAgent.isConnected() || !isOpen) return dialog.dispose()
    // The refreshes go on until it is disposed of; the last NOTIFY is still to be answered.
    const patience = setTimeout(() => dialog.dispose(), silenceMs)
    dialog.delegate = {
      onNotify: (request) => {
        request.accept()
        clearTimeout(patience)
        dialog.dispose()
      },
    }
    dialog.unsubscribe()
  }
}

/** What the core's own `subscribe` does in a build that leaves this class out of it (dev/lean-sip.ts). */
const subscribe = (...request: ConstructorParameters<typeof SubscribeUserAgentClient>): SubscribeUserAgentClient =>
  new SubscribeUserAgentClient(...request)

interface State {
  readonly isTerminated: boolean
  readonly reason: string
  readonly retryAfterMs: number | null
}

/** The Subscription-State header (RFC 6665 8.2.3). */
function readState(header: string): State {
  const [state = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase())
  const parameter = (name: string) => parameters.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
  const seconds = /^\d{1,6}$/.exec(parameter('retry-after'))?.[0]
  return {
    isTerminated: state === 'terminated',
    reason: parameter('reason'),
    retryAfterMs: seconds === undefined ? null : Number(seconds) * 1000,
  }
}
