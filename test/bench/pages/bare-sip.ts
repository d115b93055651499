import { Inviter, Registerer, RegistererState, type SessionDescriptionHandler, SessionState, UserAgent } from 'sip.js'
import type { Caller } from './probe'

export interface BareConfig {
  readonly uri: string
  readonly username: string
  readonly password: string
  /** WebSocket URL. */
  readonly server: string
}

/** The least that is a phone on SIP.js, with its own media: what ours is measured against. */
export function startBarePhone(config: BareConfig, onRegistered: () => void): Caller {
  const userAgent = new UserAgent({
    uri: uriOf(config.uri),
    authorizationUsername: config.username,
    authorizationPassword: config.password,
    transportOptions: { server: config.server },
    // As in ours, no server is asked: SIP.js would ask a public one.
    sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
    // It prints every message otherwise, and would be measured at that.
    logLevel: 'error',
  })
  const registerer = new Registerer(userAgent)
  registerer.stateChange.addListener((state) => {
    if (state === RegistererState.Registered) onRegistered()
  })
  void userAgent.start().then(() => registerer.register())

  let inviter: Inviter | null = null
  return {
    async dial(number) {
      const session = new Inviter(userAgent, uriOf(`sip:${number}@${new URL(config.server).hostname}`))
      inviter = session
      session.stateChange.addListener((state) => {
        if (state === SessionState.Established) play(session.sessionDescriptionHandler)
      })
      await session.invite({ sessionDescriptionHandlerOptions: { constraints: { audio: true, video: false } } })
    },
    async hangUp() {
      const session = inviter
      if (session === null) return
      const over = new Promise<void>((resolve) =>
        session.stateChange.addListener((state) => state === SessionState.Terminated && resolve()),
      )
      await (session.state === SessionState.Established ? session.bye() : session.cancel())
      await over
    },
  }
}

function uriOf(text: string) {
  const uri = UserAgent.makeURI(text)
  if (uri === undefined) throw new TypeError(`${text} is no SIP URI`)
  return uri
}

function play(handler: SessionDescriptionHandler | undefined): void {
  const audio = new Audio()
  audio.srcObject = (handler as unknown as { readonly remoteMediaStream: MediaStream }).remoteMediaStream
  void audio.play()
}
