/**
 * What this adapter uses of SIP.js, and no more: it is imported through here, lazily, so that bundlers drop the rest
 * and put it in a chunk of its own. The other names come by their paths, since the namespace `Core` would keep all of itself.
 */
export { Inviter, Registerer, RegistererState, SessionState, SIPExtension, UserAgent } from 'sip.js'
export { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js'
export { DigestAuthentication } from 'sip.js/lib/core/messages/digest-authentication.js'
export { Md5 } from 'sip.js/lib/core/messages/md5.js'
export { SessionState as DialogState } from 'sip.js/lib/core/session/session.js'
export { InfoUserAgentServer } from 'sip.js/lib/core/user-agents/info-user-agent-server.js'
