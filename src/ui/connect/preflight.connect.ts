import type { PhoneState, PreflightView } from '../../api/state'
import { fill, type Locale, problemWords } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'

interface CheckProps {
  readonly name: string
  readonly state: 'waiting' | 'running' | 'passed' | 'failed'
  /** What was seen, or why it failed. */
  readonly words: string
}

export interface PreflightProps {
  /** Run it, or leave it. */
  readonly action: Action
  /** None before the first test. */
  readonly checks: readonly CheckProps[]
}

const parts = ['microphone', 'network', 'call'] as const
type Part = (typeof parts)[number]

export function connectPreflight({ preflight, can }: PhoneState, locale: Locale, send: Send): PreflightProps {
  const { preflight: words } = locale
  const isRunning = can.cancelPreflight === true
  return {
    action: isRunning
      ? connectAction(locale, send, {
          label: locale.text.cancel,
          permission: can.cancelPreflight,
          command: { type: 'cancelPreflight' },
        })
      : connectAction(locale, send, {
          label: words.run,
          permission: can.runPreflight,
          command: { type: 'runPreflight' },
        }),
    checks:
      preflight.status === 'idle'
        ? []
        : parts.map((part) => {
            const state = stateOf(part, preflight)
            return { name: words[part], state, words: wordsOf(part, state, preflight, locale) }
          }),
  }
}

const has = (part: Part, { microphone, network, quality }: PreflightView): boolean =>
  ({ microphone, network, call: quality })[part] !== null

function stateOf(part: Part, preflight: PreflightView): CheckProps['state'] {
  if (preflight.status === part) return 'running'
  const failed = preflight.status === 'failed' ? failedPart(preflight) : null
  if (failed === part) return 'failed'
  return has(part, preflight) ? 'passed' : 'waiting'
}

/** The first part that left nothing; a microphone may have been heard, and have been silent. */
const failedPart = (preflight: PreflightView): Part =>
  preflight.microphone?.peak === 0 ? 'microphone' : (parts.find((part) => !has(part, preflight)) ?? 'call')

function wordsOf(part: Part, state: CheckProps['state'], preflight: PreflightView, locale: Locale): string {
  const { preflight: words } = locale
  if (state === 'failed') return preflight.problem ? problemWords(locale, preflight.problem) : ''
  if (state !== 'passed') return ''
  const { microphone, network, quality } = preflight
  if (part === 'microphone') return microphone?.label ?? ''
  if (part === 'network') {
    const kinds = network?.candidates ?? []
    const reach = kinds.includes('relay') ? 'relay' : kinds.includes('srflx') ? 'srflx' : 'host'
    return fill(words.reach[reach], { ms: network?.gatheringMs ?? 0 })
  }
  return fill(words.heard, {
    mos: quality?.averageMos?.toFixed(1) ?? '–',
    loss: ((quality?.lossRatio ?? 0) * 100).toFixed(1),
    delay: quality?.roundTripMs === null ? '–' : Math.round(quality?.roundTripMs ?? 0),
  })
}
