import { createMemo } from 'solid-js'
import type { Clock } from '../connect/clock'
import { formatDuration } from '../connect/duration'

/** How long it has been, or how long it still is. */
export function Duration(props: { clock: Clock } & ({ since: number } | { until: number })) {
  const now = props.clock.watch()
  const text = createMemo(() => formatDuration('since' in props ? now() - props.since : props.until - now() + 999))
  return (
    <span class="duration" role="timer">
      {text()}
    </span>
  )
}
