import { createMemo, createSignal, createUniqueId, Match, Show, Switch } from 'solid-js'
import { announcement } from '../connect/calls.connect'
import { connectScreen } from '../connect/screen.connect'
import type { Ui } from '../connect/view'
import { Calls } from './calls'
import { Dialer } from './dialer'
import { keepFocus } from './focus'
import { Icon } from './icon'
import { LastCall } from './last-call'
import { Settings } from './settings'
import { SignIn } from './sign-in'
import { Status } from './status'

export type Theme = 'light' | 'dark' | 'system'

export function PhonePanel(props: { ui: Ui; theme: Theme }) {
  const { locale, state } = props.ui
  const screen = createMemo(() => connectScreen(state()))
  const hasCalls = createMemo(() => state().calls.length > 0)
  const [settingsOpen, setSettingsOpen] = createSignal(false)
  const [notice, setNotice] = createSignal<string | null>(null)
  const settingsId = createUniqueId()

  return (
    <div
      class="phone"
      lang={locale.tag}
      data-theme={props.theme}
      data-screen={screen()}
      data-calls={hasCalls() ? 'some' : 'none'}
      ref={(panel) => keepFocus(panel, state)}
    >
      <header class="bar">
        <Status ui={props.ui} failed={setNotice} />
        <Show when={screen() === 'phone'}>
          <button
            type="button"
            class="button"
            data-kind="quiet"
            data-shape="icon"
            aria-label={locale.text.settings}
            aria-expanded={settingsOpen()}
            aria-controls={settingsOpen() ? settingsId : undefined}
            on:click={() => setSettingsOpen((open) => !open)}
          >
            <Icon name="settings" />
          </button>
        </Show>
      </header>
      <div class="notice" role="alert">
        <Show when={notice()}>{(words) => <p>{words()}</p>}</Show>
      </div>
      <Show when={settingsOpen() && screen() === 'phone'}>
        <Settings ui={props.ui} id={settingsId} failed={setNotice} />
      </Show>
      <Switch>
        <Match when={screen() === 'signIn'}>
          <SignIn ui={props.ui} />
        </Match>
        <Match when={screen() === 'phone'}>
          <Calls ui={props.ui} />
          <LastCall ui={props.ui} />
          <Dialer ui={props.ui} compact={hasCalls()} />
        </Match>
      </Switch>
      <div class="visually-hidden" aria-live="assertive">
        {announcement(state(), locale)}
      </div>
    </div>
  )
}
