import { Show } from 'solid-js'

/** A field for a number or a name: what is typed stays with the field, and what is wrong with it is said below. */
export function NumberInput(props: {
  ref: (element: HTMLInputElement) => void
  label: string
  problemId: string
  hasProblem: boolean
  typed: () => void
}) {
  return (
    <input
      ref={props.ref}
      type="text"
      inputmode="tel"
      enterkeyhint="go"
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      placeholder={props.label}
      aria-label={props.label}
      aria-invalid={props.hasProblem ? 'true' : undefined}
      aria-describedby={props.hasProblem ? props.problemId : undefined}
      on:input={() => props.typed()}
    />
  )
}

export function NumberProblem(props: { id: string; words: string | null }) {
  return (
    <div class="problem" id={props.id} role="alert">
      <Show when={props.words}>{(words) => <p>{words()}</p>}</Show>
    </div>
  )
}
