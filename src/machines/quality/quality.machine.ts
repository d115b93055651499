import { assign, type EventObject, emit, setup } from 'xstate'
import type { CallRef, QualityFact, QualitySample } from '../ports'
import { unbound } from '../unbound'
import { estimateMos, type Grade, gradeOf } from './mos'
import { type Judgement, judge, type Warning } from './warnings'

/** How a call has sounded as a whole; the call takes it over into its record. Means over its samples; null: it could never be judged. */
export interface QualitySummary {
  readonly samples: number
  readonly averageMos: number | null
  readonly lowestMos: number | null
  /** 0..1 of the packets that should have come in. */
  readonly lossRatio: number
  readonly jitterMs: number
  readonly roundTripMs: number | null
}

interface QualityContext extends CallRef {
  readonly sample: QualitySample | null
  /** Mean opinion score, smoothed over the last samples; null: not known yet. */
  readonly mos: number | null
  readonly summary: QualitySummary
}

const nothing: QualitySummary = {
  samples: 0,
  averageMos: null,
  lowestMos: null,
  lossRatio: 0,
  jitterMs: 0,
  roundTripMs: null,
}

/** What weighs a new sample: half of a change shows after two samples, a moment's noise hardly does. */
const weight = 0.3

/** A sample that cannot be judged leaves the opinion as it was. */
const smooth = ({ mos: former }: QualityContext, sample: QualitySample): number | null => {
  const mos = estimateMos(sample)
  return mos === null || former === null ? (mos ?? former) : former + weight * (mos - former)
}

const add = (before: QualitySummary, sample: QualitySample): QualitySummary => {
  const mos = estimateMos(sample)
  if (mos === null) return before
  const samples = before.samples + 1
  const mean = (former: number, next: number) => former + (next - former) / samples
  return {
    samples,
    averageMos: mean(before.averageMos ?? mos, mos),
    lowestMos: Math.min(before.lowestMos ?? mos, mos),
    lossRatio: mean(before.lossRatio, sample.received.lossRatio ?? 0),
    jitterMs: mean(before.jitterMs, sample.received.jitterMs ?? 0),
    roundTripMs:
      sample.roundTripMs === null
        ? before.roundTripMs
        : mean(before.roundTripMs ?? sample.roundTripMs, sample.roundTripMs),
  }
}

const qualitySetup = setup({
  types: {
    context: {} as QualityContext,
    events: {} as QualityFact,
    input: {} as CallRef,
    emitted: {} as { readonly type: 'call.qualityChanged'; readonly callId: string },
  },
  actors: { watchQuality: unbound<EventObject, CallRef, QualityFact>('watchQuality') },
  actions: {
    measure: assign(({ context }, { sample }: { sample: QualitySample }) => ({
      sample,
      mos: smooth(context, sample),
      summary: add(context.summary, sample),
    })),
    publishChange: emit(({ context }) => ({ type: 'call.qualityChanged' as const, callId: context.callId })),
  },
  guards: {
    becomes: ({ context }, { sample, from, to }: { sample: QualitySample; from: Grade | 'unknown'; to: Grade }) => {
      const mos = smooth(context, sample)
      return mos !== null && gradeOf(mos, from) === to
    },
    isJudged: (_, { sample, warning, as }: { sample: QualitySample; warning: Warning; as: readonly Judgement[] }) =>
      as.includes(judge(warning, sample)),
  },
  delays: {
    /** Two samples on: a burst is no trouble yet. */
    raiseAfter: 3_500,
    clearAfter: 3_500,
    /** Between two sentences a headset with noise suppression sends nothing at all. */
    silenceAfter: 9_500,
  },
})
const { createStateConfig } = qualitySetup

const grade = (from: Grade | 'unknown') => {
  const to = (grade: Grade) => ({
    guard: {
      type: 'becomes' as const,
      params: ({ event }: { event: QualityFact }) => ({ sample: event.sample, from, to: grade }),
    },
    target: grade,
    actions: 'publishChange' as const,
  })
  const others = (['excellent', 'good', 'fair', 'poor'] as const).filter((grade) => grade !== from)
  return createStateConfig({ on: { 'quality.sampled': others.map(to) } })
}

/** Bad for a while, it is raised; well for a while, or no longer to be told, it is over. */
const warning = (warning: Warning, delay: 'raiseAfter' | 'silenceAfter' = 'raiseAfter') => {
  const judged = (...as: readonly Judgement[]) => ({
    type: 'isJudged' as const,
    params: ({ event }: { event: QualityFact }) => ({ sample: event.sample, warning, as }),
  })
  const over = { guard: judged('unsaid'), target: 'clear', actions: 'publishChange' } as const
  const raise = { target: 'raised', actions: 'publishChange' } as const
  return createStateConfig({
    initial: 'clear',
    states: {
      clear: { on: { 'quality.sampled': { guard: judged('bad'), target: 'suspected' } } },
      suspected: {
        on: { 'quality.sampled': { guard: judged('well', 'between', 'unsaid'), target: 'clear' } },
        after: delay === 'raiseAfter' ? { raiseAfter: raise } : { silenceAfter: raise },
      },
      raised: { on: { 'quality.sampled': [over, { guard: judged('well'), target: 'easing' }] } },
      easing: {
        on: { 'quality.sampled': [over, { guard: judged('bad', 'between'), target: 'raised' }] },
        after: { clearAfter: { target: 'clear', actions: 'publishChange' } },
      },
    },
  })
}

/** How a call sounds: its grade, and what is wrong with it, from samples of what the browser measures. */
export const qualityMachine = qualitySetup.createMachine({
  id: 'quality',
  context: ({ input: { callId } }) => ({ callId, sample: null, mos: null, summary: nothing }),
  invoke: {
    id: 'sampler',
    src: 'watchQuality',
    input: ({ context: { callId } }) => ({ callId }),
    onError: '.sampling.unavailable',
  },
  type: 'parallel',
  states: {
    sampling: {
      initial: 'waiting',
      states: {
        waiting: {
          on: {
            'quality.sampled': { target: 'measuring', actions: { type: 'measure', params: ({ event }) => event } },
          },
        },
        measuring: {
          on: {
            'quality.sampled': { actions: { type: 'measure', params: ({ event }) => event } },
          },
        },
        // Nothing more is known of the sound; the call itself goes on.
        unavailable: {},
      },
    },
    grade: {
      initial: 'unknown',
      states: {
        unknown: grade('unknown'),
        excellent: grade('excellent'),
        good: grade('good'),
        fair: grade('fair'),
        poor: grade('poor'),
      },
    },
    warnings: {
      type: 'parallel',
      states: {
        notHearing: warning('notHearing'),
        notHeard: warning('notHeard'),
        silentMicrophone: warning('silentMicrophone', 'silenceAfter'),
        incomingLoss: warning('incomingLoss'),
        outgoingLoss: warning('outgoingLoss'),
        jitter: warning('jitter'),
        delay: warning('delay'),
      },
    },
  },
})
