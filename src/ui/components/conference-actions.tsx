import { Show } from 'solid-js'
import type { ConferenceProps } from '../connect/conference.connect'
import { Button } from './button'

/** Beside other calls: one conversation of several, and several of one. */
export function ConferenceActions(props: { conference: ConferenceProps }) {
  return (
    <Show when={props.conference.merge ?? props.conference.split}>
      <div class="transfer-actions">
        <Show when={props.conference.merge}>{(merge) => <Button kind="quiet" icon="merge" action={merge()} />}</Show>
        <Show when={props.conference.split}>{(split) => <Button kind="quiet" icon="split" action={split()} />}</Show>
      </div>
    </Show>
  )
}
