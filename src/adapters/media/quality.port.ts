import type { WatchQuality } from '../../machines/ports'
import type { MakePort } from '../port'
import type { PeerCallMedia } from './call-media'
import { type Counters, count, sampleBetween } from './quality-sample'

/** Often enough for a warning within some seconds; getStats takes about 1 ms. */
const intervalMs = 2_000

/** Samples what the browser measures of a call, while it is open. Two readings make a sample: the first comes at the start. */
export function createQualityPort(
  makePort: MakePort,
  find: (callId: string) => PeerCallMedia | undefined,
  now: () => number,
): WatchQuality {
  return makePort('watchQuality', ({ input, tell }) => {
    let isOver = false
    let before: Counters | null = null

    const read = async () => {
      const media = find(input.callId)
      const report = await media?.getStats()
      if (isOver || !media || !report) return
      const { track } = media.microphone
      const isSpeaking = track !== null && track.enabled && !track.muted
      const after = count(report)
      if (before) {
        const sample = sampleBetween(before, after, { at: now(), direction: media.direction, isSpeaking })
        tell({ type: 'quality.sampled', sample })
      }
      before = after
    }
    // getStats rejects only once the connection is closed, and then there is nothing to measure.
    const poll = () => void read().catch(() => {})

    const timer = setInterval(poll, intervalMs)
    poll()
    return () => {
      isOver = true
      clearInterval(timer)
    }
  })
}
