import type { UserAgent } from 'sip.js'

/** How long the server may take to say anything at all, in ms. */
const patienceMs = 10_000

/**
 * Notices a WebSocket that is open on our side only (the network went, a proxy forgot it): browsers do not say so for
 * minutes. After a silence the server is asked by OPTIONS, whose answer, whatever it is, is a sign of life; few servers
 * answer the CRLF of RFC 5626, and scripts cannot send the pings of WebSockets (RFC 7118 6).
 */
export function keepAlive(userAgent: UserAgent, everyMs: number, onDead: () => void): void {
  const { transport, userAgentCore: core } = userAgent
  let timer: ReturnType<typeof setTimeout> | undefined

  const wait = () => {
    clearTimeout(timer)
    if (transport.isConnected()) timer = setTimeout(ask, everyMs)
  }
  const ask = () => {
    const { aor } = core.configuration
    const server = aor.clone()
    server.user = undefined
    core.request(core.makeOutgoingRequestMessage('OPTIONS', server, aor, server, {}))
    timer = setTimeout(onDead, patienceMs)
  }

  const receive = transport.onMessage
  transport.onMessage = (text) => {
    wait()
    receive?.(text)
  }
  transport.stateChange.addListener(wait)
}
