import { createSignal, createUniqueId, onMount, Show } from 'solid-js'
import type { Action } from '../connect/action.connect'
import type { RefusalProps } from '../connect/refusal.connect'
import { errorWords, type Locale } from '../locales/locale'
import { Button } from './button'

/** What to do with somebody who calls, other than answer or decline: be busy, or send them to somebody else. */
export function RefusalPanel(props: {
  id: string
  refusal: RefusalProps
  hasVoicemail: boolean
  locale: Locale
  close: () => void
}) {
  const [words, setWords] = createSignal<string | null>(null)
  const problemId = createUniqueId()
  const { text } = props.locale
  let field!: HTMLInputElement
  onMount(() => field.focus())

  const failed = (error: unknown) => setWords(errorWords(props.locale, error))
  const forward = async () => {
    setWords(null)
    const failed = await props.refusal.forward.go(field.value)
    setWords(failed)
    if (failed !== null) field.focus()
  }
  const run = (action: Action) => {
    setWords(null)
    action.run(failed)
  }
  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    props.close()
  }

  return (
    <form
      class="transfer"
      id={props.id}
      novalidate
      aria-label={text.moreAnswers}
      on:keydown={keyDown}
      on:submit={(event) => {
        event.preventDefault()
        void forward()
      }}
    >
      <input
        ref={(element) => (field = element)}
        type="text"
        inputmode="tel"
        enterkeyhint="go"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder={text.forwardTo}
        aria-label={text.forwardTo}
        aria-invalid={words() ? 'true' : undefined}
        aria-describedby={words() ? problemId : undefined}
        on:input={() => setWords(null)}
      />
      <div class="problem" id={problemId} role="alert">
        <Show when={words()}>{(said) => <p>{said()}</p>}</Show>
      </div>
      <div class="transfer-actions">
        <Button kind="accent" action={props.refusal.forward} submits press={() => undefined} />
        <Show when={props.hasVoicemail}>
          <Button kind="quiet" action={props.refusal.voicemail} press={() => run(props.refusal.voicemail)} />
        </Show>
        <Button kind="quiet" action={props.refusal.busy} press={() => run(props.refusal.busy)} />
      </div>
    </form>
  )
}
