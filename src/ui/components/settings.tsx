import { createMemo, createUniqueId, For, Show } from 'solid-js'
import { type Choice, connectSettings } from '../connect/settings.connect'
import type { Ui } from '../connect/view'
import { errorWords, type Locale } from '../locales/locale'
import { Button } from './button'
import { Icon } from './icon'

export function Settings(props: {
  ui: Ui
  locale: Locale
  id: string
  close: () => void
  failed: (words: string) => void
}) {
  const { locale, send, state } = props.ui
  const view = createMemo(() => connectSettings(state(), locale, send))
  const failed = (error: unknown) => props.failed(errorWords(locale, error))
  return (
    <div
      class="settings"
      id={props.id}
      role="group"
      aria-label={locale.text.settings}
      on:keydown={(event) => event.key === 'Escape' && props.close()}
    >
      <ChoiceSelect choice={view().availability} failed={failed} />
      <ChoiceSelect choice={view().callWaiting} failed={failed} />
      <ChoiceSelect choice={view().autoAnswer} failed={failed} />
      <ChoiceSelect choice={view().microphone} failed={failed} />
      <Show when={view().speaker}>{(speaker) => <ChoiceSelect choice={speaker()} failed={failed} />}</Show>
      <div class="settings-actions">
        <Show when={view().allowMicrophone}>{(allow) => <Button kind="quiet" action={allow()} failed={failed} />}</Show>
        <Button kind="quiet" action={view().signOut} failed={failed} />
      </div>
    </div>
  )
}

function ChoiceSelect(props: { choice: Choice; failed: (error: unknown) => void }) {
  const id = createUniqueId()
  return (
    <div class="field">
      <label for={id}>{props.choice.label}</label>
      <span class="select">
        <select
          id={id}
          on:change={(event) => {
            const select = event.currentTarget
            const wanted = select.value
            // What is used is what the view says; until it does, nothing has changed.
            select.value = props.choice.value
            props.choice.choose(wanted, props.failed)
          }}
        >
          <For each={props.choice.options}>
            {(option) => (
              <option value={option.value} selected={option.value === props.choice.value}>
                {option.label}
              </option>
            )}
          </For>
        </select>
        <Icon name="chevron" />
      </span>
    </div>
  )
}
