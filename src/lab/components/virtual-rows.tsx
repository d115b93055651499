import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, onMount } from 'solid-js'

/** Rows of one height, of which only those in view are there. */
export function VirtualRows(props: {
  count: number
  height: number
  /** The row that is kept in view; -1: none. */
  selected: number
  /** Another list than before: it begins anew. */
  label: string
  class?: string
  row: (index: number) => JSX.Element
  onKey?: (event: KeyboardEvent) => void
  activeId?: string
}) {
  const [top, setTop] = createSignal(0)
  const [size, setSize] = createSignal(400)
  let box!: HTMLDivElement
  const rows = createMemo(() => {
    const first = Math.max(0, Math.floor(top() / props.height) - 6)
    const last = Math.min(props.count, Math.ceil((top() + size()) / props.height) + 6)
    return Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index)
  })
  onMount(() => {
    const observer = new ResizeObserver(() => setSize(box.clientHeight))
    observer.observe(box)
    onCleanup(() => observer.disconnect())
  })
  createEffect(
    on([() => props.selected, () => props.count], ([selected]) => {
      if (selected < 0) return
      const at = selected * props.height
      if (at < box.scrollTop) box.scrollTop = Math.max(0, at - props.height)
      else if (at + props.height > box.scrollTop + box.clientHeight)
        box.scrollTop = at - box.clientHeight + 2 * props.height
      setTop(box.scrollTop)
    }),
  )
  return (
    <div
      class={`rows ${props.class ?? ''}`}
      role="listbox"
      aria-label={props.label}
      aria-activedescendant={props.activeId}
      tabindex="0"
      data-keys
      ref={(element) => (box = element)}
      on:scroll={() => setTop(box.scrollTop)}
      on:keydown={(event) => props.onKey?.(event)}
    >
      <div class="rows-space" style={{ height: `${props.count * props.height}px` }}>
        <For each={rows()}>
          {(index) => (
            <div
              class="row-place"
              style={{ transform: `translateY(${index * props.height}px)`, height: `${props.height}px` }}
            >
              {props.row(index)}
            </div>
          )}
        </For>
      </div>
    </div>
  )
}
