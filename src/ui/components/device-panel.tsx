import { createMemo, createSignal, For, Show } from 'solid-js'
import { connectDevices } from '../connect/devices.connect'
import type { Ui } from '../connect/view'
import { errorWords, type Locale } from '../locales/locale'
import { wear } from '../styles/adopt-styles'
import styles from '../styles/device-fields.css?inline'
import { ChoiceSelect, LevelMeter, VolumeField } from './device-fields'

/** The devices in the middle of a call: what is chosen here, the call uses at once. */
export function DevicePanel(props: { ui: Ui; locale: Locale; id: string; callId: string; close: () => void }) {
  const { locale, send, state } = props.ui
  const view = createMemo(() => connectDevices(state(), locale, send))
  const [problem, setProblem] = createSignal<string | null>(null)
  const failed = (error: unknown) => setProblem(errorWords(locale, error))
  return (
    <div
      class="call-devices"
      ref={wear(styles)}
      id={props.id}
      role="group"
      aria-label={locale.text.devices}
      on:keydown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        props.close()
      }}
    >
      <ChoiceSelect choice={view().microphone} failed={failed} />
      <LevelMeter ui={props.ui} of={props.callId} />
      <Show when={view().speaker}>{(speaker) => <ChoiceSelect choice={speaker()} failed={failed} />}</Show>
      <For each={view().volumes.slice(0, 1)}>{(volume) => <VolumeField volume={volume} />}</For>
      <Show when={problem()}>
        {(words) => (
          <p class="call-problem" role="alert">
            {words()}
          </p>
        )}
      </Show>
    </div>
  )
}
