import type { DeviceChoice, Processing } from '../../machines/ports'
import {
  allProcessing,
  type CaptureDevices,
  defaultMicrophone,
  isGone,
  type MicrophoneChoice,
  openMicrophone,
  stopTracks,
} from './capture'
import { microphoneFailure, Unsupported } from './failures'

/** A call that has, or should have, a microphone open. */
export interface Capturing {
  /** Gives the stream back when it has no use for it. */
  take(stream: MediaStream): void
  /** Closes the device, until another stream is taken or it is told to be lost. */
  rest(): void
  lose(): void
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
   * Every call's microphone is opened anew, and takes the place of the former one, which the far end is not told of. Rejects
   * as `getUserMedia` does, or with Unsupported, and then what was used before is.
   */
  async use({ microphoneId = this.#choice.microphoneId, processing = this.#choice.processing }: DeviceChoice) {
    const choice = { microphoneId, processing }
    this.#assertSupported(processing)
    const inUse = [...this.#inUse]
    const isProcessedAlike = String(processing) === String(this.#choice.processing)
    const streams =
      (isProcessedAlike && (await this.#openBeside(inUse, choice))) || (await this.#openAfter(inUse, choice))
    this.#choice = choice
    for (const [index, stream] of streams.entries()) inUse[index]?.take(stream)
  }

  /** Devices have come or gone. */
  look(): void {
    for (const microphone of this.#inUse) microphone.look()
  }

  /** While the former ones are still open: nothing is missed. null: this browser opens one at a time (Firefox). */
  async #openBeside(inUse: readonly Capturing[], choice: MicrophoneChoice): Promise<MediaStream[] | null> {
    try {
      return await this.#openAll(inUse, choice)
    } catch (error) {
      if (microphoneFailure(error).code === 'microphone-busy') return null
      throw error
    }
  }

  /**
   * Once the former ones are closed. Chromium 156 processes a device that is open in another way not at all, or opens
   * another device in its place; it accepts `applyConstraints` too, and changes nothing.
   */
  async #openAfter(inUse: readonly Capturing[], choice: MicrophoneChoice): Promise<MediaStream[]> {
    for (const microphone of inUse) microphone.rest()
    try {
      const streams = await this.#openAll(inUse, choice)
      if (streams.every((stream) => isProcessed(stream, choice))) return streams
      for (const stream of streams) stopTracks(stream)
      throw new Unsupported('The browser processes the sound of this microphone in its own way.')
    } catch (error) {
      for (const microphone of inUse) microphone.lose()
      throw error
    }
  }

  async #openAll(inUse: readonly Capturing[], choice: MicrophoneChoice): Promise<MediaStream[]> {
    const opened = await Promise.allSettled(inUse.map(() => this.#open(choice)))
    const streams = opened.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    const refused = opened.find((outcome) => outcome.status === 'rejected')
    if (!refused) return streams
    for (const stream of streams) stopTracks(stream)
    throw refused.reason
  }

  #assertSupported(processing: readonly Processing[]): void {
    const supported = this.#findDevices()?.getSupportedConstraints?.()
    for (const kind of allProcessing)
      if (supported && !supported[kind] && processing.includes(kind) !== this.#choice.processing.includes(kind))
        throw new Unsupported(`This browser does not let a page decide on ${kind}.`)
  }

  async #open(choice: MicrophoneChoice): Promise<MediaStream> {
    const stream = await openMicrophone(this.#findDevices(), choice)
    this.#onOpened()
    return stream
  }
}

/** Browsers that do not tell are believed. */
function isProcessed(stream: MediaStream, { processing }: MicrophoneChoice): boolean {
  const settings = stream.getAudioTracks()[0]?.getSettings() ?? {}
  return allProcessing.every((kind) => (settings[kind] ?? processing.includes(kind)) === processing.includes(kind))
}
