import { For } from 'solid-js'

interface Tab<Id extends string> {
  readonly id: Id
  readonly label: string
}

/** As the ARIA practices have it: one stop of the Tab key, arrows between them. */
export function Tabs<Id extends string>(props: {
  tabs: readonly Tab<Id>[]
  selected: Id
  select: (id: Id) => void
  label: string
}) {
  let list!: HTMLDivElement
  const move = (event: KeyboardEvent, by: number) => {
    event.preventDefault()
    event.stopPropagation()
    const at = props.tabs.findIndex(({ id }) => id === props.selected)
    const next = props.tabs[(at + by + props.tabs.length) % props.tabs.length]
    if (next === undefined) return
    props.select(next.id)
    list.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus()
  }
  return (
    <div
      class="tabs"
      role="tablist"
      aria-label={props.label}
      ref={(element) => (list = element)}
      on:keydown={(event) => {
        if (event.key === 'ArrowRight') move(event, 1)
        if (event.key === 'ArrowLeft') move(event, -1)
      }}
    >
      <For each={props.tabs}>
        {({ id, label }) => (
          <button
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={props.selected === id}
            aria-controls={`panel-${id}`}
            tabindex={props.selected === id ? 0 : -1}
            on:click={() => props.select(id)}
          >
            {label}
          </button>
        )}
      </For>
    </div>
  )
}
