import { createInspectedTimeline, type InspectedTimeline, type InspectorMessage } from './inspected-timeline'
import type { Session } from './session'

/** How often it is shown what was told: an inspector tells of each event by itself. */
const publishMs = 40

const types: ReadonlySet<unknown> = new Set(['@xstate.actor', '@xstate.event', '@xstate.snapshot'])

function isInspectorMessage(data: unknown): data is InspectorMessage {
  if (typeof data !== 'object' || data === null) return false
  const { type, sessionId, createdAt } = data as Partial<InspectorMessage>
  return types.has(type) && typeof sessionId === 'string' && !Number.isNaN(Number(createdAt))
}

/** By default an inspector keeps ten of an object's parts, and has one of these in the place of others. */
const isCut = ({ snapshot }: InspectorMessage): boolean =>
  /"\[(?:\.\.\.|Object|Array)\]"/.test(JSON.stringify(snapshot ?? null))

/**
 * Hears what `createBrowserInspector` of @statelyai/inspect tells, in a host that has opened the lab in a window or a frame
 * with its own origin in the address: `?inspect=https://crm.example`. Who else posts here is not heard, and nobody else is told
 * that somebody listens. The call returns what ends it.
 */
export function linkInspector(
  begin: (timeline: InspectedTimeline) => Session,
  complain: (words: string) => void,
): () => void {
  const origin = new URLSearchParams(location.search).get('inspect')
  const host = (window.parent === window ? window.opener : window.parent) as Window | null
  if (origin === null || host === null) return () => {}
  let shown: { readonly timeline: InspectedTimeline; readonly session: Session } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const publish = () => {
    timer = undefined
    shown?.session.refresh()
  }
  const hear = ({ data, origin: from, source }: MessageEvent<unknown>) => {
    if (from !== origin || source !== host || !isInspectorMessage(data)) return
    if (isCut(data)) {
      window.removeEventListener('message', hear)
      complain(
        'The inspector cuts off what the charts hold: give it serializationDepthLimit: 100, and open the lab again.',
      )
      return
    }
    if (shown === undefined) {
      const timeline = createInspectedTimeline(Number(data.createdAt))
      shown = { timeline, session: begin(timeline) }
    }
    shown.timeline.hear(data)
    timer ??= setTimeout(publish, publishMs)
  }
  window.addEventListener('message', hear)
  host.postMessage({ type: '@statelyai.connected' }, origin)
  return () => {
    window.removeEventListener('message', hear)
    clearTimeout(timer)
  }
}
