export { inspectAsXState4, type XState4InspectorEvent } from './adapters/inspect/xstate4'
