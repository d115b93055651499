import type { MediaFact } from '../../machines/ports'
import { type CallMediaOptions, PeerCallMedia } from './call-media'
import type { OpenCallMedia } from './media.port'

/** The media of every call that has any, under the call's id. */
export class Calls implements OpenCallMedia {
  readonly #options: Omit<CallMediaOptions, 'tell'>
  readonly #media = new Map<string, PeerCallMedia>()

  constructor(options: Omit<CallMediaOptions, 'tell'>) {
    this.#options = options
  }

  open(callId: string, tell: (fact: MediaFact) => void): PeerCallMedia {
    const media = new PeerCallMedia({ ...this.#options, tell })
    this.#media.get(callId)?.close()
    this.#media.set(callId, media)
    return media
  }

  readonly find = (callId: string): PeerCallMedia | undefined => this.#media.get(callId)

  close(callId: string, media: PeerCallMedia): void {
    media.close()
    if (this.#media.get(callId) === media) this.#media.delete(callId)
  }

  dispose(): void {
    for (const media of this.#media.values()) media.close()
    this.#media.clear()
  }
}
