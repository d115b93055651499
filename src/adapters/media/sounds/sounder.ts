import type { Sound } from '../../../machines/ports'
import { Unsupported } from '../failures'
import type { OutputRole, Playback, Sink } from '../playback'
import { canChooseSpeaker } from '../speaker'
import { type Pattern, patternOf } from './patterns'
import { synthesize } from './synthesize'

const sampleRate = 16_000
const fadeS = 0.02
/** An AudioContext that may not start says nothing: by then it would have. */
const startLimitMs = 500

/**
 * Plays the phone's own sounds, on one output. A period is computed once and looped by the audio clock: no timer of a page in the
 * background, which the browser slows down, has a part in the cadence. The context is left running between the sounds,
 * since Safari may want a gesture again to resume it.
 */
export class Sounder implements Sink {
  readonly role: OutputRole
  readonly #playback: Playback
  readonly #buffers = new Map<string, AudioBuffer>()
  #context: AudioContext | null = null
  #master: GainNode | null = null
  #volume = 1
  /** How many sounds there are. */
  #sounding = 0

  constructor(role: OutputRole, playback: Playback) {
    this.role = role
    this.#playback = playback
  }

  /** Sounds until the call that is returned, then fades out. */
  sound(sound: Sound): () => void {
    const { context, master } = this.#open()
    const pattern = patternOf(sound)
    const buffer = this.#bufferOf(JSON.stringify(sound), pattern)
    const source = new AudioBufferSourceNode(context, { buffer, loop: pattern.isRepeated })
    const gain = new GainNode(context)
    source.connect(gain).connect(master)
    source.addEventListener('ended', () => gain.disconnect())
    source.start()
    this.#sounding += 1
    return () => {
      this.#sounding -= 1
      gain.gain.setTargetAtTime(0, context.currentTime, fadeS / 4)
      source.stop(context.currentTime + fadeS)
    }
  }

  /** Plays what was recorded, once. Rejects when it cannot be decoded; the call that is returned ends it. */
  async replay(recording: ArrayBuffer, onEnded: () => void): Promise<() => void> {
    const { context, master } = this.#open()
    const source = new AudioBufferSourceNode(context, { buffer: await context.decodeAudioData(recording) })
    source.connect(master)
    source.addEventListener('ended', onEnded)
    source.start()
    return () => {
      source.removeEventListener('ended', onEnded)
      source.stop()
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

  /**
   * Browsers that cannot choose for an AudioContext (Firefox, Safari) leave the phone's sounds on the default speaker; who
   * asks them for a ring device of its own is told.
   */
  async useOutput(deviceId: string): Promise<void> {
    if (!('setSinkId' in AudioContext.prototype) && this.role === 'ringDevice' && deviceId !== '')
      throw new Unsupported('This browser rings on the system’s default speaker only.')
    if (this.#context && canChooseSpeaker(this.#context)) await this.#context.setSinkId(deviceId)
  }

  setVolume(volume: number): void {
    this.#volume = volume
    if (this.#master) this.#master.gain.value = volume
  }

  dispose(): void {
    this.#playback.remove(this)
    this.#context?.close().catch(() => {})
    this.#context = null
    this.#buffers.clear()
  }

  #open() {
    if (this.#context && this.#master) {
      void this.#playback.start(this)
      return { context: this.#context, master: this.#master }
    }
    const context = new AudioContext()
    const master = new GainNode(context, { gain: this.#volume })
    master.connect(context.destination)
    this.#context = context
    this.#master = master
    let hasRun = false
    context.addEventListener('statechange', () => {
      if (isRunning(context)) this.#playback.retry()
      else if (hasRun && this.#sounding > 0 && context.state !== 'closed') this.#playback.interrupt()
      hasRun ||= isRunning(context)
    })
    this.#playback.add(this)
    return { context, master }
  }

  #bufferOf(name: string, pattern: Pattern): AudioBuffer {
    const known = this.#buffers.get(name)
    if (known) return known
    const samples = synthesize(pattern, sampleRate)
    const buffer = new AudioBuffer({ length: samples.length, sampleRate })
    buffer.copyToChannel(samples, 0)
    this.#buffers.set(name, buffer)
    return buffer
  }
}

function isRunning(context: AudioContext): boolean {
  return context.state === 'running'
}
