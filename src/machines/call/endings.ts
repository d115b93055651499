import type { Failure } from '../failure'
import type { CallEnding, CallRecord } from '../reports'

/** How a call's end is written down: the actions that the ways to it share. */

type EndedBy = CallRecord['endedBy']

/** At the moment of the event, and nothing went wrong. */
export const endsAs = (ending: CallEnding, by: EndedBy) =>
  ({
    type: 'recordEnd',
    params: ({ event }: { event: { readonly at: number } }) => ({ at: event.at, ending, by, failure: null }),
  }) as const

/** At the moment of the event, and for the reason that it gives. */
export const endsFor = (ending: CallEnding, by: EndedBy) =>
  ({
    type: 'recordEnd',
    params: ({ event }: { event: { readonly at: number; readonly failure: Failure | null } }) => ({
      at: event.at,
      ending,
      by,
      failure: event.failure,
    }),
  }) as const

/** A timer or a broken port ends it, and nobody says when. */
export const endsUntold = (ending: CallEnding, by: EndedBy, failure: Failure | null = null) =>
  ({ type: 'recordEnd', params: { at: null, ending, by, failure } }) as const
