import { createMemo, createSignal, createUniqueId, For } from 'solid-js'
import { matching, type RowKind, rowKinds, rowOf } from '../log'
import type { Session } from '../session'
import { writeSpan } from '../time'
import { VirtualRows } from './virtual-rows'

const names: Readonly<Record<RowKind, string>> = {
  intent: 'intents',
  fact: 'facts',
  timer: 'timers',
  sip: 'SIP',
  stats: 'media',
  gap: 'gaps',
  folded: 'folded',
}
const shownKinds: readonly RowKind[] = ['intent', 'fact', 'timer', 'sip', 'stats']

export function EventLog(props: { session: Session }) {
  const [kinds, setKinds] = createSignal<ReadonlySet<RowKind>>(new Set(rowKinds))
  const [text, setText] = createSignal('')
  const id = createUniqueId()

  // What has been looked through stays; only what is new is looked at.
  const rows = createMemo<{ of: readonly unknown[]; filter: string; read: number; found: number[] }>((last) => {
    const { entries } = props.session.timeline
    const length = props.session.length()
    const filter = [...kinds()].join() + text()
    const isSame = last?.of === entries && last.filter === filter && last.read <= length
    const start = isSame ? last.read : 0
    const more = matching(entries, { kinds: kinds(), text: text() }, start)
    const found = isSame ? (more.length === 0 ? last.found : last.found.concat(more)) : more
    return { of: entries, filter, read: length, found }
  })
  const found = () => rows().found
  /** The row of the entry that was the last to enter at this moment, or of the last one before it that is shown. */
  const selected = createMemo(() => indexBefore(found(), props.session.position()))
  const go = (row: number) => {
    const index = found()[Math.max(0, Math.min(row, found().length - 1))]
    if (index !== undefined) props.session.seek(index + 1)
  }
  const press = (event: KeyboardEvent) => {
    const by: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15 }
    const step = by[event.key]
    if (step !== undefined) go(selected() + step)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(found().length - 1)
    else return
    event.preventDefault()
  }
  const toggle = (kind: RowKind) => {
    const next = new Set(kinds())
    if (!next.delete(kind)) next.add(kind)
    setKinds(next)
  }
  return (
    <>
      <div class="log-head">
        <h2 class="panel-title">
          Events <span class="count">{found().length.toLocaleString('en')}</span>
        </h2>
        <input
          type="search"
          placeholder="Filter ( / )"
          aria-label="Filter the events"
          on:input={(event) => setText(event.currentTarget.value.toLowerCase())}
        />
        <div class="chips" role="group" aria-label="Kinds of events">
          <For each={shownKinds}>
            {(kind) => (
              <button
                type="button"
                class="chip"
                data-kind={kind}
                aria-pressed={kinds().has(kind)}
                on:click={() => toggle(kind)}
              >
                {names[kind]}
              </button>
            )}
          </For>
        </div>
      </div>
      <VirtualRows
        count={found().length}
        height={26}
        selected={selected()}
        label="Events"
        activeId={`${id}-${selected()}`}
        onKey={press}
        row={(row) => {
          const index = createMemo(() => found()[row] ?? 0)
          const entry = createMemo(() => props.session.timeline.entries[index()])
          const words = createMemo(() => {
            const now = entry()
            return now === undefined ? null : rowOf(now)
          })
          const since = () => (entry()?.t ?? 0) - (props.session.timeline.entries[index() - 1]?.t ?? entry()?.t ?? 0)
          return (
            <div
              class="event"
              role="option"
              id={`${id}-${row}`}
              aria-selected={selected() === row}
              data-kind={words()?.kind}
              data-future={index() >= props.session.position() ? '' : undefined}
              on:click={() => go(row)}
            >
              <span class="number">{index() + 1}</span>
              <span class="since">{since() > 0 ? `+${writeSpan(since())}` : ''}</span>
              <span class="kind-dot" />
              <code>{words()?.title}</code>
              <span class="about">{words()?.about}</span>
            </div>
          )
        }}
      />
    </>
  )
}

/** The last of the ascending indexes that is below `position`; -1: none. */
function indexBefore(indexes: readonly number[], position: number): number {
  let low = 0
  let high = indexes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((indexes[middle] ?? 0) < position) low = middle + 1
    else high = middle
  }
  return low - 1
}
