import type { MediaFact } from '../../machines/ports'
import { stopTracks } from './capture'
import { microphoneFailure } from './failures'
import type { Capturing, Microphones } from './microphones'

export interface MicrophoneParts {
  readonly microphones: Microphones
  readonly send: (track: MediaStreamTrack | null) => void
  readonly tell: (fact: MediaFact) => void
  readonly now: () => number
}

/** One call's microphone: opened, cut, replaced and given back, whatever arrives late. */
export class Microphone implements Capturing {
  readonly #parts: MicrophoneParts
  #stream: MediaStream | null = null
  #attempt = 0
  #isReleased = false
  #isMuted = false
  #isSilenced = false

  constructor(parts: MicrophoneParts) {
    this.#parts = parts
  }

  get isSilenced(): boolean {
    return this.#isSilenced
  }

  get track(): MediaStreamTrack | null {
    return this.#stream?.getAudioTracks()[0] ?? null
  }

  /** Tells nothing when the call is over, or another microphone has come meanwhile. */
  async acquire(): Promise<void> {
    const { microphones, tell, now } = this.#parts
    this.#attempt += 1
    const attempt = this.#attempt
    let stream: MediaStream
    try {
      stream = await microphones.open()
    } catch (error) {
      if (this.#isWanted(attempt)) tell({ type: 'microphone.refused', failure: microphoneFailure(error), at: now() })
      return
    }
    // A prompt cannot be withdrawn: what it grants after the end is given back at once.
    if (this.#isWanted(attempt)) this.take(stream)
    else stopTracks(stream)
  }

  take(stream: MediaStream): void {
    if (this.#isReleased) return stopTracks(stream)
    const { microphones, send, tell } = this.#parts
    this.#attempt += 1
    const former = this.#stream
    this.#stream = stream
    this.#cut()
    send(this.track)
    if (former) stopTracks(former)
    microphones.add(this)
    tell({ type: 'microphone.acquired' })
    if (this.track) this.#watch(this.track)
  }

  rest(): void {
    this.#attempt += 1
    if (this.#stream) stopTracks(this.#stream)
  }

  lose(): void {
    if (!this.#isReleased) this.#parts.tell({ type: 'microphone.ended' })
  }

  look(): void {
    if (this.track?.readyState !== 'live') this.#parts.tell({ type: 'microphone.available' })
  }

  mute(isMuted: boolean): void {
    this.#isMuted = isMuted
    this.#cut()
  }

  silence(isSilenced: boolean): void {
    this.#isSilenced = isSilenced
    this.#cut()
  }

  /** Until it is asked for again: what an open prompt still grants is given back at once. */
  withdraw(): void {
    this.#attempt += 1
    this.#close()
    this.#parts.send(null)
  }

  /** For good. */
  release(): void {
    this.#isReleased = true
    this.#close()
  }

  #close(): void {
    this.#parts.microphones.remove(this)
    if (this.#stream) stopTracks(this.#stream)
    this.#stream = null
  }

  #isWanted(attempt: number): boolean {
    return !this.#isReleased && attempt === this.#attempt
  }

  /** What the device does by itself (Media Capture and Streams 4.3.1); a track that we have stopped tells nothing. */
  #watch(track: MediaStreamTrack): void {
    const { tell } = this.#parts
    const on = (event: 'mute' | 'unmute' | 'ended', type: 'interrupted' | 'restored' | 'ended') =>
      track.addEventListener(event, () => track === this.track && tell({ type: `microphone.${type}` }))
    on('mute', 'interrupted')
    on('unmute', 'restored')
    on('ended', 'ended')
    if (track.muted) tell({ type: 'microphone.interrupted' })
  }

  /**
   * A disabled track sends silence. Taking it from the sender would stop the RTP, which servers read as a dead call
   * (rtp_timeout), and there would be no tones on hold.
   */
  #cut(): void {
    if (this.track) this.track.enabled = !this.#isMuted && !this.#isSilenced
  }
}
