import { createEffect, createMemo, createSignal, createUniqueId, For, onMount, Show } from 'solid-js'
import { connectConversation } from '../connect/desk.connect'
import type { Ui } from '../connect/view'
import { fill } from '../locales/locale'
import { Button } from './button'

/** What was written to one person and by them, and what is to be written next. */
export function Conversation(props: { ui: Ui; uri: string; name: string; close: () => void }) {
  const { locale, send, state } = props.ui
  const { text } = locale
  const view = createMemo(() => connectConversation(state(), props.uri, locale, send))
  const [problem, setProblem] = createSignal<string | null>(null)
  const label = fill(text.messageTo, { name: props.name })
  const problemId = createUniqueId()
  let field!: HTMLTextAreaElement
  let list!: HTMLOListElement
  onMount(() => field.focus())
  createEffect(() => {
    if (view().messages.length > 0) list.scrollTop = list.scrollHeight
  })

  const write = async () => {
    const written = field.value
    if (written.trim() === '') return
    field.value = ''
    setProblem(null)
    const failed = await view().write(written)
    // What was written comes back, unless something else has been written since.
    if (failed !== null && field.value === '') field.value = written
    setProblem(failed)
  }
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      props.close()
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault()
      void write()
    }
  }

  return (
    <form
      class="conversation"
      aria-label={label}
      on:keydown={keyDown}
      on:submit={(event) => {
        event.preventDefault()
        void write()
      }}
    >
      <header class="conversation-head">
        <bdi>{props.name}</bdi>
        <Button kind="quiet" action={{ label: text.close }} press={props.close} />
      </header>
      <ol class="conversation-list" aria-live="polite" ref={(element) => (list = element)}>
        <For each={view().messages.map(({ id }) => id)}>
          {(id) => (
            <Show when={view().messages.find((message) => message.id === id)}>
              {(message) => (
                <li class="bubble" data-side={message().side} data-state={message().delivery}>
                  <bdi>{message().text}</bdi>
                  <Show when={message().words}>{(words) => <span class="bubble-words">{words()}</span>}</Show>
                </li>
              )}
            </Show>
          )}
        </For>
      </ol>
      <div class="conversation-write">
        <textarea
          ref={(element) => (field = element)}
          rows="1"
          maxlength="1000"
          aria-label={label}
          placeholder={label}
          aria-describedby={problem() === null ? undefined : problemId}
        />
        <Button kind="accent" action={{ label: text.send }} submits />
      </div>
      <div id={problemId} role="alert">
        <Show when={problem()}>{(words) => <p class="call-problem">{words()}</p>}</Show>
      </div>
    </form>
  )
}
