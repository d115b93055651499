import type { InspectionEvent } from 'xstate'
import { inspectAsXState4 as bridge } from './adapters/inspect/xstate4'
import type { XState4InspectorEvent } from './api/xstate4-inspector'

export type { XState4InspectorEvent } from './api/xstate4-inspector'

/** An observer for `inspect` in the configuration that speaks to viewers made for XState 4 (@xstate/inspect). */
export const inspectAsXState4: (send: (event: XState4InspectorEvent) => void) => (event: InspectionEvent) => void =
  bridge
