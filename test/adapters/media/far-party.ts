import { expect, onTestFinished, vi } from 'vitest'
import type { CallMedia } from '../../../src/adapters/call-media'
import { patience } from './peers'

/** A tone's strength above which it is heard, and below which it is not, both in the same half second: 0 to 1. */
const heard = 0.05
const unheard = 0.01

/** A stream with one sine in it, as a microphone would give it. */
export function hum(hertz: number): MediaStream {
  const context = new AudioContext()
  onTestFinished(() => context.close())
  const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
  const oscillator = new OscillatorNode(context, { frequency: hertz })
  oscillator.connect(new GainNode(context, { gain: 0.3 })).connect(output)
  oscillator.start()
  return output.stream
}

/** Somebody at the other end of a call, who hums, and says which tones are heard there. */
export class FarParty {
  readonly peer = new RTCPeerConnection()
  readonly #analyser: AnalyserNode
  readonly #samples: Float32Array<ArrayBuffer>

  private constructor(hertz: number) {
    const stream = hum(hertz)
    for (const track of stream.getTracks()) this.peer.addTrack(track, stream)
    const context = new AudioContext()
    this.#analyser = new AnalyserNode(context, { fftSize: 16_384, smoothingTimeConstant: 0 })
    this.#samples = new Float32Array(this.#analyser.fftSize)
    this.peer.addEventListener('track', ({ track }) => {
      const remote = new MediaStream([track])
      // Chromium gives Web Audio silence of a remote stream that no element plays.
      const element = new Audio()
      element.srcObject = remote
      element.muted = true
      void element.play()
      context.createMediaStreamSource(remote).connect(this.#analyser)
    })
    onTestFinished(async () => {
      this.peer.close()
      await context.close()
    })
  }

  /** Answers a call's first offer. */
  static async answer(media: CallMedia, hertz: number): Promise<FarParty> {
    const party = new FarParty(hertz)
    await party.take(await media.createOffer({ hold: false, iceRestart: false }), media)
    return party
  }

  async take(offer: string, media: CallMedia): Promise<void> {
    await this.peer.setRemoteDescription({ type: 'offer', sdp: offer })
    await this.peer.setLocalDescription(await this.peer.createAnswer())
    await vi.waitFor(() => expect(this.peer.iceGatheringState).toBe('complete'), patience)
    await media.acceptAnswer(this.peer.localDescription?.sdp ?? '')
  }

  /** Waits until exactly these of all the tones are heard here. */
  async hears(tones: readonly number[], of: readonly number[]): Promise<void> {
    await vi.waitFor(() => {
      const strengths = of.map((hertz) => this.#strengthOf(hertz))
      const audible = of.filter((_, index) => (strengths[index] ?? 0) > heard)
      const silent = of.filter((_, index) => (strengths[index] ?? 0) < unheard)
      expect({ audible, silent }).toEqual({ audible: tones, silent: of.filter((hertz) => !tones.includes(hertz)) })
    }, patience)
  }

  /** Goertzel's algorithm over the last third of a second, with a Hann window: neighbours do not leak in. */
  #strengthOf(hertz: number): number {
    this.#analyser.getFloatTimeDomainData(this.#samples)
    const count = this.#samples.length
    const step = (2 * Math.PI * hertz) / this.#analyser.context.sampleRate
    let real = 0
    let imaginary = 0
    this.#samples.forEach((sample, n) => {
      const windowed = sample * (1 - Math.cos((2 * Math.PI * n) / count))
      real += windowed * Math.cos(step * n)
      imaginary += windowed * Math.sin(step * n)
    })
    return (2 * Math.hypot(real, imaginary)) / count
  }
}
