import type { Core } from 'sip.js'
import type { FarAudio } from './far-audio'
import { FarCall } from './far-call'

/** Somebody calls the far end. */
export class FarIncomingCall extends FarCall {
  readonly #request: Core.IncomingInviteRequest

  constructor(request: Core.IncomingInviteRequest, audio: FarAudio, contact: string) {
    super(audio, contact)
    this.#request = request
    request.trying()
    request.delegate = {
      onCancel: (message) => {
        this.see('CANCEL', message)
        request.reject({ statusCode: 487 })
        this.end()
      },
    }
  }

  /** The number that was called. */
  get number(): string {
    return this.#request.message.ruri?.user ?? ''
  }

  header(name: string): string | undefined {
    return this.#request.message.getHeader(name)
  }

  ring(): void {
    this.#request.progress({ statusCode: 180 })
  }

  /** Sound before the answer. */
  ringWithSound(): void {
    this.hear(this.#request.message.body)
    this.#request.progress({ statusCode: 183, body: this.describe() })
  }

  answer(): void {
    this.hear(this.#request.message.body)
    const { session } = this.#request.accept({ statusCode: 200, body: this.describe() })
    this.use(session)
  }

  refuse(statusCode: number, extraHeaders: string[] = []): void {
    this.#request.reject({ statusCode, extraHeaders })
    this.end()
  }
}
