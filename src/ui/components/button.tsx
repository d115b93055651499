import { Show } from 'solid-js'
import type { Action } from '../connect/action.connect'
import { Icon, type IconName } from './icon'

interface ButtonProps {
  action: Pick<Action, 'label'> & Partial<Action>
  icon?: IconName
  /** call: green. end: red. control: a round key with its name below. quiet: text alone. */
  kind: 'call' | 'end' | 'control' | 'quiet' | 'accent'
  /** For assistive technology, where many buttons say the same: the label, and what of. */
  name?: string
  /** The name is for assistive technology alone. */
  iconOnly?: boolean
  pressed?: boolean
  /** The id of what it opens and closes. */
  controls?: string
  expanded?: boolean
  submits?: boolean
  /** Instead of what the action does. */
  press?: () => void
  failed?: (error: unknown) => void
}

/** `aria-disabled` and not `disabled`: a button that had the focus keeps it, and can say why it does nothing. */
export function Button(props: ButtonProps) {
  const state = () => props.action.state ?? 'ready'
  return (
    <button
      type={props.submits ? 'submit' : 'button'}
      class="button"
      aria-label={props.name}
      data-kind={props.kind}
      data-shape={props.iconOnly ? 'icon' : undefined}
      data-state={state()}
      data-pressed={props.pressed ? '' : undefined}
      aria-disabled={state() === 'ready' ? undefined : 'true'}
      aria-busy={state() === 'busy' ? 'true' : undefined}
      aria-expanded={props.expanded}
      aria-controls={props.expanded ? props.controls : undefined}
      title={props.action.why ?? (props.iconOnly ? props.action.label : undefined)}
      on:click={() => (props.press ? props.press() : props.action.run?.(props.failed))}
    >
      <Show when={props.icon}>
        {(icon) => (
          <span class="button-icon">
            <Icon name={icon()} />
          </span>
        )}
      </Show>
      <span class="button-label">{props.action.label}</span>
    </button>
  )
}
