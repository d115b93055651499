import type { CallRef } from './ports'
import type { CallRecord } from './reports'

/** What the charts that work on several calls read of an event that names one. */

export interface CallEnded extends CallRef {
  readonly record: CallRecord | null
}

export const idOf = ({ event }: { event: CallRef }): CallRef => ({ callId: event.callId })
