import { createEffect, createMemo, createSignal, createUniqueId, For, on, Show } from 'solid-js'
import { createLadder } from '../ladder-rows'
import { type Session, timeAt } from '../session'
import { VirtualRows } from './virtual-rows'

/** Who said what to whom, from above to below; a click goes to that moment and shows the message. */
export function Ladder(props: { session: Session }) {
  const id = createUniqueId()
  const ladder = createMemo(() => createLadder(props.session.timeline))
  const [call, setCall] = createSignal<string | null>(null)
  createEffect(
    on(
      () => props.session,
      () => setCall(null),
    ),
  )
  const rows = createMemo(
    () => {
      props.session.ready()
      const all = ladder().advance()
      return call() === null ? all : all.filter(({ callId }) => callId === call())
    },
    [],
    { equals: false },
  )
  const calls = createMemo(() =>
    props.session.spans().map(({ path, name }) => ({ id: path.slice(path.lastIndexOf('/') + 1), name })),
  )
  const [isOpen, setOpen] = createSignal(true)
  const selected = createMemo(() => {
    const position = props.session.position()
    return rows().findLastIndex(({ index }) => index < position)
  })
  const go = (row: number) => {
    const found = rows()[Math.max(0, Math.min(row, rows().length - 1))]
    if (found !== undefined) props.session.seek(found.index + 1)
  }
  /** Rows of one entry are one moment: further up comes the last one of another. */
  const move = (step: number) => {
    const here = rows()[selected()]?.index ?? 0
    go(
      step > 0
        ? selected() + step
        : Math.min(
            selected() + step,
            rows().findLastIndex(({ index }) => index < here),
          ),
    )
  }
  const press = (event: KeyboardEvent) => {
    const by: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }
    const step = by[event.key]
    if (step !== undefined) move(step)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(rows().length - 1)
    else return
    event.preventDefault()
  }
  const message = createMemo(() => {
    const row = rows()[selected()]
    const entry = row === undefined ? undefined : props.session.timeline.entries[row.index]
    return entry !== undefined && 'sip' in entry ? entry.sip.text : null
  })
  const start = () => timeAt(props.session, 1)
  return (
    <div class="ladder">
      <div class="lanes">
        <span>Phone</span>
        <Show when={calls().length > 0}>
          <select
            aria-label="Call in the ladder"
            value={call() ?? ''}
            on:change={(event) => setCall(event.currentTarget.value || null)}
          >
            <option value="">All that crossed</option>
            <For each={calls()}>{({ id, name }) => <option value={id}>{name}</option>}</For>
          </select>
        </Show>
        <span>PBX</span>
      </div>
      <Show when={rows().length > 0} fallback={<p class="empty">Nothing of it has crossed the wire yet.</p>}>
        <VirtualRows
          count={rows().length}
          height={38}
          selected={selected()}
          label="SIP ladder"
          class="ladder-rows"
          activeId={`${id}-${selected()}`}
          onKey={press}
          row={(at) => {
            const row = createMemo(() => rows()[at])
            return (
              <div
                class="rung"
                role="option"
                id={`${id}-${at}`}
                aria-selected={selected() === at}
                data-kind={row()?.kind}
                data-direction={row()?.direction}
                data-tone={row()?.tone}
                data-future={(row()?.index ?? 0) >= props.session.position() ? '' : undefined}
                on:click={() => go(at)}
              >
                <time>{writeOffset((props.session.timeline.entries[row()?.index ?? 0]?.t ?? 0) - start())}</time>
                <div class="lane">
                  <span class="said">
                    <b>{row()?.title}</b>
                    <small>{row()?.about}</small>
                  </span>
                  <span class="arrow" />
                </div>
              </div>
            )
          }}
        />
      </Show>
      <Show when={message()}>
        {(text) => (
          <section class="message" aria-label="SIP message" data-open={isOpen() ? '' : undefined}>
            <button type="button" class="plain" aria-expanded={isOpen()} on:click={() => setOpen(!isOpen())}>
              {text().split(/\r?\n/, 1)[0]}
            </button>
            <Show when={isOpen()}>
              <pre tabindex="0">{text()}</pre>
            </Show>
          </section>
        )}
      </Show>
      <Show when={!ladder().hasSip && rows().length > 0}>
        <p class="hint">No SIP in here: these arrows are what crossed the ports.</p>
      </Show>
    </div>
  )
}

function writeOffset(ms: number): string {
  return (ms / 1_000).toFixed(3)
}
