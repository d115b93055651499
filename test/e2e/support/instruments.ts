/**
 * Runs in the page before anything else: keeps hold of every peer connection, every microphone track and every sound of
 * the phone's own, so that a test can measure what really flows and see what stays open. It changes nothing of what they do.
 */
export function installInstruments(): void {
  const instruments = {
    connections: [] as RTCPeerConnection[],
    tracks: [] as MediaStreamTrack[],
    playing: new Set<AudioBufferSourceNode>(),
    /** For each sound that ends by itself: how many microphones were open when it began. */
    brief: [] as number[],
  }
  const Native = globalThis.RTCPeerConnection
  globalThis.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      instruments.connections.push(this)
    }
  }
  const devices = navigator.mediaDevices
  const getUserMedia = devices.getUserMedia.bind(devices)
  devices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints)
    instruments.tracks.push(...stream.getTracks())
    return stream
  }
  const { start, stop } = AudioBufferSourceNode.prototype
  AudioBufferSourceNode.prototype.start = function (...args) {
    if (this.loop) instruments.playing.add(this)
    else instruments.brief.push(instruments.tracks.filter((track) => track.readyState === 'live').length)
    start.apply(this, args)
  }
  AudioBufferSourceNode.prototype.stop = function (...args) {
    instruments.playing.delete(this)
    stop.apply(this, args)
  }
  Object.assign(globalThis, { instruments })
  tellEvents()

  /** The phone's events go to the console: whoever listens there has evaluated nothing in the page. */
  function tellEvents(): void {
    let phone: unknown
    Object.defineProperty(globalThis, 'callchart', {
      configurable: true,
      get: () => phone,
      set: (value: { on(type: '*', listener: (event: { type: string }) => void): void }) => {
        phone = value
        value.on('*', ({ type }) => console.debug(`callchart ${type}`))
      },
    })
  }
}

export interface Sound {
  /** RTP packets received, and sent, over all peer connections that are open. */
  readonly received: number
  readonly sent: number
  /** Of what was received, in the arbitrary unit of `totalAudioEnergy` (W3C webrtc-stats). */
  readonly energy: number
}

type Instrumented = {
  readonly instruments: {
    readonly connections: RTCPeerConnection[]
    readonly tracks: MediaStreamTrack[]
    readonly playing: Set<AudioBufferSourceNode>
    readonly brief: readonly number[]
  }
}

/** Runs in the page. */
export async function measureSound(): Promise<Sound> {
  const sound = { received: 0, sent: 0, energy: 0 }
  for (const connection of (globalThis as unknown as Instrumented).instruments.connections) {
    if (connection.connectionState === 'closed') continue
    for (const report of (await connection.getStats()).values() as Iterable<Record<string, number | string>>) {
      if (report.type === 'inbound-rtp') {
        sound.received += Number(report.packetsReceived)
        sound.energy += Number(report.totalAudioEnergy ?? 0)
      }
      if (report.type === 'outbound-rtp') sound.sent += Number(report.packetsSent)
    }
  }
  return sound
}

/** Runs in the page. */
export function countOpenMicrophones(): number {
  return (globalThis as unknown as Instrumented).instruments.tracks.filter((track) => track.readyState === 'live')
    .length
}

/** Runs in the page: the phone's own sounds that go on until they are stopped, told apart by their periods. */
export function listSounds(): string[] {
  const names: Readonly<Record<number, string>> = { 3: 'ringtone', 4: 'knock', 5: 'ringback' }
  const { playing } = (globalThis as unknown as Instrumented).instruments
  return [...playing].map(({ buffer }) => names[buffer?.duration ?? 0] ?? `${buffer?.duration} s`)
}

/** Runs in the page: how many of the phone's own sounds have ended by themselves, or will: a chime, the tone of a digit. */
export function countBriefSounds(): number {
  return (globalThis as unknown as Instrumented).instruments.brief.length
}

/** Runs in the page: how many microphones were open as each of them began. */
export function countMicrophonesAtBriefSounds(): number[] {
  return [...(globalThis as unknown as Instrumented).instruments.brief]
}
