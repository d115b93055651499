import type { QualitySample } from '../machines/ports'
import { estimateMos } from '../machines/quality/mos'
import type { Timeline } from './timeline'

/** How the sound of a call was at a time. null: it was not told. */
export interface MediaSample {
  readonly t: number
  readonly callId: string
  /** bit/s. */
  readonly bitrateIn: number | null
  readonly bitrateOut: number | null
  /** Of what was expected, 0-1. */
  readonly loss: number | null
  readonly jitterMs: number | null
  readonly mos: number | null
}

export interface Graph {
  readonly name: string
  readonly unit: string
  readonly of: (sample: MediaSample) => number | null
  /** What the scale has at least. */
  readonly top: number
  readonly bottom: number
  readonly write: (value: number) => string
}

export const graphs: readonly Graph[] = [
  {
    name: 'Bitrate',
    unit: 'kbit/s',
    of: ({ bitrateIn }) => (bitrateIn === null ? null : bitrateIn / 1_000),
    top: 80,
    bottom: 0,
    write: (value) => value.toFixed(0),
  },
  {
    name: 'Loss',
    unit: '%',
    of: ({ loss }) => (loss === null ? null : loss * 100),
    top: 5,
    bottom: 0,
    write: (value) => value.toFixed(1),
  },
  {
    name: 'Jitter',
    unit: 'ms',
    of: ({ jitterMs }) => jitterMs,
    top: 40,
    bottom: 0,
    write: (value) => value.toFixed(0),
  },
  { name: 'MOS', unit: '', of: ({ mos }) => mos, top: 4.5, bottom: 1, write: (value) => value.toFixed(1) },
]

/** The samples of a timeline, as far as it is known; `advance` reads on from where it stood. */
export function createMediaSamples(timeline: Timeline) {
  const samples: MediaSample[] = []
  let read = 0
  return {
    advance(): readonly MediaSample[] {
      for (; read < timeline.ready; read += 1) {
        const entry = timeline.entries[read]
        if (entry === undefined) break
        if ('fact' in entry && entry.fact.type === 'quality.sampled') {
          const { sample } = entry.fact as unknown as { readonly sample: QualitySample }
          samples.push({
            t: entry.t,
            callId: callOf(timeline.changedBy(read)) ?? entry.port,
            bitrateIn: sample.received.bitrate,
            bitrateOut: sample.sent.bitrate,
            loss: sample.received.lossRatio,
            jitterMs: sample.received.jitterMs,
            mos: estimateMos(sample),
          })
        }
      }
      return samples
    },
  }
}

/** The call below which a chart has changed: `phone/<call>/quality`. */
function callOf(changed: readonly string[]): string | undefined {
  return changed.find((path) => path.split('/').length > 2)?.split('/')[1]
}
