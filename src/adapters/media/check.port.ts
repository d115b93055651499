import type { Check, CheckFact, RunCheck } from '../../machines/ports/preflight'
import type { MakePort } from '../port'
import { stopTracks } from './capture'
import { microphoneFailure } from './failures'
import { gathered } from './gathering'
import { bestCandidate, openPeer, type Warn } from './ice-servers'

export interface CheckPortParts {
  readonly makePort: MakePort
  readonly openMicrophone: () => Promise<MediaStream>
  readonly findIceServers: () => Promise<RTCIceServer[]>
  readonly warn: Warn
  readonly now: () => number
}

/** Long enough for a word, or for the noise of a room. */
const listenMs = 2_000
/** Three samples of the call's quality, and what comes before the first. */
const conversationMs = 8_000

/** The parts of a pre-flight test. What a part opens is closed when it has been told of, or is no longer waited for. */
export function createCheckPort({ makePort, ...parts }: CheckPortParts): RunCheck {
  return makePort('runCheck', ({ input, tell }) => {
    const isOver = new AbortController()
    run(input, parts, isOver.signal).then(
      (fact) => tell(fact),
      (error: unknown) => tell({ type: 'check.failed', failure: microphoneFailure(error) }),
    )
    return () => isOver.abort()
  })
}

async function run({ part }: Check, parts: Omit<CheckPortParts, 'makePort'>, isOver: AbortSignal): Promise<CheckFact> {
  switch (part) {
    case 'microphone':
      return listen(await parts.openMicrophone(), isOver)
    case 'network':
      return gather(parts)
    case 'conversation':
      await pause(conversationMs, isOver)
      return { type: 'check.listened', at: parts.now() }
  }
}

async function listen(stream: MediaStream, isOver: AbortSignal): Promise<CheckFact> {
  const context = new AudioContext()
  try {
    const analyser = context.createAnalyser()
    context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let peak = 0
    const look = () => {
      analyser.getFloatTimeDomainData(samples)
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
    }
    // A window is 43 ms at 48 kHz: each one is looked at, or nearly so.
    const timer = setInterval(look, 40)
    await pause(listenMs, isOver)
    clearInterval(timer)
    const label = stream.getAudioTracks()[0]?.label ?? ''
    return { type: 'check.microphoneHeard', label, peak: Math.min(1, peak) }
  } finally {
    stopTracks(stream)
    await context.close()
  }
}

async function gather({ findIceServers, warn, now }: Omit<CheckPortParts, 'makePort'>): Promise<CheckFact> {
  const peer = openPeer(await findIceServers(), warn)
  try {
    const kinds = new Set<'host' | 'srflx' | 'relay'>()
    peer.addEventListener('icecandidate', ({ candidate }) => {
      const type = candidate?.type
      if (type === 'host' || type === 'srflx' || type === 'relay') kinds.add(type)
    })
    peer.addTransceiver('audio')
    const from = now()
    await peer.setLocalDescription(await peer.createOffer())
    await gathered(peer, bestCandidate(peer.getConfiguration().iceServers ?? []))
    return { type: 'check.networkSeen', candidates: [...kinds], gatheringMs: Math.max(0, now() - from) }
  } finally {
    peer.close()
  }
}

/** Resolves after the time, or as soon as nobody waits any more. */
function pause(ms: number, isOver: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    isOver.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
