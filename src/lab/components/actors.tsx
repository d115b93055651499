import { createMemo, For, Show } from 'solid-js'
import type { AnyMachineSnapshot } from 'xstate'
import type { Lab } from '../lab'
import type { Moment } from '../moments'
import { moodOf } from '../moods'
import { chartOf, stateWords } from '../states'

/** Every chart that lives, as a tree; which one is looked at, and which ones the last entry has changed. */
export function Actors(props: { lab: Lab }) {
  const { lab } = props
  const paths = createMemo<readonly string[]>(() => inTree(lab.session().moment()), [], {
    equals: (before, after) => before.join('\n') === after.join('\n'),
  })
  const changed = createMemo(() => new Set(lab.session().timeline.changedBy(lab.session().position() - 1)))
  const show = (path: string) => lab.showActor(path)
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const next = paths()[paths().indexOf(lab.actor()) + by]
    if (next === undefined) return
    show(next)
    ;(event.currentTarget as HTMLElement).querySelector<HTMLElement>(`[data-path="${CSS.escape(next)}"]`)?.focus()
  }
  return (
    <>
      <h2 class="panel-title">
        Actors <span class="count">{paths().length}</span>
      </h2>
      <ul class="tree" role="listbox" aria-label="Actors" data-keys on:keydown={move}>
        <For each={paths()}>
          {(path) => {
            const snapshot = createMemo(() => lab.session().moment().get(path))
            return (
              <Show when={snapshot()}>
                {(now) => (
                  <li
                    role="option"
                    tabindex={lab.actor() === path ? 0 : -1}
                    aria-selected={lab.actor() === path}
                    data-path={path}
                    data-chart={chartOf(now())}
                    data-mood={moodOf(now())}
                    data-changed={changed().has(path) ? '' : undefined}
                    style={{ '--depth': String(path.split('/').length - 1) }}
                    on:click={() => show(path)}
                  >
                    <span class="dot" />
                    <span class="actor-name">{nameOf(path, now().context)}</span>
                    <span class="actor-state">{stateWords(now())}</span>
                  </li>
                )}
              </Show>
            )
          }}
        </For>
      </ul>
    </>
  )
}

/** Each before what is below it; the calls before what there is always. */
function inTree(moment: Moment): string[] {
  const below = (parent: string): string[] =>
    [...moment.keys()]
      .filter((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))) === parent)
      .sort((a, b) => Number(isCall(b)) - Number(isCall(a)))
      .flatMap((path) => [path, ...below(path)])
  const isCall = (path: string) => chartOf(moment.get(path) as AnyMachineSnapshot) === 'call'
  return below('')
}

function nameOf(path: string, context: unknown): string {
  const { remote, callId } = context as {
    readonly remote?: { name: string | null; number: string }
    readonly callId?: string
  }
  const id = path.slice(path.lastIndexOf('/') + 1)
  return remote !== undefined && callId === id ? `call · ${remote.name ?? remote.number}` : id
}
