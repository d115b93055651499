import { type Component, createComponent, createSignal, onMount, Show } from 'solid-js'
import type { Locale } from '../locales/locale'

/**
 * A part of the panel that is fetched when it is first shown: what appears only after a gesture is not in the first
 * download. A part that does not come says so in its place, and is asked for anew when it is shown again.
 */
export function later<Props extends { readonly locale: Locale }>(
  load: () => Promise<Component<Props>>,
): Component<Props> {
  let loaded: Component<Props> | undefined
  return (props) => {
    const [part, setPart] = createSignal(loaded)
    const [hasFailed, setFailed] = createSignal(false)
    onMount(() => {
      if (loaded !== undefined) return
      load().then(
        (component) => {
          loaded = component
          setPart(() => component)
        },
        () => setFailed(true),
      )
    })
    return (
      <Show
        when={part()}
        fallback={
          <Show when={hasFailed()}>
            <p class="call-problem" role="alert">
              {props.locale.text.partNotLoaded}
            </p>
          </Show>
        }
      >
        {(component) => createComponent(component(), props)}
      </Show>
    )
  }
}
