import { createMemo, For, Show } from 'solid-js'
import { connectSettings } from '../connect/settings.connect'
import type { Ui } from '../connect/view'
import { errorWords, type Locale } from '../locales/locale'
import { wear } from '../styles/adopt-styles'
import deviceFields from '../styles/device-fields.css?inline'
import settings from '../styles/settings.css?inline'
import { Button } from './button'
import { ChoiceSelect, MicrophoneTest, ProcessingField, VolumeField } from './device-fields'
import { PreflightPanel } from './preflight-panel'
import { ReportPanel } from './report-panel'

export function Settings(props: {
  ui: Ui
  locale: Locale
  id: string
  close: () => void
  failed: (words: string) => void
}) {
  const { locale, send, state } = props.ui
  const view = createMemo(() => connectSettings(state(), locale, send))
  const failed = (error: unknown) => props.failed(errorWords(locale, error))
  return (
    <div
      class="settings"
      ref={wear(deviceFields + settings)}
      id={props.id}
      role="group"
      aria-label={locale.text.settings}
      on:keydown={(event) => event.key === 'Escape' && props.close()}
    >
      <ChoiceSelect choice={view().availability} failed={failed} />
      <ChoiceSelect choice={view().callWaiting} failed={failed} />
      <ChoiceSelect choice={view().autoAnswer} failed={failed} />
      <ChoiceSelect choice={view().microphone} failed={failed} />
      <MicrophoneTest ui={props.ui} test={view().test} failed={failed} />
      <Show when={view().speaker}>
        {(speaker) => <ChoiceSelect choice={speaker()} failed={failed} chime={view().chimeOnSpeaker} />}
      </Show>
      <Show when={view().ringDevice}>
        {(ring) => <ChoiceSelect choice={ring()} failed={failed} chime={view().chimeOnRingDevice} />}
      </Show>
      <div class="volumes">
        <For each={view().volumes}>{(volume) => <VolumeField volume={volume} />}</For>
      </div>
      <ProcessingField processing={view().processing} failed={failed} />
      <PreflightPanel ui={props.ui} />
      <Show when={props.ui.exportTrace}>
        {(exportTrace) => <ReportPanel ui={props.ui} exportTrace={exportTrace()} failed={failed} />}
      </Show>
      <div class="settings-actions">
        <Show when={view().allowMicrophone}>{(allow) => <Button kind="quiet" action={allow()} failed={failed} />}</Show>
        <Button kind="quiet" action={view().signOut} failed={failed} />
      </div>
    </div>
  )
}
