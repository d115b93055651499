import { createMemo, For, Show } from 'solid-js'
import type { Lab } from '../lab'
import { leafStates } from '../states'

/** The entry that made this moment, what it changed, and the data of the chart that is looked at. */
export function Detail(props: { lab: Lab }) {
  const session = () => props.lab.session()
  const entry = createMemo(() => session().timeline.entries[session().position() - 1])
  const changed = createMemo(() => {
    const { timeline, position } = session()
    const before = timeline.at(position() - 1)
    return timeline.changedBy(position() - 1).map((path) => {
      const was = before.get(path)
      const is = session().moment().get(path)
      return {
        path,
        was: was === undefined ? 'not there' : leafStates(was).join(', '),
        is: is === undefined ? 'not there' : leafStates(is).join(', '),
      }
    })
  })
  const asked = createMemo(() => {
    const at = session().position() - 1
    return session().timeline.replay.asked.filter(({ index }) => index === at)
  })
  const context = createMemo(() => {
    const snapshot = session().moment().get(props.lab.actor())
    return snapshot === undefined ? null : write(snapshot.context)
  })
  return (
    <div class="detail">
      <Show when={entry()} fallback={<p class="empty">Before the first entry.</p>}>
        {(found) => (
          <>
            <h3>Entry {session().position()}</h3>
            <pre tabindex="0">{'sip' in found() ? sipText(found()) : write(withoutStates(found()))}</pre>
          </>
        )}
      </Show>
      <Show when={changed().length > 0}>
        <h3>What it changed</h3>
        <dl class="changes">
          <For each={changed()}>
            {({ path, was, is }) => (
              <>
                <dt>{path}</dt>
                <dd>
                  <Show when={was !== is} fallback={<span class="quiet">data alone</span>}>
                    <del>{was}</del> <ins>{is}</ins>
                  </Show>
                </dd>
              </>
            )}
          </For>
        </dl>
      </Show>
      <Show when={asked().length > 0}>
        <h3>What the charts asked for</h3>
        <ul class="asked">
          <For each={asked()}>
            {({ port, command }) => (
              <li>
                <code>{command.type}</code> <span class="quiet">{port}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <h3>Data of {props.lab.actor()}</h3>
      <pre tabindex="0">{context() ?? 'Not there at this moment.'}</pre>
    </div>
  )
}

const write = (value: unknown): string => JSON.stringify(value, null, 2)

function withoutStates(entry: object): object {
  const { states: _, changed: __, ...rest } = entry as { readonly states?: unknown; readonly changed?: unknown }
  return rest
}

function sipText(entry: object): string {
  return (entry as { readonly sip: { readonly text: string } }).sip.text
}
