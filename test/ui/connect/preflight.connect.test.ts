import { expect, test } from 'vitest'
import type { PreflightView } from '../../../src/api/state'
import { connectPreflight } from '../../../src/ui/connect/preflight.connect'
import { en } from '../../../src/ui/locales/en'
import { phoneState, whyNot } from '../../support/phone-states'

const nothing: PreflightView = { status: 'idle', microphone: null, network: null, quality: null, problem: null }
const microphone = { label: 'Headset', peak: 0.2 }
const network = { candidates: ['host', 'srflx'], gatheringMs: 35 } as const
const quality = { samples: 3, averageMos: 4.31, lowestMos: 4.2, lossRatio: 0.004, jitterMs: 1, roundTripMs: 80.4 }

const lines = (preflight: Partial<PreflightView>) =>
  connectPreflight(phoneState({ preflight: { ...nothing, ...preflight } }), en, () =>
    Promise.resolve(undefined as never),
  ).checks.map(({ name, state, words }) => `${name}: ${state}${words && `, ${words}`}`)

test('pre-flight test: before the first one there is a button alone', () => {
  expect(lines({})).toEqual([])
})

test('pre-flight test: each part says what it has seen', () => {
  expect(lines({ status: 'network', microphone })).toEqual([
    'Microphone: passed, Headset',
    'Network: running',
    'Test call: waiting',
  ])
  expect(lines({ status: 'passed', microphone, network, quality })).toEqual([
    'Microphone: passed, Headset',
    'Network: passed, Through a STUN server, 35 ms',
    'Test call: passed, MOS 4.3 · loss 0.4 % · round trip 80 ms',
  ])
})

test('pre-flight test: the part that failed says why, also a microphone that was heard to be silent', () => {
  expect(lines({ status: 'failed', microphone, network, problem: { code: 'busy' } }).at(-1)).toBe(
    `Test call: failed, ${en.problems.busy}`,
  )
  expect(lines({ status: 'failed', microphone: { ...microphone, peak: 0 }, problem: { code: 'no-sound' } })).toEqual([
    `Microphone: failed, ${en.problems['no-sound']}`,
    'Network: waiting',
    'Test call: waiting',
  ])
})

test('pre-flight test: while it runs it can be left', () => {
  const state = phoneState()
  const running = {
    ...state,
    can: { ...state.can, runPreflight: whyNot('preflight-running'), cancelPreflight: true },
  } as const
  expect(connectPreflight(running, en, () => Promise.resolve(undefined as never)).action.label).toBe('Cancel')
})
