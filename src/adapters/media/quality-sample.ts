import type { QualitySample } from '../../machines/ports'

/** What of a report is counted from the start of the connection on (WebRTC Statistics), and what is true at its moment. */
export interface Counters {
  /** ms, of the browser's choice of an epoch. */
  readonly at: number
  readonly received: Flow & {
    readonly lost: number
    /** s */
    readonly jitter: number | null
    /** s, summed over the samples that were emitted. */
    readonly bufferDelay: number
    readonly emitted: number
  }
  readonly sent: Flow & { readonly lossRatio: number | null }
  /** s */
  readonly roundTrip: number | null
  readonly codec: string | null
}

interface Flow {
  readonly packets: number
  readonly bytes: number
  /** s times the square of the level. */
  readonly energy: number
  /** s of sound. */
  readonly duration: number
}

type Stats = RTCStats & Readonly<Record<string, unknown>>

export function count(report: RTCStatsReport): Counters {
  const all: Stats[] = []
  report.forEach((stats: Stats) => all.push(stats))
  const find = (type: string, id?: unknown) =>
    all.find((stats) => stats.type === type && (id === undefined ? isAudio(stats) : stats.id === id))
  const inbound = find('inbound-rtp')
  const outbound = find('outbound-rtp')
  const farReport = find('remote-inbound-rtp')
  const source = find('media-source', outbound?.mediaSourceId)
  const pair = all.find((stats) => stats.type === 'candidate-pair' && stats.nominated === true)
  const codec = find('codec', inbound?.codecId)
  return {
    at: inbound?.timestamp ?? outbound?.timestamp ?? 0,
    received: {
      packets: numberOf(inbound?.packetsReceived) ?? 0,
      bytes: numberOf(inbound?.bytesReceived) ?? 0,
      energy: numberOf(inbound?.totalAudioEnergy) ?? 0,
      duration: numberOf(inbound?.totalSamplesDuration) ?? 0,
      lost: numberOf(inbound?.packetsLost) ?? 0,
      jitter: numberOf(inbound?.jitter),
      bufferDelay: numberOf(inbound?.jitterBufferDelay) ?? 0,
      emitted: numberOf(inbound?.jitterBufferEmittedCount) ?? 0,
    },
    sent: {
      packets: numberOf(outbound?.packetsSent) ?? 0,
      bytes: numberOf(outbound?.bytesSent) ?? 0,
      energy: numberOf(source?.totalAudioEnergy) ?? 0,
      duration: numberOf(source?.totalSamplesDuration) ?? 0,
      lossRatio: numberOf(farReport?.fractionLost),
    },
    // What RTCP measured end to end counts; without it, what ICE's checks took to the next hop.
    roundTrip: numberOf(farReport?.roundTripTime) ?? numberOf(pair?.currentRoundTripTime),
    codec: typeof codec?.mimeType === 'string' ? codec.mimeType.replace(/^audio\//i, '') : null,
  }
}

/** What happened between two readings. */
export function sampleBetween(
  before: Counters,
  after: Counters,
  { at, direction, isSpeaking }: Pick<QualitySample, 'at' | 'direction'> & { readonly isSpeaking: boolean },
): QualitySample {
  const [received, sent] = [after.received, after.sent]
  const packets = grown(before.received.packets, received.packets)
  // Duplicates and packets that come late after all make the count go down.
  const lost = Math.max(0, received.lost - before.received.lost)
  const emitted = grown(before.received.emitted, received.emitted)
  return {
    at,
    direction,
    codec: after.codec,
    received: {
      packets,
      bitrate: bitrateOf(before.received, received, after.at - before.at),
      lossRatio: packets + lost === 0 ? null : round(lost / (packets + lost), 4),
      jitterMs: received.jitter === null ? null : round(received.jitter * 1000, 1),
      bufferMs:
        emitted === 0 ? null : round(((received.bufferDelay - before.received.bufferDelay) / emitted) * 1000, 1),
      level: levelOf(before.received, received),
    },
    sent: {
      packets: grown(before.sent.packets, sent.packets),
      bitrate: bitrateOf(before.sent, sent, after.at - before.at),
      lossRatio: sent.lossRatio === null ? null : round(sent.lossRatio, 4),
      level: isSpeaking ? levelOf(before.sent, sent) : null,
    },
    roundTripMs: after.roundTrip === null ? null : round(after.roundTrip * 1000, 1),
  }
}

/** A stream that began anew (another SSRC) counts from 0. */
const grown = (before: number, after: number): number => (after < before ? after : after - before)

const bitrateOf = (before: Flow, after: Flow, ms: number): number =>
  ms <= 0 ? 0 : Math.round((grown(before.bytes, after.bytes) * 8000) / ms)

/** The root mean square of the sound's level. */
function levelOf(before: Flow, after: Flow): number | null {
  const duration = grown(before.duration, after.duration)
  return duration === 0 ? null : round(Math.sqrt(grown(before.energy, after.energy) / duration), 6)
}

const isAudio = ({ kind }: Stats): boolean => kind === undefined || kind === 'audio'

const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits
