import { createSignal, createUniqueId, type JSX, onMount } from 'solid-js'
import type { TargetAction } from '../connect/transfer.connect'
import { wear } from '../styles/adopt-styles'
import styles from '../styles/target.css?inline'
import { Button } from './button'
import { NumberInput, NumberProblem } from './number-input'

/** What the buttons beside the first one do with the form. */
export interface TargetFormTools {
  /** Closes the form, or says below the field why it came to nothing; `typed`: instead of what stands in the field. */
  run(action: TargetAction, typed?: string): void
  say(words: string | null): void
}

/** Where a call is to go: a field that has the focus, and what may be done with what is typed. Escape closes it. */
export function TargetForm(props: {
  id: string
  label: string
  fieldLabel: string
  /** What Enter does. */
  action: TargetAction
  beside: (tools: TargetFormTools) => JSX.Element
  below?: (tools: TargetFormTools) => JSX.Element
  close: () => void
}) {
  const [words, setWords] = createSignal<string | null>(null)
  const problemId = createUniqueId()
  let field!: HTMLInputElement
  onMount(() => field.focus())

  const go = async (action: TargetAction, typed: string) => {
    setWords(null)
    const failed = await action.go(typed)
    setWords(failed)
    if (failed === null) props.close()
    else field.focus()
  }
  const tools: TargetFormTools = { run: (action, typed = field.value) => void go(action, typed), say: setWords }
  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    props.close()
  }

  return (
    <form
      class="transfer"
      ref={wear(styles)}
      id={props.id}
      novalidate
      aria-label={props.label}
      on:keydown={keyDown}
      on:submit={(event) => {
        event.preventDefault()
        tools.run(props.action)
      }}
    >
      <NumberInput
        ref={(element) => (field = element)}
        label={props.fieldLabel}
        problemId={problemId}
        hasProblem={words() !== null}
        typed={() => setWords(null)}
      />
      <NumberProblem id={problemId} words={words()} />
      <div class="transfer-actions">
        <Button kind="accent" action={props.action} submits press={() => undefined} />
        {props.beside(tools)}
      </div>
      {props.below?.(tools)}
    </form>
  )
}
