import { createEffect, createMemo, createSignal, createUniqueId, on, Show } from 'solid-js'
import { connectSignIn } from '../connect/sign-in.connect'
import type { Ui } from '../connect/view'
import { Button } from './button'
import { Icon } from './icon'

export function SignIn(props: { ui: Ui }) {
  const { locale, send, state } = props.ui
  const { text } = locale
  const view = createMemo(() => connectSignIn(state(), locale, send))
  const user = createMemo(() => view().user)
  const [wrong, setWrong] = createSignal<{ field?: 'user' | 'password'; words: string } | null>(null)
  const words = () => wrong()?.words ?? view().problem
  const [userId, passwordId, problemId] = [createUniqueId(), createUniqueId(), createUniqueId()]
  let userField!: HTMLInputElement
  let passwordField!: HTMLInputElement

  createEffect(
    on(user, (known) => {
      if (userField.value === '') userField.value = known
    }),
  )

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (view().submit.state !== 'ready') return
    // The password is read here and kept nowhere.
    const [name, password] = [userField.value, passwordField.value]
    const missing = view().check(name, password)
    setWrong(missing)
    if (missing !== null) {
      const field = missing.field === 'user' ? userField : passwordField
      field.focus()
      return
    }
    const failure = await view().signIn(name, password)
    setWrong(failure === null ? null : { words: failure })
  }

  return (
    <form class="sign-in" novalidate on:submit={(event) => void submit(event)}>
      <span class="mark" aria-hidden="true">
        <Icon name="phone" />
      </span>
      <p class="hint">{text.signInHint}</p>
      <div class="field">
        <label for={userId}>{text.user}</label>
        <input
          id={userId}
          ref={(element) => (userField = element)}
          type="text"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          aria-invalid={wrong()?.field === 'user' ? 'true' : undefined}
          aria-describedby={words() ? problemId : undefined}
        />
      </div>
      <div class="field">
        <label for={passwordId}>{text.password}</label>
        <input
          id={passwordId}
          ref={(element) => (passwordField = element)}
          type="password"
          autocomplete="current-password"
          aria-invalid={wrong()?.field === 'password' ? 'true' : undefined}
          aria-describedby={words() ? problemId : undefined}
        />
      </div>
      <div class="problem" id={problemId} role="alert">
        <Show when={words()}>{(said) => <p>{said()}</p>}</Show>
      </div>
      <Button kind="accent" action={view().submit} submits />
      <Show when={view().cancel}>{(cancel) => <Button kind="quiet" action={cancel()} />}</Show>
    </form>
  )
}
