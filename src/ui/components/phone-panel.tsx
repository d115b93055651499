import { createEffect, createMemo, createSignal, createUniqueId, on, Show } from 'solid-js'
import { announcement } from '../connect/calls.connect'
import { isDeskShown } from '../connect/desk-shown'
import { connectScreen } from '../connect/screen.connect'
import type { Ui } from '../connect/view'
import { Button } from './button'
import { Calls } from './calls'
import { Dialer } from './dialer'
import { keepFocus, keepTyping } from './focus'
import { LastCall } from './last-call'
import { later } from './later'
import { SignIn } from './sign-in'
import { Status } from './status'

const Desk = later(() => import('./desk').then((file) => file.Desk))
const Settings = later(() => import('./settings').then((file) => file.Settings))

export type Theme = 'light' | 'dark' | 'system'

export function PhonePanel(props: { ui: Ui; theme: Theme }) {
  const { locale, state } = props.ui
  const screen = createMemo(() => connectScreen(state()))
  const hasDesk = createMemo(() => isDeskShown(state()))
  const hasCalls = createMemo(() => state().calls.length > 0)
  const [settingsOpen, setSettingsOpen] = createSignal(false)
  const [notice, setNotice] = createSignal<string | null>(null)
  const settingsId = createUniqueId()

  let bar!: HTMLElement
  const closeSettings = () => {
    setSettingsOpen(false)
    bar.querySelector<HTMLElement>('[aria-expanded]')?.focus()
  }

  // A new state of the connection makes the words for the last attempt old.
  createEffect(
    on(
      () => state().connection,
      () => setNotice(null),
      { defer: true },
    ),
  )

  return (
    <div
      class="phone"
      lang={locale.tag}
      data-theme={props.theme}
      data-screen={screen()}
      data-calls={hasCalls() ? 'some' : 'none'}
      ref={(panel) => {
        keepFocus(panel, state)
        keepTyping(panel)
      }}
    >
      <header class="bar" ref={(element) => (bar = element)}>
        <Status ui={props.ui} failed={setNotice} />
        <Show when={screen() === 'phone'}>
          <Button
            kind="quiet"
            icon="settings"
            iconOnly
            action={{ label: locale.text.settings }}
            expanded={settingsOpen()}
            controls={settingsId}
            press={() => setSettingsOpen((open) => !open)}
          />
        </Show>
      </header>
      <div class="notice" role="alert">
        <Show when={notice()}>{(words) => <p>{words()}</p>}</Show>
      </div>
      <Show when={settingsOpen() && screen() === 'phone'}>
        <Settings ui={props.ui} locale={locale} id={settingsId} close={closeSettings} failed={setNotice} />
      </Show>
      <Show when={screen() === 'phone'} fallback={<SignIn ui={props.ui} />}>
        <Calls ui={props.ui} />
        <LastCall ui={props.ui} />
        <Dialer ui={props.ui} compact={hasCalls()} />
        <Show when={hasDesk()}>
          <Desk ui={props.ui} locale={locale} />
        </Show>
      </Show>
      <div class="visually-hidden" aria-live="assertive">
        {announcement(state(), locale)}
      </div>
    </div>
  )
}
