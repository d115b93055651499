import type { DeviceChoice } from '../../machines/ports'
import {
  allProcessing,
  type CaptureDevices,
  defaultMicrophone,
  isGone,
  type MicrophoneChoice,
  openMicrophone,
  stopTracks,
} from './capture'
import { Unsupported } from './failures'

/** A call that has, or should have, a microphone open. */
export interface Capturing {
  /** Gives the stream back when it has no use for it. */
  take(stream: MediaStream): void
  /** Devices have come or gone. */
  look(): void
}

/** Which microphone is used and what is done to its sound, now and in the calls to come. */
export class Microphones {
  readonly #findDevices: () => CaptureDevices | null
  readonly #onOpened: () => void
  readonly #inUse = new Set<Capturing>()
  #choice = defaultMicrophone

  constructor(findDevices: () => CaptureDevices | null, onOpened: () => void) {
    this.#findDevices = findDevices
    this.#onOpened = onOpened
  }

  add(microphone: Capturing): void {
    this.#inUse.add(microphone)
  }

  remove(microphone: Capturing): void {
    this.#inUse.delete(microphone)
  }

  /** The chosen one; when it is gone, the system's default. Rejects as `getUserMedia` does. */
  readonly open = async (): Promise<MediaStream> => {
    const choice = this.#choice
    const stream = await this.#open(choice).catch((error: unknown) => {
      if (choice.microphoneId === null || !isGone(error)) throw error
      return this.#open({ ...choice, microphoneId: null })
    })
    if (choice === this.#choice) return stream
    stopTracks(stream)
    return this.open()
  }

  /**
   * Every call's microphone is opened anew, and takes the place of the former one, which the far end is not told of. A new
   * track and not `applyConstraints`: Chromium 156 accepts those for an open microphone, and changes nothing. Rejects as
   * `getUserMedia` does, or with Unsupported, and then nothing has changed.
   */
  async use({ microphoneId = this.#choice.microphoneId, processing = this.#choice.processing }: DeviceChoice) {
    const choice = { microphoneId, processing }
    const supported = this.#findDevices()?.getSupportedConstraints?.()
    for (const kind of allProcessing)
      if (supported && !supported[kind] && processing.includes(kind) !== this.#choice.processing.includes(kind))
        throw new Unsupported(`This browser does not let a page decide on ${kind}.`)
    const inUse = [...this.#inUse]
    const opened = await Promise.allSettled(inUse.map(() => this.#open(choice)))
    const refused = opened.find((outcome) => outcome.status === 'rejected')
    if (refused) {
      for (const outcome of opened) if (outcome.status === 'fulfilled') stopTracks(outcome.value)
      throw refused.reason
    }
    this.#choice = choice
    for (const [index, outcome] of opened.entries())
      if (outcome.status === 'fulfilled') inUse[index]?.take(outcome.value)
  }

  /** Devices have come or gone. */
  look(): void {
    for (const microphone of this.#inUse) microphone.look()
  }

  async #open(choice: MicrophoneChoice): Promise<MediaStream> {
    const stream = await openMicrophone(this.#findDevices(), choice)
    this.#onOpened()
    return stream
  }
}
