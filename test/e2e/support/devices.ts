import type { Agent } from './agent'

/*
 * Chromium's fake devices all beep alike, and cannot be unplugged or muted by a system. So the page's own mediaDevices are
 * given microphones that can be told apart by their tone, a list that loses and finds an entry, and tracks that say what a
 * browser's tracks say then. What goes over the wire is real.
 */

interface Bench {
  /** Hz by the device's id. */
  readonly tones: Map<string, number>
  readonly unplugged: Set<string>
  readonly given: { readonly deviceId: string; readonly track: MediaStreamTrack }[]
}

type Page = { readonly instruments: { tracks: MediaStreamTrack[] }; bench?: Bench }

/** Each microphone beyond the default one gets a tone: its ids by its Hz, in the order of the list. */
export function giveTones(agent: Agent, hertz: readonly number[]): Promise<string[]> {
  return agent.page.evaluate(async (tones) => {
    const page = globalThis as unknown as Page
    const devices = navigator.mediaDevices
    const [getUserMedia, enumerate] = [devices.getUserMedia.bind(devices), devices.enumerateDevices.bind(devices)]
    const found = (await enumerate()).filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== 'default')
    const ids = found.slice(0, tones.length).map(({ deviceId }) => deviceId)
    const bench: Bench = {
      tones: new Map(ids.map((id, index) => [id, tones[index] ?? 0])),
      unplugged: new Set(),
      given: [],
    }
    page.bench = bench
    devices.enumerateDevices = async () => (await enumerate()).filter(({ deviceId }) => !bench.unplugged.has(deviceId))
    devices.getUserMedia = async (constraints) => {
      const audio = constraints?.audio
      const wanted = typeof audio === 'object' ? (audio.deviceId as { exact?: string } | undefined)?.exact : undefined
      if (wanted !== undefined && bench.unplugged.has(wanted)) throw new DOMException('gone', 'NotFoundError')
      const frequency = bench.tones.get(wanted ?? '')
      const stream = frequency === undefined ? await getUserMedia(constraints) : toneOf(frequency)
      const [track] = stream.getAudioTracks()
      if (track) bench.given.push({ deviceId: wanted ?? '', track })
      if (track && frequency !== undefined) page.instruments.tracks.push(track)
      return stream
    }
    return ids

    function toneOf(frequency: number): MediaStream {
      const context = new AudioContext()
      const destination = context.createMediaStreamDestination()
      const oscillator = new OscillatorNode(context, { frequency })
      oscillator.connect(new GainNode(context, { gain: 0.4 })).connect(destination)
      oscillator.start()
      return destination.stream
    }
  }, hertz)
}

/** What the browser says of the microphone that is open now. */
export function sayOfMicrophone(agent: Agent, event: 'mute' | 'unmute'): Promise<void> {
  return agent.page.evaluate((type) => {
    const { bench } = globalThis as unknown as Page
    bench?.given.findLast(({ track }) => track.readyState === 'live')?.track.dispatchEvent(new Event(type))
  }, event)
}

/** The device leaves the list, and its tracks end. */
export function unplug(agent: Agent, deviceId: string): Promise<void> {
  return agent.page.evaluate((id) => {
    const { bench } = globalThis as unknown as Page
    bench?.unplugged.add(id)
    for (const { deviceId: given, track } of bench?.given ?? []) {
      if (given !== id || track.readyState === 'ended') continue
      track.stop()
      track.dispatchEvent(new Event('ended'))
    }
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  }, deviceId)
}

export function plugIn(agent: Agent, deviceId: string): Promise<void> {
  return agent.page.evaluate((id) => {
    const { bench } = globalThis as unknown as Page
    bench?.unplugged.delete(id)
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  }, deviceId)
}

/** How much louder than everything else a tone is in what the page hears of the far end; 0: it is not there. */
export function prominence(agent: Agent, hertz: number): Promise<number> {
  return agent.page.evaluate(async (frequency) => {
    const { instruments } = globalThis as unknown as { instruments: { connections: RTCPeerConnection[] } }
    const peer = instruments.connections.findLast(({ connectionState }) => connectionState === 'connected')
    const track = peer?.getReceivers()[0]?.track
    if (!track) return 0
    const context = new AudioContext({ sampleRate: 16_000 })
    const analyser = new AnalyserNode(context, { fftSize: 2_048, smoothingTimeConstant: 0 })
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).connect(analyser)
    const bins = new Float32Array(analyser.frequencyBinCount)
    // One window, full of sound that came after the question.
    await new Promise((resolve) => setTimeout(resolve, 300))
    analyser.getFloatFrequencyData(bins)
    await context.close()
    const bin = Math.round((frequency * analyser.fftSize) / 16_000)
    const power = (index: number) => 10 ** ((bins[index] ?? -200) / 10)
    const all = bins.reduce((sum, _, index) => sum + power(index), 0)
    const near = [-3, -2, -1, 0, 1, 2, 3].reduce((sum, offset) => sum + power(bin + offset), 0)
    return 10 * Math.log10(all) < -90 ? 0 : near / all
  }, hertz)
}

export function speakers(agent: Agent): Promise<string[]> {
  return agent.page.evaluate(async () =>
    (await navigator.mediaDevices.enumerateDevices())
      .filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== 'default')
      .map(({ deviceId }) => deviceId),
  )
}

/** Runs in the page: what is done to the microphone that is sent now. */
export function noiseSuppression(): boolean | undefined {
  const { instruments } = globalThis as unknown as { instruments: { connections: RTCPeerConnection[] } }
  return instruments.connections.at(-1)?.getSenders()[0]?.track?.getSettings().noiseSuppression
}
