import type { Sink } from './playback'
import { useSpeaker } from './speaker'

/** Plays what the far end of one call sends. The element sounds without being in the page. */
export class Player implements Sink {
  readonly #element = new Audio()
  #track: MediaStreamTrack | null = null

  constructor(onPlaying: () => void) {
    this.#element.addEventListener('playing', onPlaying)
  }

  /** The track of a call stays the same through holds and restarts. */
  hear(track: MediaStreamTrack): boolean {
    if (track === this.#track) return false
    this.#track = track
    this.#element.srcObject = new MediaStream([track])
    return true
  }

  async play(): Promise<void> {
    if (this.#track) await this.#element.play()
  }

  useSpeaker(deviceId: string): Promise<void> {
    return useSpeaker(this.#element, deviceId)
  }

  close(): void {
    this.#element.pause()
    this.#element.srcObject = null
    this.#track = null
  }
}
