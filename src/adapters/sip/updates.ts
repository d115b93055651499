import type { Core, URI } from 'sip.js'
import type { Call } from './call'
import type { IncomingUpdate } from './dialog-guard'
import { refusalOf } from './refusal'
import type { SipModule } from './sip-module'

/** The state of a dialog, which SIP.js keeps to itself: an UPDATE is a request of its own and refreshes the target. */
interface OpenDialog {
  readonly dialogState: { remoteSequenceNumber: number | undefined; remoteTarget: URI }
}

/** Answers UPDATE (RFC 3311), which SIP.js does not know. */
export function answerUpdates(core: Core.UserAgentCore, sip: SipModule, calls: () => readonly Call[]): void {
  const receive = core.receiveIncomingRequestFromTransport.bind(core)
  core.receiveIncomingRequestFromTransport = (message) => {
    // A repeated one is answered by its transaction.
    if (message.method !== 'UPDATE' || core.userAgentServers.has(message.viaBranch)) {
      receive(message)
      return
    }
    const dialog = core.dialogs.get(message.callId + message.toTag + message.fromTag)
    const isSession = dialog instanceof sip.SessionDialog
    if (!isSession) core.replyStateless(message, { statusCode: 481 })
    else if (!follow(dialog, message)) core.replyStateless(message, { statusCode: 500 })
    else {
      // SIP.js has no server for it; that of INFO does what all of them do.
      const request = new sip.InfoUserAgentServer(dialog, message)
      void answer(
        request,
        calls().find(({ session }) => session?.dialog === dialog),
      )
    }
  }
}

/** false: out of order (RFC 3261 12.2.2). */
function follow(dialog: Core.SessionDialog, message: Core.IncomingRequestMessage): boolean {
  const { dialogState } = dialog as unknown as OpenDialog
  const { remoteSequenceNumber = 0 } = dialogState
  if (message.cseq <= remoteSequenceNumber) return false
  dialogState.remoteSequenceNumber = message.cseq
  const contact = message.parseHeader('contact') as { readonly uri?: URI } | undefined
  if (contact?.uri) dialogState.remoteTarget = contact.uri
  return true
}

async function answer(request: IncomingUpdate, call: Call | undefined): Promise<void> {
  const { message } = request
  const hasOffer = message.body !== ''
  const refusal = refusalOf(message)
  if (refusal) request.reject(refusal)
  else if (call) await call.answerUpdate(request, hasOffer)
  // An early dialog of ours: the offer in our INVITE waits for its answer (RFC 3311 5.2). A reliable one our media have
  // taken for now only; whoever hears 491 asks again.
  else if (hasOffer) request.reject({ statusCode: 491 })
  else request.accept()
}

/** Refreshes the session, and says nothing about its media. */
export function sendUpdate(
  dialog: Core.SessionDialog,
  headers: readonly string[],
  delegate: Core.OutgoingRequestDelegate,
): void {
  const core = dialog.userAgentCore
  const contact = `Contact: ${core.configuration.contact.toString({ outbound: true })}`
  const message = dialog.createOutgoingRequestMessage('UPDATE', {
    extraHeaders: [contact, 'Allow: UPDATE', ...headers],
  })
  core.request(message, delegate)
}
