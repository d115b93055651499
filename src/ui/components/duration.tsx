import { createMemo } from 'solid-js'
import type { Clock } from '../connect/clock'
import { formatDuration } from '../connect/duration'

export function Duration(props: { since: number; clock: Clock }) {
  const now = props.clock.watch()
  const text = createMemo(() => formatDuration(now() - props.since))
  return (
    <span class="duration" role="timer">
      {text()}
    </span>
  )
}
