/**
 * Runs in the page before anything else: keeps hold of every peer connection and every microphone track, so that a test
 * can measure what really flows and see what stays open. It changes nothing of what they do.
 */
export function installInstruments(): void {
  const instruments = { connections: [] as RTCPeerConnection[], tracks: [] as MediaStreamTrack[] }
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
  readonly instruments: { readonly connections: RTCPeerConnection[]; readonly tracks: MediaStreamTrack[] }
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
