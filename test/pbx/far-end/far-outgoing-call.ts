import type { Core } from 'sip.js'
import type { FarAudio } from './far-audio'
import { FarCall } from './far-call'

export interface FarDialing {
  readonly core: Core.UserAgentCore
  /** The INVITE with that body. */
  readonly write: (body: Core.Body) => Core.OutgoingRequestMessage
  readonly audio: FarAudio
  /** The header. */
  readonly contact: string
}

/** The far end calls somebody. */
export class FarOutgoingCall extends FarCall {
  readonly #request: Core.OutgoingInviteRequest
  #redirection = ''

  constructor({ core, write, audio, contact }: FarDialing) {
    super(audio, contact)
    const note = ({ message }: Core.IncomingResponse): void => this.see(String(message.statusCode))
    this.#request = core.invite(write(this.describe()), {
      onProgress: (response) => {
        note(response)
        this.hear(response.message.body)
      },
      onAccept: (response) => {
        note(response)
        this.hear(response.message.body)
        response.ack()
        this.use(response.session)
      },
      onRedirect: (response) => {
        note(response)
        this.#redirection = response.message.getHeader('contact') ?? ''
        this.end()
      },
      onReject: (response) => {
        note(response)
        this.end()
      },
    })
  }

  /** The Contact of a 3xx. */
  get redirection(): string {
    return this.#redirection
  }

  cancel(): void {
    this.#request.cancel()
  }
}
