import { For } from 'solid-js'
import type { SupervisionProps } from '../connect/supervision.connect'
import type { Locale } from '../locales/locale'
import { wear } from '../styles/adopt-styles'
import styles from '../styles/supervision.css?inline'

const order = [0, 1, 2] as const

/** Listening, whispering, barging in: one of the three is on, and another one is a click away. */
export function SupervisionModes(props: { modes: SupervisionProps['modes']; locale: Locale }) {
  return (
    <div class="modes" role="group" aria-label={props.locale.text.supervision} ref={wear(styles)}>
      <For each={order}>
        {(index) => {
          const mode = () => props.modes[index]
          // What is on already is not asked for again.
          const isReady = () => mode()?.action.state === 'ready' && mode()?.isOn !== true
          return (
            <button
              type="button"
              class="mode"
              aria-pressed={mode()?.isOn ? 'true' : 'false'}
              aria-busy={mode()?.action.state === 'busy' ? 'true' : undefined}
              aria-disabled={mode()?.action.state === 'ready' ? undefined : 'true'}
              title={mode()?.action.why ?? undefined}
              on:click={() => isReady() && mode()?.action.run()}
            >
              {mode()?.action.label}
            </button>
          )
        }}
      </For>
    </div>
  )
}
