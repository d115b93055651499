import type { MixCalls, PlaySound, SendTones, WatchDevices, WatchMedia, WatchQuality } from '../../machines/ports'
import type { TestMicrophone } from '../../machines/ports/device-test'
import type { RunCheck } from '../../machines/ports/preflight'
import type { FindCallMedia } from '../call-media'
import type { MakePort } from '../port'
import { Calls } from './calls'
import type { FindCaptureDevices } from './capture'
import { createCheckPort } from './check.port'
import { createDeviceTestPort } from './device-test.port'
import { createDevicesPort } from './devices.port'
import { findIceServers, type IceServers, type Warn } from './ice-servers'
import { type Level, Levels, type ReadLevel } from './levels'
import { createMediaPort } from './media.port'
import { Microphones } from './microphones'
import { createMixerPort } from './mixer.port'
import { Playback } from './playback'
import { createQualityPort } from './quality.port'
import { Sounder } from './sounds/sounder'
import { createSoundsPort } from './sounds.port'
import { createTonesPort } from './tones.port'

export interface MediaAdapterOptions {
  readonly makePort: MakePort
  /** Default: none. A function is asked once a call. */
  readonly iceServers?: IceServers | undefined
  /** Names in the order of preference; what is not named follows. */
  readonly codecs?: readonly string[] | undefined
  /** ms since the Unix epoch. */
  readonly now?: (() => number) | undefined
  /** Hears what a call goes on without, and why. */
  readonly warn?: Warn | undefined
  /** Default: the browser's. */
  readonly findDevices?: FindCaptureDevices | undefined
}

export interface MediaAdapter {
  readonly watchMedia: WatchMedia
  readonly watchQuality: WatchQuality
  readonly runCheck: RunCheck
  readonly sendTonesByRtp: SendTones
  readonly watchDevices: WatchDevices
  readonly playSound: PlaySound
  readonly testMicrophone: TestMicrophone
  readonly mixCalls: MixCalls
  readonly findCallMedia: FindCallMedia
  /** undefined when the call has no media yet, or no longer. */
  getStats(callId: string): Promise<RTCStatsReport | undefined>
  /** Of a call, by its id, or of the `test`; returns what ends it. */
  watchLevel(of: string, listener: (level: Level) => void): () => void
  /** Closes the media of every call. */
  dispose(): void
}

/** Microphones, peer connections and everything that sounds. Touches no device before a chart asks. */
export function createMediaAdapter(options: MediaAdapterOptions): MediaAdapter {
  const { makePort, iceServers = [], codecs = [], now = Date.now, warn = () => {} } = options
  const findDevices = options.findDevices ?? (() => navigator.mediaDevices ?? null)
  const granted = new Set<() => void>()
  const playback = new Playback()
  const sounders = { speaker: new Sounder('speaker', playback), ringDevice: new Sounder('ringDevice', playback) }
  const microphones = new Microphones(findDevices, () => {
    for (const listener of granted) listener()
  })
  const calls = new Calls({
    codecs,
    playback,
    microphones,
    warn,
    now,
    findIceServers: () => findIceServers(iceServers, warn),
  })
  let testLevel: ReadLevel | null = null
  const levels = new Levels((of) => (of === 'test' ? (testLevel ?? undefined) : calls.find(of)?.readLevel))
  const onGranted = (listener: () => void) => {
    granted.add(listener)
    return () => granted.delete(listener)
  }

  return {
    watchMedia: createMediaPort(makePort, calls),
    watchQuality: createQualityPort(makePort, calls.find, now),
    runCheck: createCheckPort({
      makePort,
      now,
      openMicrophone: microphones.open,
      findIceServers: () => findIceServers(iceServers, warn),
      warn,
    }),
    sendTonesByRtp: createTonesPort(makePort, (callId) => calls.find(callId)?.sender ?? null),
    watchDevices: createDevicesPort({ makePort, findDevices, microphones, playback, onGranted }),
    mixCalls: createMixerPort(makePort, calls.find),
    playSound: createSoundsPort(makePort, sounders),
    testMicrophone: createDeviceTestPort({
      makePort,
      microphones,
      speaker: sounders.speaker,
      setReader: (reader) => {
        testLevel = reader
      },
    }),
    findCallMedia: calls.find,
    watchLevel: (of, listener) => levels.watch(of, listener),
    getStats: async (callId) => calls.find(callId)?.getStats(),
    dispose: () => {
      levels.dispose()
      calls.dispose()
      sounders.speaker.dispose()
      sounders.ringDevice.dispose()
      playback.dispose()
    },
  }
}
