import type { PeerCallMedia } from './call-media'

/** How long a browser may take to start the sound; without a gesture it never does. */
const startLimitMs = 1_500

/** The browser plays no sound before somebody has touched the page. */
export class SoundBlocked extends Error {}

interface Part {
  readonly media: PeerCallMedia
  /** What its far end is sent. */
  readonly output: MediaStreamAudioDestinationNode
  readonly stopWatching: () => void
  microphone: Source | null
  far: Source | null
}

interface Source {
  readonly track: MediaStreamTrack
  readonly node: MediaStreamAudioSourceNode
}

/**
 * Joins the sound of calls: each far end is sent our microphone and the other far ends, and never itself. The tracks of
 * the senders are replaced, which their far ends need not agree to (WebRTC 5.2, replaceTrack).
 */
export class Mixer {
  readonly #context = new AudioContext()
  readonly #parts = new Map<string, Part>()
  readonly #onInterrupted: (isInterrupted: boolean) => void
  #hasStarted = false
  #isRunning = false

  constructor(onInterrupted: (isInterrupted: boolean) => void) {
    this.#onInterrupted = onInterrupted
  }

  /** Rejects with SoundBlocked where the browser keeps the sound back; then nothing has changed. */
  async mix(calls: ReadonlyMap<string, PeerCallMedia>): Promise<void> {
    if (!this.#hasStarted) await this.#start()
    for (const [callId, part] of this.#parts) if (calls.get(callId) !== part.media) this.#remove(callId, part)
    for (const [callId, media] of calls) if (!this.#parts.has(callId)) this.#add(callId, media)
    this.#connect()
  }

  close(): void {
    this.#context.removeEventListener('statechange', this.#watch)
    for (const [callId, part] of this.#parts) this.#remove(callId, part)
    if (this.#context.state !== 'closed') this.#context.close().catch(() => {})
  }

  async #start(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, startLimitMs)
    })
    await Promise.race([this.#context.resume(), limit])
    clearTimeout(timer)
    if (this.#context.state !== 'running') throw new SoundBlocked('The browser has not started the mixing')
    this.#hasStarted = true
    this.#isRunning = true
    this.#context.addEventListener('statechange', this.#watch)
  }

  /** Another program has taken the sound (iOS says `interrupted`), or it is back: nobody is to hear silence meanwhile. */
  readonly #watch = (): void => {
    const isRunning = this.#context.state === 'running'
    if (isRunning === this.#isRunning || this.#context.state === 'closed') return
    this.#isRunning = isRunning
    for (const { media, output } of this.#parts.values()) media.sendInstead(isRunning ? trackOf(output) : null)
    this.#onInterrupted(!isRunning)
    if (!isRunning) this.#context.resume().catch(() => {})
  }

  #add(callId: string, media: PeerCallMedia): void {
    const output = new MediaStreamAudioDestinationNode(this.#context, { channelCount: 1 })
    const stopWatching = media.watchSources(() => this.#connect())
    this.#parts.set(callId, { media, output, stopWatching, microphone: null, far: null })
    if (this.#isRunning) media.sendInstead(trackOf(output))
  }

  #remove(callId: string, { media, output, stopWatching, microphone, far }: Part): void {
    stopWatching()
    media.sendInstead(null)
    microphone?.node.disconnect()
    far?.node.disconnect()
    trackOf(output)?.stop()
    this.#parts.delete(callId)
  }

  /** Sources come and go: another microphone is chosen, a call is silenced for a hold. */
  #connect(): void {
    const parts = [...this.#parts.values()]
    for (const part of parts) {
      part.microphone = this.#renew(part.microphone, part.media.microphone.track)
      part.far = this.#renew(part.far, part.media.isSilenced ? null : part.media.farTrack)
      part.microphone?.node.connect(part.output)
    }
    for (const { far } of parts) {
      far?.node.disconnect()
      for (const other of parts) if (far && other.far !== far && !other.media.isSilenced) far.node.connect(other.output)
    }
  }

  #renew(source: Source | null, track: MediaStreamTrack | null): Source | null {
    if (source?.track === track) return source
    source?.node.disconnect()
    if (track === null || track.readyState === 'ended') return null
    const stream = new MediaStream([track])
    return { track, node: this.#context.createMediaStreamSource(stream) }
  }
}

function trackOf({ stream }: MediaStreamAudioDestinationNode): MediaStreamTrack | null {
  return stream.getAudioTracks()[0] ?? null
}
