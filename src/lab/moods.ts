import type { AnyMachineSnapshot } from 'xstate'
import { activeStates } from './states'

export type Mood = 'resting' | 'busy' | 'waiting' | 'live' | 'broken' | 'leaving'

/** By tags, as the pictures are coloured; by a few states, where tags do not say. */
const tags: readonly (readonly [Mood, readonly string[]])[] = [
  ['leaving', ['closing']],
  ['live', ['established', 'registered', 'signedIn']],
  ['waiting', ['alerting', 'dialing', 'sounding', 'ringing']],
  ['busy', ['busy']],
]

export function moodOf(snapshot: AnyMachineSnapshot): Mood {
  const states = activeStates(snapshot)
  if (states.has('failed') || states.has('lost')) return 'broken'
  if (states.has('reachable') || states.has('signedIn') || states.has('connected.registered')) return 'live'
  return tags.find(([, names]) => names.some((name) => snapshot.hasTag(name)))?.[0] ?? 'resting'
}
