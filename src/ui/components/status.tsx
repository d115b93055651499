import { createMemo, Index, Show } from 'solid-js'
import { connectStatus } from '../connect/status.connect'
import type { Ui } from '../connect/view'
import { errorWords } from '../locales/locale'
import { Button } from './button'
import { Duration } from './duration'

export function Status(props: { ui: Ui; failed: (words: string) => void }) {
  const { locale, send } = props.ui
  const lines = createMemo(() => connectStatus(props.ui.state(), locale, send))
  return (
    <div class="status" role="status" aria-label={locale.text.phoneStatus} data-state={lines()[0]?.state}>
      <Index each={lines()}>
        {(line) => (
          <div class="status-line" data-state={line().state}>
            <span class="status-dot" aria-hidden="true" />
            <span class="status-words">{line().words}</span>
            <Show when={line().until}>{(until) => <Duration until={until()} clock={props.ui.clock} />}</Show>
            <Show when={line().action}>
              {(action) => (
                <Button kind="quiet" action={action()} failed={(error) => props.failed(errorWords(locale, error))} />
              )}
            </Show>
          </div>
        )}
      </Index>
    </div>
  )
}
