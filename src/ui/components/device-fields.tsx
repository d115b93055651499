import { createSignal, createUniqueId, For, onCleanup, onMount, Show } from 'solid-js'
import type { Action } from '../connect/action.connect'
import type { Choice, DevicesProps, TestProps } from '../connect/devices.connect'
import type { Ui } from '../connect/view'
import { Button } from './button'
import { Icon } from './icon'

type Failed = (error: unknown) => void

export function ChoiceSelect(props: { choice: Choice; failed: Failed; chime?: Action }) {
  const id = createUniqueId()
  const noteId = createUniqueId()
  return (
    <div class="field">
      <label for={id}>{props.choice.label}</label>
      <div class="device">
        <span class="select">
          <select
            id={id}
            aria-describedby={props.choice.note ? noteId : undefined}
            on:change={(event) => {
              const select = event.currentTarget
              const wanted = select.value
              // What is used is what the view says; until it does, nothing has changed.
              select.value = props.choice.value
              props.choice.choose(wanted, props.failed)
            }}
          >
            <For each={props.choice.options}>
              {(option) => (
                <option value={option.value} selected={option.value === props.choice.value}>
                  {option.label}
                </option>
              )}
            </For>
          </select>
          <Icon name="chevron" />
        </span>
        <Show when={props.chime}>
          {(chime) => <Button kind="quiet" icon="sound" iconOnly action={chime()} failed={props.failed} />}
        </Show>
      </div>
      <Show when={props.choice.note}>
        {(note) => (
          <p class="device-note" id={noteId}>
            {note()}
          </p>
        )}
      </Show>
    </div>
  )
}

export function VolumeField(props: { volume: DevicesProps['volumes'][number] }) {
  const id = createUniqueId()
  return (
    <div class="field volume">
      <label for={id}>{props.volume.label}</label>
      <input
        id={id}
        type="range"
        min="0"
        max="100"
        step="5"
        value={props.volume.value}
        aria-valuetext={`${props.volume.value} %`}
        on:change={(event) => props.volume.set(event.currentTarget.valueAsNumber)}
      />
    </div>
  )
}

export function ProcessingField(props: { processing: DevicesProps['processing']; failed: Failed }) {
  return (
    <div class="checks">
      <For each={props.processing}>
        {(check) => (
          <label class="check">
            <input
              type="checkbox"
              checked={check.checked}
              on:change={(event) => {
                const box = event.currentTarget
                const wanted = box.checked
                box.checked = check.checked
                check.set(wanted, props.failed)
              }}
            />
            <span>{check.label}</span>
          </label>
        )}
      </For>
    </div>
  )
}

/** A voice is far below the loudest: what is shown is how loud it seems, from -50 dB on. */
const shown = (level: number): number => Math.max(0, Math.min(1, 1 + Math.log10(Math.max(level, 1e-5)) / 2.5))

/** How loud the microphone is, as it is now: of a call, or of the test. */
export function LevelMeter(props: { ui: Ui; of: string }) {
  const [level, setLevel] = createSignal(0)
  onMount(() => {
    const end = props.ui.levels?.subscribe(props.of, ({ microphone }) => setLevel(shown(microphone)))
    onCleanup(() => end?.())
  })
  return (
    <div
      class="level"
      role="meter"
      aria-label={props.ui.locale.text.microphoneLevel}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow={Math.round(level() * 100)}
    >
      <div class="level-bar" style={{ transform: `scaleX(${level()})` }} />
    </div>
  )
}

/** Hear yourself: three seconds are recorded and played back. It ends with the panel. */
export function MicrophoneTest(props: { ui: Ui; test: TestProps; failed: Failed }) {
  onCleanup(() => void props.ui.send({ type: 'testDevices', step: 'stop' }).catch(() => undefined))
  return (
    <div class="device-test" data-state={props.test.isOpen ? 'open' : 'closed'}>
      <Show when={props.test.isOpen}>
        <LevelMeter ui={props.ui} of="test" />
      </Show>
      <div class="device-test-row">
        <p class="device-note" role="status">
          {props.test.status ?? props.test.problem}
        </p>
        <Button kind="quiet" action={props.test.action} failed={props.failed} />
      </div>
    </div>
  )
}
