import type { Playback, Sink } from './playback'
import { useOutput } from './speaker'

/** Plays what the far end of one call sends. The element sounds without being in the page. */
export class Player implements Sink {
  readonly role = 'speaker'
  readonly #element = new Audio()
  #track: MediaStreamTrack | null = null

  get track(): MediaStreamTrack | null {
    return this.#track
  }

  constructor(playback: Pick<Playback, 'retry' | 'interrupt'>) {
    this.#element.addEventListener('playing', playback.retry)
    // iOS pauses what sounds when the telephone rings.
    this.#element.addEventListener('pause', () => this.#track?.readyState === 'live' && playback.interrupt())
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

  useOutput(deviceId: string): Promise<void> {
    return useOutput(this.#element, deviceId)
  }

  /** iOS leaves the volume to its keys, and ignores ours. */
  setVolume(volume: number): void {
    this.#element.volume = volume
  }

  close(): void {
    this.#track = null
    this.#element.pause()
    this.#element.srcObject = null
  }
}
