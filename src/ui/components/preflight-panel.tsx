import { createMemo, For, Show } from 'solid-js'
import { connectPreflight } from '../connect/preflight.connect'
import type { Ui } from '../connect/view'
import { Button } from './button'

/** A test before the shift, a line a part. What fails is said in its line. */
export function PreflightPanel(props: { ui: Ui }) {
  const { locale, send, state } = props.ui
  const view = createMemo(() => connectPreflight(state(), locale, send))
  return (
    <section class="preflight" aria-label={locale.preflight.title}>
      <Show when={view().checks.length > 0}>
        <ol aria-live="polite">
          <For each={view().checks}>
            {(check) => (
              <li data-state={check.state}>
                <span class="check-name">{check.name}</span>
                <span class="check-state">{locale.preflight.states[check.state]}</span>
                <Show when={check.words}>{(words) => <span class="check-words">{words()}</span>}</Show>
              </li>
            )}
          </For>
        </ol>
      </Show>
      <Button kind="quiet" action={view().action} />
    </section>
  )
}
