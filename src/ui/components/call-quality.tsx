import { Show } from 'solid-js'
import type { QualityProps } from '../connect/quality.connect'

/** Four bars, as a telephone shows its signal. */
export function CallQuality(props: { quality: QualityProps }) {
  return (
    <Show when={props.quality.label}>
      {(label) => (
        <span
          class="quality"
          role="img"
          data-grade={props.quality.grade}
          aria-label={label()}
          title={`${label()}\n${props.quality.details}`}
        >
          <i />
          <i />
          <i />
          <i />
        </span>
      )}
    </Show>
  )
}
