import type { Problem } from './errors'
import type { QualitySummary } from './quality-state'

export interface DeviceView {
  readonly id: string
  /** Empty until the permission is granted. */
  readonly label: string
}

/** missing: the chosen one is unplugged, and the system's default serves until it is back. */
export type DeviceUse = 'settled' | 'switching' | 'missing'

export interface DevicesView {
  /** The browser's permission for the microphone. */
  readonly permission: 'unknown' | 'prompt' | 'asking' | 'granted' | 'denied'
  readonly microphone: 'unknown' | 'present' | 'absent'
  /** Whether the browser lets us sound; `blocked` until somebody touches the page, `interrupted` by the system. */
  readonly playback: 'allowed' | 'blocked' | 'interrupted' | 'unblocking'
  readonly microphones: readonly DeviceView[]
  readonly speakers: readonly DeviceView[]
  /** What is chosen; null: the system's default. */
  readonly microphoneId: string | null
  readonly speakerId: string | null
  /** Where it rings when somebody calls. */
  readonly ringDeviceId: string | null
  readonly use: { readonly microphone: DeviceUse; readonly speaker: DeviceUse; readonly ringDevice: DeviceUse }
  /** What the browser does to the microphone's sound. */
  readonly processing: {
    readonly echoCancellation: boolean
    readonly noiseSuppression: boolean
    readonly autoGainControl: boolean
  }
  /** 0-1. */
  readonly volumes: { readonly call: number; readonly ring: number }
  readonly test: DeviceTestView
}

/** What `testDevices` does. */
export interface DeviceTestView {
  readonly microphone: 'closed' | 'opening' | 'listening' | 'recording' | 'playing'
  readonly chime: 'quiet' | 'speaker' | 'ringDevice'
  /** Why the last test came to nothing. */
  readonly problem: Problem | null
}

/** A test of the microphone, the network and a call, and what it has seen so far. */
export interface PreflightView {
  /** microphone, network, call: that part is under way. */
  readonly status: 'idle' | 'microphone' | 'network' | 'call' | 'passed' | 'failed'
  readonly microphone: {
    readonly label: string
    /** 0-1, its loudest moment; 0 is no sound at all. */
    readonly peak: number
  } | null
  readonly network: {
    /** The kinds of ICE candidates: of this machine, as a STUN server sees it, through a TURN server. */
    readonly candidates: readonly ('host' | 'srflx' | 'relay')[]
    readonly gatheringMs: number
  } | null
  readonly quality: QualitySummary | null
  readonly problem: Problem | null
}
