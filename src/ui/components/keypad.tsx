import { For, onCleanup } from 'solid-js'

const keys = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', ''],
  ['#', ''],
] as const

/** How long 0 is pressed for a plus. */
const longPressMs = 500

interface KeypadProps {
  label: string
  onKey: (key: string) => void
  /** What a long press on 0 gives instead. */
  longZero?: '+'
  state?: 'ready' | 'busy' | 'unavailable'
  why?: string | null
}

export function Keypad(props: KeypadProps) {
  let pressed: ReturnType<typeof setTimeout> | undefined
  let wasLong = false
  const release = () => clearTimeout(pressed)
  onCleanup(release)

  const press = (key: string, event: PointerEvent) => {
    // The number field keeps the focus, and its caret.
    event.preventDefault()
    wasLong = false
    release()
    const { longZero } = props
    if (key !== '0' || longZero === undefined) return
    pressed = setTimeout(() => {
      wasLong = true
      props.onKey(longZero)
    }, longPressMs)
  }
  const click = (key: string) => {
    release()
    if (!wasLong) props.onKey(key)
    wasLong = false
  }

  return (
    <div class="keypad" role="group" aria-label={props.label}>
      <For each={keys}>
        {([key, letters]) => (
          <button
            type="button"
            class="key"
            aria-label={key}
            aria-disabled={props.state === undefined || props.state === 'ready' ? undefined : 'true'}
            title={props.why ?? undefined}
            on:pointerdown={(event) => press(key, event)}
            on:pointerleave={release}
            on:mousedown={(event) => event.preventDefault()}
            on:click={() => click(key)}
          >
            <span class="key-digit">{key}</span>
            <span class="key-letters">{key === '0' && props.longZero ? props.longZero : letters}</span>
          </button>
        )}
      </For>
    </div>
  )
}
