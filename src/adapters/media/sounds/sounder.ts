import type { Sound } from '../../../machines/ports'
import type { Playback, Sink } from '../playback'
import { canChooseSpeaker } from '../speaker'
import { patterns } from './patterns'
import { synthesize } from './synthesize'

const sampleRate = 16_000
const fadeS = 0.02
/** An AudioContext that may not start says nothing: by then it would have. */
const startLimitMs = 500

/**
 * Plays the phone's own sounds. A period is computed once and looped by the audio clock: no timer of a page in the
 * background, which the browser slows down, has a part in the cadence. The context is left running between the sounds,
 * since Safari may want a gesture again to resume it.
 */
export class Sounder implements Sink {
  readonly #playback: Playback
  readonly #buffers = new Map<Sound['sound'], AudioBuffer>()
  #context: AudioContext | null = null

  constructor(playback: Playback) {
    this.#playback = playback
  }

  /** Sounds until the call that is returned, then fades out. */
  sound(sound: Sound['sound']): () => void {
    const context = this.#open()
    const source = new AudioBufferSourceNode(context, { buffer: this.#bufferOf(sound), loop: true })
    const gain = new GainNode(context)
    source.connect(gain).connect(context.destination)
    source.addEventListener('ended', () => gain.disconnect())
    source.start()
    return () => {
      gain.gain.setTargetAtTime(0, context.currentTime, fadeS / 4)
      source.stop(context.currentTime + fadeS)
    }
  }

  async play(): Promise<void> {
    const context = this.#context
    if (!context || context.state === 'running') return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, startLimitMs)
      context.resume().then(
        () => {
          clearTimeout(timer)
          resolve()
        },
        () => {},
      )
    })
    if (!isRunning(context)) throw new DOMException('The page may not sound yet', 'NotAllowedError')
  }

  /** Browsers that cannot choose for an AudioContext (Firefox, Safari) leave the phone's sounds on the default speaker. */
  async useSpeaker(deviceId: string): Promise<void> {
    if (this.#context && canChooseSpeaker(this.#context)) await this.#context.setSinkId(deviceId)
  }

  dispose(): void {
    this.#playback.remove(this)
    this.#context?.close().catch(() => {})
    this.#context = null
    this.#buffers.clear()
  }

  #open(): AudioContext {
    if (this.#context) {
      void this.#playback.start(this)
      return this.#context
    }
    const context = new AudioContext()
    this.#context = context
    context.addEventListener('statechange', () => isRunning(context) && this.#playback.retry())
    this.#playback.add(this)
    return context
  }

  #bufferOf(sound: Sound['sound']): AudioBuffer {
    const known = this.#buffers.get(sound)
    if (known) return known
    const samples = synthesize(patterns[sound], sampleRate)
    const buffer = new AudioBuffer({ length: samples.length, sampleRate })
    buffer.copyToChannel(samples, 0)
    this.#buffers.set(sound, buffer)
    return buffer
  }
}

function isRunning(context: AudioContext): boolean {
  return context.state === 'running'
}
