import type { EventFromLogic } from 'xstate'
import type { PhoneCharts, PhoneEvent } from './phone.setup'

type ChartName = keyof PhoneCharts

/** The events that a name or a wildcard stands for. */
type Meant<Name extends string> = Extract<
  PhoneEvent,
  { type: Name extends `${infer Prefix}*` ? `${Prefix}${string}` : Name }
>
type Family<Type> = Type extends `${infer Prefix}.${string}` ? `${Prefix}.*` : never

/** The charts that know every one of them. */
type Takers<Name extends string> = {
  [Chart in ChartName]: Meant<Name> extends EventFromLogic<PhoneCharts[Chart]> ? Chart : never
}[ChartName]

type Routes = { readonly [Name in PhoneEvent['type'] | Family<PhoneEvent['type']>]?: readonly Takers<Name>[] }

/** What goes on as it is, and to which charts, in this order. What is changed on its way stands in the phone's chart. */
const routes = {
  // Intents
  'auth.*': ['auth'],
  'availability.*': ['availability'],
  'connection.*': ['connection'],
  'devices.*': ['devices'],
  'test.*': ['deviceTest'],
  'transferee.*': ['transferee'],
  'preflight.*': ['preflight'],
  'supervising.*': ['supervisor'],
  'messages.*': ['messages'],
  'conference.*': ['conference'],

  // Callers
  'invitation.received': ['availability'],

  // What becomes of a call
  'report.ringing': ['ringer', 'autoAnswer', 'focus'],
  'report.quiet': ['ringer', 'autoAnswer'],
  'report.established': ['transfer', 'transferee', 'room', 'preflight'],
  'report.live': ['ringer', 'autoAnswer', 'focus', 'transfer', 'transferee'],
  'report.held': ['ringer', 'autoAnswer', 'focus', 'conference'],
  'report.holdFailed': ['focus', 'conference'],
  'report.resumed': ['conference'],
  'report.closing': ['ringer', 'autoAnswer', 'focus', 'transfer', 'transferee', 'conference'],
  'focus.dialRefused': ['transfer', 'transferee', 'room', 'preflight'],

  // Parking
  'report.parked': ['parkingLot'],
  'report.slotTaken': ['park'],
} as const satisfies Routes

/** Whoever had to do with a call that has ended. */
export const mourners = [
  'ringer',
  'autoAnswer',
  'focus',
  'preflight',
  'availability',
  'transfer',
  'transferee',
  'park',
  'conference',
  'room',
] as const satisfies readonly Takers<'report.ended'>[]

type Route<To> = { readonly actions: { readonly type: 'pass'; readonly params: { readonly to: To } } }

/** The same, as transitions. */
export const passed = Object.fromEntries(
  Object.entries(routes).map(([name, to]) => [name, { actions: { type: 'pass', params: { to } } }]),
) as unknown as { readonly [Name in keyof typeof routes]: Route<(typeof routes)[Name]> }
