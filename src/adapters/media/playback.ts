import { useSpeaker } from './speaker'

/** Something that sounds: a call's player, or the sounds of the phone. */
export interface Sink {
  /** Starts, or goes on. Rejects with a NotAllowedError when the browser wants a gesture of the user first. */
  play(): Promise<void>
  /** `''`: the system's default. Rejects as `setSinkId` does. */
  useSpeaker(deviceId: string): Promise<void>
}

/** A MediaStream without sound yet leaves play() open: what has not been refused by then is let pass. */
const refusalLimitMs = 1_000

/** What the browser calls activation (HTML 6.4): a touch activates when it ends, a mouse when it begins. */
const gestures = ['pointerdown', 'pointerup', 'keydown'] as const

/** Everything that sounds, the speaker it sounds from, and whether the browser lets it. */
export class Playback {
  readonly #sinks = new Set<Sink>()
  readonly #listeners = new Set<(isBlocked: boolean) => void>()
  #speakerId = ''
  #isBlocked = false
  #attempts = 0

  get isBlocked(): boolean {
    return this.#isBlocked
  }

  /** Hears each change, and what every unblock() came to; returns what ends it. */
  watch(listener: (isBlocked: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Sounds from now on. A speaker that is gone leaves the system's default. */
  add(sink: Sink): void {
    this.#sinks.add(sink)
    if (this.#speakerId !== '') sink.useSpeaker(this.#speakerId).catch(() => {})
    void this.start(sink)
  }

  remove(sink: Sink): void {
    this.#sinks.delete(sink)
  }

  async start(sink: Sink): Promise<void> {
    if (await isRefused(sink)) this.#change(true)
  }

  /** Plays all that was kept silent, and tells what came of it, even when nothing has changed. */
  async unblock(): Promise<void> {
    const wasBlocked = this.#isBlocked
    await this.#playAll()
    if (this.#isBlocked === wasBlocked) this.#tell()
  }

  /** A sink has begun to sound, or the user has touched the page: the browser may have changed its mind. */
  readonly retry = (): void => {
    if (this.#isBlocked) void this.#playAll()
  }

  /** Rejects as `setSinkId` does, and changes nothing when the device cannot be used. */
  async useSpeaker(deviceId: string | null): Promise<void> {
    const speakerId = deviceId ?? ''
    await useSpeaker(new Audio(), speakerId)
    await Promise.all([...this.#sinks].map((sink) => sink.useSpeaker(speakerId)))
    this.#speakerId = speakerId
  }

  dispose(): void {
    this.#listeners.clear()
    this.#sinks.clear()
    this.#listenForGestures(false)
  }

  /** Of attempts that overlap the last decides: a touch is no gesture yet when it begins, but when it ends. */
  async #playAll(): Promise<void> {
    this.#attempts += 1
    const attempt = this.#attempts
    const refused = await Promise.all([...this.#sinks].map(isRefused))
    if (attempt === this.#attempts) this.#change(refused.includes(true))
  }

  #change(isBlocked: boolean): void {
    if (isBlocked === this.#isBlocked) return
    this.#isBlocked = isBlocked
    this.#listenForGestures(isBlocked)
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.#isBlocked)
  }

  #listenForGestures(isListening: boolean): void {
    for (const gesture of gestures) {
      if (isListening) addEventListener(gesture, this.retry, { capture: true })
      else removeEventListener(gesture, this.retry, { capture: true })
    }
  }
}

async function isRefused(sink: Sink): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, refusalLimitMs)
  })
  try {
    await Promise.race([sink.play(), limit])
    return false
  } catch (error) {
    // AbortError: the call ended meanwhile.
    return error instanceof Error && error.name === 'NotAllowedError'
  } finally {
    clearTimeout(timer)
  }
}
