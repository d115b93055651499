import { createMemo, Show } from 'solid-js'
import { connectLastCall } from '../connect/last-call.connect'
import type { Ui } from '../connect/view'
import { Button } from './button'

/** Its place is always there, so that what comes into it is read out. */
export function LastCall(props: { ui: Ui }) {
  const { locale, send, state } = props.ui
  const view = createMemo(() => connectLastCall(state(), locale, send))
  return (
    <div class="last-call" aria-live="polite" role="group" aria-label={locale.text.lastCall}>
      <Show when={view()}>
        {(view) => (
          <div class="last-call-line" data-state={view().state}>
            <span class="last-call-words">
              <span>{view().words}</span>
              <Show when={view().details}>{(details) => <span class="last-call-details">{details()}</span>}</Show>
            </span>
            <Button kind="quiet" icon="phone" iconOnly action={view().redial} />
          </div>
        )}
      </Show>
    </div>
  )
}
