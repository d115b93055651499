import { Show } from 'solid-js'
import type { Action } from '../connect/action.connect'
import { Icon, type IconName } from './icon'

interface ActionButtonProps {
  action: Action
  icon?: IconName
  /** call: green. end: red. control: a round key with its name below. quiet: text alone. */
  kind: 'call' | 'end' | 'control' | 'quiet' | 'accent'
  /** The name is for assistive technology alone. */
  iconOnly?: boolean
  pressed?: boolean
  failed?: (error: unknown) => void
}

/** `aria-disabled` and not `disabled`: a button that had the focus keeps it, and can say why it does nothing. */
export function ActionButton(props: ActionButtonProps) {
  const label = () => (props.iconOnly ? props.action.label : undefined)
  return (
    <button
      type="button"
      class="button"
      data-kind={props.kind}
      data-shape={props.iconOnly ? 'icon' : undefined}
      data-state={props.action.state}
      data-pressed={props.pressed ? '' : undefined}
      aria-label={label()}
      aria-disabled={props.action.state === 'ready' ? undefined : 'true'}
      aria-busy={props.action.state === 'busy' ? 'true' : undefined}
      title={props.action.why ?? label()}
      on:click={() => props.action.run(props.failed)}
    >
      <Show when={props.icon}>
        {(icon) => (
          <span class="button-icon">
            <Icon name={icon()} />
          </span>
        )}
      </Show>
      <Show when={!props.iconOnly}>
        <span class="button-label">{props.action.label}</span>
      </Show>
    </button>
  )
}
