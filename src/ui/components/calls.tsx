import { createMemo, For } from 'solid-js'
import { expandedCallId } from '../connect/calls.connect'
import { createCallIds, type Ui } from '../connect/view'
import { CallCard } from './call-card'

export function Calls(props: { ui: Ui }) {
  const ids = createCallIds(props.ui.state)
  const expandedId = createMemo(() => expandedCallId(props.ui.state()))
  return (
    <section class="calls" aria-label={props.ui.locale.text.calls}>
      <For each={ids()}>{(id) => <CallCard ui={props.ui} callId={id} expanded={expandedId() === id} />}</For>
    </section>
  )
}
