import { Show } from 'solid-js'
import type { RemoteProps } from '../connect/remote.connect'
import { Icon } from './icon'

export function Avatar(props: { remote: RemoteProps }) {
  return (
    <span class="avatar" data-hue={props.remote.hue} aria-hidden="true">
      <Show when={props.remote.initials} fallback={<Icon name="person" />}>
        {props.remote.initials}
      </Show>
    </span>
  )
}
