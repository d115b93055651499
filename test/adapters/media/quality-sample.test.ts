import { expect, test } from 'vitest'
import { count, sampleBetween } from '../../../src/adapters/media/quality-sample'

const context = { at: 5_000, direction: 'sendrecv', isSpeaking: true } as const

/** As Chromium writes them, at the second `at` of a call with 50 packets a second of 160 bytes. */
const report = (at: number, changes: Record<string, object> = {}) =>
  new Map(
    [
      {
        id: 'in',
        type: 'inbound-rtp',
        kind: 'audio',
        codecId: 'c',
        packetsReceived: 50 * at,
        bytesReceived: 8_000 * at,
        packetsLost: 0,
        jitter: 0.004,
        jitterBufferDelay: 0.06 * 48_000 * at,
        jitterBufferEmittedCount: 48_000 * at,
        totalAudioEnergy: 0.04 * at,
        totalSamplesDuration: at,
      },
      {
        id: 'out',
        type: 'outbound-rtp',
        kind: 'audio',
        mediaSourceId: 's',
        packetsSent: 50 * at,
        bytesSent: 8_000 * at,
      },
      { id: 's', type: 'media-source', kind: 'audio', totalAudioEnergy: 0.01 * at, totalSamplesDuration: at },
      { id: 'far', type: 'remote-inbound-rtp', kind: 'audio', fractionLost: 0.02, roundTripTime: 0.08 },
      { id: 'p', type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.01 },
      { id: 'c', type: 'codec', mimeType: 'audio/PCMU' },
    ].map((stats) => [stats.id, { timestamp: at * 1000, ...stats, ...changes[stats.id] }]),
  ) as unknown as RTCStatsReport

test('quality: a sample is what happened between two reports', () => {
  expect(
    sampleBetween(count(report(2)), count(report(4, { in: { packetsLost: 5, packetsReceived: 195 } })), context),
  ).toEqual({
    at: 5_000,
    direction: 'sendrecv',
    codec: 'PCMU',
    received: { packets: 95, bitrate: 64_000, lossRatio: 0.05, jitterMs: 4, bufferMs: 60, level: 0.2 },
    sent: { packets: 100, bitrate: 64_000, lossRatio: 0.02, level: 0.1 },
    roundTripMs: 80,
  })
})

test('quality warning: without reports of the far end, ICE tells the round trip and nobody the loss', () => {
  const far = { type: 'other' }
  expect(sampleBetween(count(report(2, { far })), count(report(4, { far })), context)).toMatchObject({
    sent: { lossRatio: null },
    roundTripMs: 10,
  })
})

test('one-way audio: where nothing comes in, nothing is said of loss, jitter buffer or level', () => {
  expect(sampleBetween(count(report(2)), count(report(2, { out: { packetsSent: 200 } })), context)).toMatchObject({
    received: { packets: 0, bitrate: 0, lossRatio: null, bufferMs: null, level: null },
    sent: { packets: 100 },
  })
})

test('quality: who is muted has no level', () => {
  const muted = sampleBetween(count(report(2)), count(report(4)), { ...context, isSpeaking: false })
  expect(muted.sent.level).toBeNull()
})

test('quality: a stream that begins anew counts from its own beginning', () => {
  expect(sampleBetween(count(report(60)), count(report(1)), context).received.packets).toBe(50)
})

test('quality: a report without any RTP is a sample of nothing', () => {
  const empty = count(new Map())
  expect(sampleBetween(empty, empty, context)).toMatchObject({
    codec: null,
    received: { packets: 0, lossRatio: null, jitterMs: null },
    sent: { packets: 0, lossRatio: null },
    roundTripMs: null,
  })
})
