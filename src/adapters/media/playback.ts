import type { Volumes } from '../../machines/ports'
import { useOutput } from './speaker'

/** Where something sounds. */
export type OutputRole = 'speaker' | 'ringDevice'

/** Something that sounds: a call's player, or the sounds of the phone. */
export interface Sink {
  readonly role: OutputRole
  /** Starts, or goes on. Rejects with a NotAllowedError when the browser wants a gesture of the user first. */
  play(): Promise<void>
  /** `''`: the system's default. Rejects as `setSinkId` does. */
  useOutput(deviceId: string): Promise<void>
  /** 0-1. */
  setVolume(volume: number): void
}

/** blocked: the browser wants a gesture first. interrupted: the system took the sound away. */
export type PlaybackState = 'allowed' | 'blocked' | 'interrupted'

/** A MediaStream without sound yet leaves play() open: what has not been refused by then is let pass. */
const refusalLimitMs = 1_000

/** What the browser calls activation (HTML 6.4): a touch activates when it ends, a mouse when it begins. */
const gestures = ['pointerdown', 'pointerup', 'keydown'] as const

/** Everything that sounds, what it sounds from and how loud, and whether the browser lets it. */
export class Playback {
  readonly #sinks = new Set<Sink>()
  readonly #listeners = new Set<(state: PlaybackState) => void>()
  readonly #deviceIds: Record<OutputRole, string> = { speaker: '', ringDevice: '' }
  #volumes: Volumes = { callVolume: 1, ringVolume: 1 }
  #state: PlaybackState = 'allowed'
  #attempts = 0

  get state(): PlaybackState {
    return this.#state
  }

  /** Hears each change, and what every unblock() came to; returns what ends it. */
  watch(listener: (state: PlaybackState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Sounds from now on. A device that is gone leaves the system's default. */
  add(sink: Sink): void {
    this.#sinks.add(sink)
    sink.setVolume(this.#volumeOf(sink))
    const deviceId = this.#deviceIds[sink.role]
    if (deviceId !== '') sink.useOutput(deviceId).catch(() => {})
    void this.start(sink)
  }

  remove(sink: Sink): void {
    this.#sinks.delete(sink)
  }

  async start(sink: Sink): Promise<void> {
    if (await isRefused(sink)) this.#change('blocked')
  }

  /** Plays all that was kept silent, and tells what came of it, even when nothing has changed. */
  async unblock(): Promise<void> {
    const before = this.#state
    await this.#playAll()
    if (this.#state === before) this.#tell()
  }

  /** A sink has begun to sound, or the user has touched the page: the browser may have changed its mind. */
  readonly retry = (): void => {
    if (this.#state !== 'allowed') void this.#playAll()
  }

  /** What sounded has stopped, and nobody here has stopped it. */
  interrupt(): void {
    if (this.#state === 'allowed') this.#change('interrupted')
  }

  /** Rejects as `setSinkId` does, and changes nothing when the device cannot be used. */
  async useDevice(role: OutputRole, deviceId: string | null): Promise<void> {
    const outputId = deviceId ?? ''
    await useOutput(new Audio(), outputId)
    const sinks = [...this.#sinks].filter((sink) => sink.role === role)
    await Promise.all(sinks.map((sink) => sink.useOutput(outputId)))
    this.#deviceIds[role] = outputId
  }

  setVolumes(volumes: Volumes): void {
    this.#volumes = volumes
    for (const sink of this.#sinks) sink.setVolume(this.#volumeOf(sink))
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
    if (attempt === this.#attempts) this.#change(refused.includes(true) ? 'blocked' : 'allowed')
  }

  #volumeOf({ role }: Sink): number {
    return role === 'speaker' ? this.#volumes.callVolume : this.#volumes.ringVolume
  }

  #change(state: PlaybackState): void {
    if (state === this.#state) return
    this.#state = state
    this.#listenForGestures(state !== 'allowed')
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.#state)
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
