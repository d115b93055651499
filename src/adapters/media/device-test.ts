import type { DeviceTestFact } from '../../machines/ports/device-test'
import { stopTracks } from './capture'
import { microphoneFailure } from './failures'
import type { Level } from './levels'
import type { Capturing, Microphones } from './microphones'
import type { Sounder } from './sounds/sounder'

const failed: DeviceTestFact = { type: 'test.failed', failure: { code: 'media-failed' } }

/** The microphone of a test: its level, and what it has recorded. */
export class DeviceTest implements Capturing {
  readonly #microphones: Microphones
  readonly #speaker: Sounder
  readonly #tell: (fact: DeviceTestFact) => void
  #stream: MediaStream | null = null
  #context: AudioContext | null = null
  #analyser: AnalyserNode | null = null
  #source: MediaStreamAudioSourceNode | null = null
  #recorder: MediaRecorder | null = null
  #hush: () => void = () => {}
  #isOver = false
  /** Counts the recordings: what is late of one before is dropped. */
  #turn = 0

  constructor(microphones: Microphones, speaker: Sounder, tell: (fact: DeviceTestFact) => void) {
    this.#microphones = microphones
    this.#speaker = speaker
    this.#tell = tell
  }

  async open(): Promise<void> {
    try {
      this.take(await this.#microphones.open())
      this.#tell({ type: 'test.opened' })
    } catch (error) {
      this.#tell({ type: 'test.refused', failure: microphoneFailure(error) })
    }
  }

  /** Another microphone that is chosen meanwhile is the one that is tried. */
  take(stream: MediaStream): void {
    if (this.#isOver) return stopTracks(stream)
    this.rest()
    this.#stream = stream
    this.#microphones.add(this)
    stream.getAudioTracks()[0]?.addEventListener('ended', () => stream === this.#stream && this.lose())
    this.#context ??= new AudioContext()
    this.#analyser ??= new AnalyserNode(this.#context, { fftSize: 2_048 })
    this.#source = new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream })
    this.#source.connect(this.#analyser)
    void this.#context.resume()
  }

  rest(): void {
    this.#source?.disconnect()
    this.#source = null
    if (this.#stream) stopTracks(this.#stream)
    this.#stream = null
  }

  lose(): void {
    this.#tell({ type: 'test.ended' })
  }

  look(): void {}

  readonly readLevel = (): Level => {
    if (!this.#analyser) return { microphone: 0, speaker: 0 }
    const samples = new Float32Array(this.#analyser.fftSize)
    this.#analyser.getFloatTimeDomainData(samples)
    const sum = samples.reduce((total, sample) => total + sample * sample, 0)
    return { microphone: Math.min(1, Math.sqrt((2 * sum) / samples.length)), speaker: 0 }
  }

  record(): void {
    this.#turn += 1
    this.#hush()
    this.#hush = () => {}
    if (this.#recorder?.state === 'recording') this.#recorder.stop()
    this.#recorder = null
    if (!this.#stream) return this.#tell(failed)
    try {
      this.#recorder = new MediaRecorder(this.#stream)
      this.#recorder.start()
    } catch {
      this.#tell(failed)
    }
  }

  async play(): Promise<void> {
    const turn = this.#turn
    const isCurrent = () => turn === this.#turn && !this.#isOver
    try {
      const recording = await this.#endRecording()
      if (!isCurrent()) return
      const hush = await this.#speaker.replay(recording, () => isCurrent() && this.#tell({ type: 'test.played' }))
      if (isCurrent()) this.#hush = hush
      else hush()
    } catch {
      if (isCurrent()) this.#tell(failed)
    }
  }

  close(): void {
    this.#isOver = true
    this.#hush()
    if (this.#recorder?.state === 'recording') this.#recorder.stop()
    this.#microphones.remove(this)
    this.rest()
    this.#context?.close().catch(() => {})
  }

  #endRecording(): Promise<ArrayBuffer> {
    return new Promise((resolve, reject) => {
      const recorder = this.#recorder
      if (recorder?.state !== 'recording') return reject(new Error('Nothing was recorded'))
      recorder.addEventListener('error', () => reject(new Error('The recording broke')))
      recorder.addEventListener('dataavailable', ({ data }) => void data.arrayBuffer().then(resolve, reject), {
        once: true,
      })
      recorder.stop()
    })
  }
}
