import { createSignal, createUniqueId, onMount, Show } from 'solid-js'
import type { SlotsProps } from '../connect/slots.connect'
import type { TargetAction, TransferProps } from '../connect/transfer.connect'
import type { Locale } from '../locales/locale'
import { Button } from './button'
import { SlotField } from './slot-field'

/** Where a call is to go: at once, after a word with whoever answers there, or into a slot of the parking lot. */
export function TransferPanel(props: {
  id: string
  transfer: TransferProps
  /** null: there is no slot to choose. */
  slots: SlotsProps | null
  locale: Locale
  close: () => void
}) {
  const [words, setWords] = createSignal<string | null>(null)
  const problemId = createUniqueId()
  let field!: HTMLInputElement
  onMount(() => field.focus())

  const run = async (action: TargetAction, typed = field.value) => {
    setWords(null)
    const outcome = action.go(typed)
    const failed = await outcome
    setWords(failed)
    if (failed === null) props.close()
    else field.focus()
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
      aria-label={props.locale.text.transfer}
      on:keydown={keyDown}
      on:submit={(event) => {
        event.preventDefault()
        void run(props.transfer.now)
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
        placeholder={props.locale.text.transferTo}
        aria-label={props.locale.text.transferTo}
        aria-invalid={words() ? 'true' : undefined}
        aria-describedby={words() ? problemId : undefined}
        on:input={() => setWords(null)}
      />
      <div class="problem" id={problemId} role="alert">
        <Show when={words()}>{(said) => <p>{said()}</p>}</Show>
      </div>
      <div class="transfer-actions">
        <Button kind="accent" action={props.transfer.now} submits press={() => undefined} />
        <Button kind="quiet" action={props.transfer.consult} press={() => void run(props.transfer.consult)} />
      </div>
      <Show when={props.slots}>
        {(slots) => <SlotField slots={slots()} locale={props.locale} park={(slot) => void run(slots().park, slot)} />}
      </Show>
    </form>
  )
}
