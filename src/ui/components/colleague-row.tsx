import { createEffect, createSignal, createUniqueId, For, Show } from 'solid-js'
import type { ColleagueProps } from '../connect/desk.connect'
import { errorWords, type Locale } from '../locales/locale'
import { Button } from './button'

/** What a colleague does, and what can be done about it: call, write, pick up what rings there, supervise. */
export function ColleagueRow(props: { colleague: ColleagueProps; locale: Locale; write: () => void }) {
  const modesId = createUniqueId()
  const [isOpen, setOpen] = createSignal(false)
  const [problem, setProblem] = createSignal<string | null>(null)
  const modes = () => (isOpen() ? props.colleague.supervise : null)
  const toggle = (open: boolean) => {
    setProblem(null)
    setOpen(open)
  }
  const failed = (error: unknown) =>
    setProblem(`${props.locale.text.superviseProblem} ${errorWords(props.locale, error)}`)
  // The colleague has hung up: nobody is to find the modes open at the next call.
  createEffect(() => {
    if (props.colleague.supervise === null) setOpen(false)
  })
  return (
    <li class="desk-colleague">
      <div class="desk-row" data-state={props.colleague.status}>
        <span class="desk-dot" />
        <span class="desk-who">
          <bdi class="desk-name">{props.colleague.name}</bdi>
          <bdi class="desk-words">{props.colleague.words}</bdi>
        </span>
        <Show
          when={props.colleague.pickUp}
          fallback={
            <>
              <Show when={props.colleague.supervise}>
                {(supervise) => (
                  <Button
                    kind="quiet"
                    icon="headset"
                    iconOnly
                    action={{ label: supervise().label }}
                    controls={modesId}
                    expanded={isOpen()}
                    press={() => toggle(!isOpen())}
                  />
                )}
              </Show>
              <Button
                kind="quiet"
                icon="message"
                iconOnly
                action={{ label: props.colleague.messageLabel }}
                press={props.write}
              />
              <Button kind="quiet" icon="phone" iconOnly action={props.colleague.call} />
            </>
          }
        >
          {(pickUp) => <Button kind="quiet" action={pickUp()} name={props.colleague.pickUpName} />}
        </Show>
      </div>
      <Show when={modes()}>
        {(supervise) => (
          <div
            class="desk-modes"
            id={modesId}
            role="group"
            aria-label={supervise().label}
            on:keydown={(event) => event.key === 'Escape' && toggle(false)}
          >
            <For each={supervise().modes}>
              {(mode) => (
                <Button
                  kind="quiet"
                  action={mode}
                  press={() => {
                    toggle(false)
                    mode.run(failed)
                  }}
                />
              )}
            </For>
          </div>
        )}
      </Show>
      <Show when={problem()}>
        {(words) => (
          <p class="desk-problem" role="alert">
            {words()}
          </p>
        )}
      </Show>
    </li>
  )
}
