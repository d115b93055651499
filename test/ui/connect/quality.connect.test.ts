import { expect, test } from 'vitest'
import type { QualityView } from '../../../src/api/state'
import { connectQuality } from '../../../src/ui/connect/quality.connect'
import { en } from '../../../src/ui/locales/en'
import { callView } from '../../support/phone-states'

const quality: QualityView = {
  status: 'good',
  mos: 4.13,
  warnings: [],
  measured: {
    codec: 'opus',
    incomingBitrate: 32_000,
    outgoingBitrate: 32_000,
    incomingLoss: 0.012,
    outgoingLoss: 0,
    jitterMs: 3.6,
    roundTripMs: 81.2,
  },
}

test('quality: the grade in words, with the figures for those who point at it', () => {
  expect(connectQuality(callView({ quality }), en)).toEqual({
    grade: 'good',
    label: 'Good sound',
    details: 'MOS 4.1 · loss 1.2 % · jitter 4 ms · round trip 81 ms · opus',
    warning: null,
  })
})

test('quality: before it is measured there is nothing to show', () => {
  expect(connectQuality(callView(), en)).toMatchObject({ grade: 'unknown', label: '', details: '', warning: null })
})

test('quality: of several warnings the worst is told, with what to do, and none on hold', () => {
  const warned: QualityView = { ...quality, warnings: ['notHeard', 'jitter'] }
  expect(connectQuality(callView({ quality: warned }), en).warning).toBe(en.quality.warnings.notHeard)
  expect(connectQuality(callView({ quality: warned, hold: 'held' }), en).warning).toBeNull()
})
