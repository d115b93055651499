import { describe, expect, test } from 'vitest'
import type { QualitySample } from '../../src/machines/ports'
import { estimateMos, gradeOf } from '../../src/machines/quality/mos'
import { qualityMachine } from '../../src/machines/quality/quality.machine'
import { judge, type Warning, warnings } from '../../src/machines/quality/warnings'
import { type Fed, startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

type Changes = Partial<Omit<QualitySample, 'received' | 'sent'>> & {
  readonly received?: Partial<QualitySample['received']>
  readonly sent?: Partial<QualitySample['sent']>
}

const sample = ({ received, sent, ...changes }: Changes = {}): QualitySample => ({
  at: 1,
  direction: 'sendrecv',
  codec: 'opus',
  received: { bitrate: 32_000, packets: 100, lossRatio: 0, level: 0.1, jitterMs: 2, bufferMs: 40, ...received },
  sent: { bitrate: 32_000, packets: 100, lossRatio: 0, level: 0.1, ...sent },
  roundTripMs: 40,
  ...changes,
})

const sampled = (changes?: Changes): Fed => ({ type: 'quality.sampled', sample: sample(changes) })

const start = () => startChart(qualityMachine, { input: { callId: 'a' }, ports: ['watchQuality'] })

describe('quality: the mean opinion score (ITU-T G.107)', () => {
  test('is 4.4 for what the E-model knows as its best: no loss, no delay', () => {
    const mos = estimateMos(sample({ roundTripMs: 0, received: { bufferMs: 0 } }))
    // R = 93.2 less the 20 ms of a packet.
    expect(mos).toBeCloseTo(4.4, 2)
  })

  test.each([
    // Ppl, R by hand: 93.2 - 0.024 * 80 - 95 * Ppl / (Ppl + 25.1), MOS by G.107 B.4.
    [0.01, 87.64, 4.27],
    [0.05, 75.5, 3.85],
    [0.2, 49.15, 2.54],
  ])('loss of %f gives R = %f and MOS %f', (lossRatio, rating, mos) => {
    const loss = lossRatio * 100
    expect(93.2 - 0.024 * 80 - (95 * loss) / (loss + 25.1)).toBeCloseTo(rating, 1)
    expect(estimateMos(sample({ received: { lossRatio } }))).toBeCloseTo(mos, 1)
  })

  test('delay past 177.3 ms costs more than delay before it', () => {
    const at = (roundTripMs: number) => estimateMos(sample({ roundTripMs, received: { bufferMs: 0 } })) ?? 0
    const [near, far, farther] = [at(100), at(300), at(500)]
    expect(near - far).toBeLessThan(0.15)
    expect(far - farther).toBeGreaterThan(0.3)
  })

  test('G.729 can be no better than its own impairment lets it', () => {
    expect(estimateMos(sample({ codec: 'G729' }))).toBeLessThan(estimateMos(sample({ codec: 'PCMU' })) ?? 0)
  })

  test('never leaves 1 to 4.41, whatever is measured', () => {
    for (const lossRatio of [0, 0.5, 1])
      for (const roundTripMs of [0, 5_000]) {
        const mos = estimateMos(sample({ roundTripMs, received: { lossRatio } })) ?? 0
        expect(mos).toBeGreaterThanOrEqual(1)
        expect(mos).toBeLessThanOrEqual(4.41)
      }
  })

  test('is not known without packets', () => {
    expect(estimateMos(sample({ received: { packets: 0, lossRatio: null } }))).toBeNull()
  })
})

test('quality: a score at the border of two grades keeps the grade that there was', () => {
  expect(gradeOf(4.36, 'unknown')).toBe('excellent')
  expect(gradeOf(4.31, 'excellent')).toBe('excellent')
  expect(gradeOf(4.36, 'good')).toBe('good')
  expect(gradeOf(4.2, 'excellent')).toBe('good')
  expect(gradeOf(4.4, 'good')).toBe('excellent')
  expect(gradeOf(2, 'excellent')).toBe('poor')
})

testReactions('quality', {
  start,
  events: {
    fine: sampled(),
    lossy: sampled({ received: { lossRatio: 0.2 } }),
    held: sampled({ direction: 'sendonly' }),
  },
  at: (chart) => `${chart.at('sampling')} ${chart.at('grade')} ${chart.at('warnings', 'incomingLoss')}`,
  rows: [
    {
      way: [],
      at: 'waiting unknown clear',
      reactions: {
        fine: 'measuring excellent clear',
        lossy: 'measuring poor suspected',
        held: 'measuring excellent clear',
      },
    },
    {
      way: ['fine', 'lossy'],
      at: 'measuring fair suspected',
      reactions: {
        fine: 'measuring fair clear',
        lossy: 'measuring poor suspected',
        held: 'measuring fair clear',
        silence: 'measuring fair raised',
      },
    },
    {
      way: ['fine', 'lossy', 'silence'],
      at: 'measuring fair raised',
      reactions: {
        fine: 'measuring fair easing',
        lossy: 'measuring poor raised',
        held: 'measuring fair easing',
      },
    },
    {
      way: ['fine', 'lossy', 'silence', 'fine'],
      at: 'measuring fair easing',
      reactions: {
        fine: 'measuring good easing',
        lossy: 'measuring fair raised',
        held: 'measuring good easing',
        silence: 'measuring fair clear',
      },
    },
  ],
})

describe('quality warning', () => {
  const bad: Readonly<
    Record<Warning, { readonly bad: Changes; readonly between?: Changes; readonly unsaid?: Changes }>
  > = {
    notHearing: { bad: { received: { packets: 0, lossRatio: null } }, unsaid: { direction: 'sendonly' } },
    notHeard: { bad: { sent: { packets: 0 } }, unsaid: { direction: 'recvonly' } },
    silentMicrophone: { bad: { sent: { level: 0 } }, unsaid: { sent: { level: null } } },
    incomingLoss: { bad: { received: { lossRatio: 0.03 } }, between: { received: { lossRatio: 0.02 } } },
    outgoingLoss: { bad: { sent: { lossRatio: 0.1 } }, between: { sent: { lossRatio: 0.01 } } },
    jitter: { bad: { received: { jitterMs: 30 } }, between: { received: { jitterMs: 25 } } },
    delay: { bad: { roundTripMs: 400 }, unsaid: { roundTripMs: null } },
  }

  describe.each(warnings)('%s', (warning) => {
    const at = (chart: ReturnType<typeof start>) => chart.at('warnings', warning)

    test('is told when it lasts, once, and is over when it has been well for as long', () => {
      const chart = start()
      chart.feed(sampled(bad[warning].bad))
      expect(at(chart)).toBe('suspected')
      const told = chart.emitted.length
      chart.clock.fireNext()
      expect(at(chart)).toBe('raised')
      expect(chart.emitted).toHaveLength(told + 1)
      chart.feed(sampled())
      expect(at(chart)).toBe('easing')
      chart.clock.fireNext()
      expect(at(chart)).toBe('clear')
    })

    test('a moment of it is nothing', () => {
      const chart = start()
      chart.feed(sampled(bad[warning].bad))
      chart.feed(sampled())
      expect(at(chart)).toBe('clear')
      expect(chart.clock.nextMs).toBeUndefined()
    })

    test('what is neither bad nor well leaves a warning as it is', () => {
      const { between } = bad[warning]
      if (between === undefined) return expect(judge(warning, sample())).toBe('well')
      const chart = start()
      chart.feed(sampled(bad[warning].bad))
      chart.clock.fireNext()
      chart.feed(sampled(between))
      expect(at(chart)).toBe('raised')
      chart.feed(sampled())
      chart.feed(sampled(between))
      expect(at(chart)).toBe('raised')
    })

    test('what can no longer be told is no longer warned of', () => {
      const unsaid = bad[warning].unsaid
      if (unsaid === undefined) return expect(judge(warning, sample())).toBe('well')
      const chart = start()
      chart.feed(sampled(bad[warning].bad))
      chart.clock.fireNext()
      chart.feed(sampled(unsaid))
      expect(at(chart)).toBe('clear')
    })
  })
})

test('quality: a summary is kept of the samples: means, and the lowest score', () => {
  const chart = start()
  chart.feed(sampled())
  chart.feed(sampled({ received: { lossRatio: 0.2, jitterMs: 10 } }))
  chart.feed(sampled({ received: { packets: 0, lossRatio: null } }))
  const { summary } = chart.context as { summary: Record<string, number> }
  expect(summary).toMatchObject({ samples: 2, lossRatio: 0.1, jitterMs: 6, roundTripMs: 40 })
  expect(summary.lowestMos).toBeCloseTo(2.54, 1)
  expect(summary.averageMos).toBeGreaterThan(summary.lowestMos ?? 5)
})

test('quality: a port that breaks leaves a chart that knows nothing more', () => {
  const chart = startChart(qualityMachine, {
    input: { callId: 'a' },
    ports: ['watchQuality'],
    broken: { watchQuality: 'open' },
  })
  expect(chart.at('sampling')).toBe('unavailable')
})

test('one-way audio: each direction is warned of by itself, and neither where it is not meant to be', () => {
  const chart = start()
  chart.feed(sampled({ direction: 'sendonly', received: { packets: 0, lossRatio: null } }))
  expect(chart.at('warnings', 'notHearing')).toBe('clear')
  chart.feed(sampled({ received: { packets: 0, lossRatio: null } }))
  expect(chart.at('warnings', 'notHearing')).toBe('suspected')
  expect(chart.at('warnings', 'notHeard')).toBe('clear')
  chart.feed(sampled({ sent: { lossRatio: 1 } }))
  expect(chart.at('warnings', 'notHearing')).toBe('clear')
  expect(chart.at('warnings', 'notHeard')).toBe('suspected')
})
