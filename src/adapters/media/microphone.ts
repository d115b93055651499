import type { Failure } from '../../machines/failure'
import { stopTracks } from './capture'
import { microphoneFailure } from './failures'

export interface MicrophoneEvents {
  readonly acquired: () => void
  readonly refused: (failure: Failure) => void
}

const unheard: MicrophoneEvents = { acquired: () => {}, refused: () => {} }

/** One call's microphone: opened, cut, and given back, whatever arrives late. */
export class Microphone {
  readonly #open: (deviceId: string | null) => Promise<MediaStream>
  readonly #send: (track: MediaStreamTrack | null) => void
  #stream: MediaStream | null = null
  #attempt = 0
  #isReleased = false
  #isMuted = false
  #isSilenced = false

  constructor(open: (deviceId: string | null) => Promise<MediaStream>, send: (track: MediaStreamTrack | null) => void) {
    this.#open = open
    this.#send = send
  }

  get track(): MediaStreamTrack | null {
    return this.#stream?.getAudioTracks()[0] ?? null
  }

  /** Tells nothing when the call is over, or another microphone is asked for meanwhile. */
  async acquire(deviceId: string | null, events: MicrophoneEvents): Promise<void> {
    this.#attempt += 1
    const attempt = this.#attempt
    const isWanted = () => !this.#isReleased && attempt === this.#attempt
    let stream: MediaStream
    try {
      stream = await this.#open(deviceId)
    } catch (error) {
      if (isWanted()) events.refused(microphoneFailure(error))
      return
    }
    // A prompt cannot be withdrawn: what it grants after the end is given back at once.
    if (!isWanted()) return stopTracks(stream)
    const former = this.#stream
    this.#stream = stream
    this.#cut()
    this.#send(this.track)
    if (former) stopTracks(former)
    // A device that goes in the middle of a call (a headset that is unplugged) gives way to the system's default.
    this.track?.addEventListener('ended', () => void this.acquire(null, unheard))
    events.acquired()
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
    if (this.#stream) stopTracks(this.#stream)
    this.#stream = null
    this.#send(null)
  }

  /** For good. */
  release(): void {
    this.#isReleased = true
    if (this.#stream) stopTracks(this.#stream)
    this.#stream = null
  }

  /**
   * A disabled track sends silence. Taking it from the sender would stop the RTP, which servers read as a dead call
   * (rtp_timeout), and there would be no tones on hold.
   */
  #cut(): void {
    if (this.track) this.track.enabled = !this.#isMuted && !this.#isSilenced
  }
}
