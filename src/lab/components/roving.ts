import { createSignal } from 'solid-js'

export interface Roving {
  /** Of the button with this number, and of what belongs to it: only the one that was used last is a Tab stop. */
  readonly tabIndex: (index: number) => 0 | -1
  /** On what holds them: the arrows go from one to the next. Left and right are for time, in all of the lab. */
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onFocusIn: (event: FocusEvent) => void
}

/** Many buttons, one Tab stop (roving tabindex). Each says `data-rove`; `count` is how many there are. */
export function createRoving(count: () => number): Roving {
  const [last, setLast] = createSignal(0)
  const stop = () => Math.min(last(), Math.max(0, count() - 1))
  const buttonsIn = (target: EventTarget | null) =>
    target instanceof Element ? [...target.querySelectorAll<HTMLElement>('[data-rove]')] : []
  const indexOf = (event: Event) => buttonsIn(event.currentTarget).findIndex((button) => button === event.target)
  return {
    tabIndex: (index) => (index === stop() ? 0 : -1),
    onKeyDown(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      const index = indexOf(event)
      if (step === undefined || index === -1) return
      event.preventDefault()
      buttonsIn(event.currentTarget)[index + step]?.focus()
    },
    onFocusIn(event) {
      const index = indexOf(event)
      if (index !== -1) setLast(index)
    },
  }
}
