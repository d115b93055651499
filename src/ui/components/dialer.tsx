import { createMemo, createSignal, createUniqueId, Show } from 'solid-js'
import { connectDial, type DialFailure } from '../connect/dial.connect'
import type { Ui } from '../connect/view'
import { Button } from './button'
import { Keypad } from './keypad'
import { NumberInput, NumberProblem } from './number-input'

/** One number field for as long as the phone is there: small beside calls, with a dial pad without any. */
export function Dialer(props: { ui: Ui; compact: boolean }) {
  const { locale, send, state } = props.ui
  const { text } = locale
  const view = createMemo(() => connectDial(state(), locale, send))
  const [isEmpty, setEmpty] = createSignal(true)
  const [failure, setFailure] = createSignal<DialFailure | null>(null)
  const words = () => {
    const failed = failure()
    return failed === null ? null : view().wordsFor(failed)
  }
  const problemId = createUniqueId()
  let field!: HTMLInputElement

  const typed = () => {
    setEmpty(field.value === '')
    setFailure(null)
  }
  const put = (value: string) => {
    field.value = value
    setEmpty(value === '')
  }
  const insert = (key: string) => {
    const end = field.value.length
    field.setRangeText(key, field.selectionStart ?? end, field.selectionEnd ?? end, 'end')
    typed()
  }
  const deleteOne = () => {
    const [start, end] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length]
    field.setRangeText('', start === end ? Math.max(0, start - 1) : start, end, 'end')
    typed()
  }
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const target = field.value
    setFailure(null)
    const outcome = view().dial(target)
    put('')
    const failed = await outcome
    // What was typed comes back, unless something else has been typed since.
    if (failed !== null && view().keeps(failed) && field.value === '') put(target)
    setFailure(failed)
  }

  return (
    <form
      class="dialer"
      novalidate
      data-compact={props.compact ? '' : undefined}
      on:submit={(event) => void submit(event)}
    >
      <div class="number">
        <NumberInput
          ref={(element) => (field = element)}
          label={text.numberOrName}
          problemId={problemId}
          hasProblem={words() !== null}
          typed={typed}
        />
        <Show when={!isEmpty()}>
          <Button kind="quiet" icon="delete" iconOnly action={{ label: text.deleteDigit }} press={deleteOne} />
        </Show>
      </div>
      <NumberProblem id={problemId} words={words()} />
      <Show when={!props.compact}>
        <Keypad label={text.dialPad} longZero="+" onKey={insert} />
      </Show>
      <Button kind="call" icon="phone" iconOnly={props.compact} action={view().call} submits />
    </form>
  )
}
