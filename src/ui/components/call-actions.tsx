import { Show } from 'solid-js'
import type { CallProps } from '../connect/call.connect'
import type { Locale } from '../locales/locale'
import { ActionButton } from './action-button'
import { Icon } from './icon'

export function CallIncomingActions(props: { call: CallProps; expanded: boolean }) {
  return (
    <div class="call-actions">
      <ActionButton kind="end" icon="hangUp" action={props.call.decline} iconOnly={!props.expanded} />
      <ActionButton kind="call" icon="phone" action={props.call.answer} iconOnly={!props.expanded} />
    </div>
  )
}

interface LiveActionsProps {
  call: CallProps
  locale: Locale
  keypadId: string
  keypadOpen: boolean
  toggleKeypad: () => void
}

export function CallLiveActions(props: LiveActionsProps) {
  const isHold = () => props.call.hold.label === props.locale.text.hold
  return (
    <div class="call-foot">
      <div class="call-controls">
        <ActionButton
          kind="control"
          icon={props.call.isMuted ? 'muted' : 'microphone'}
          action={props.call.mute}
          pressed={props.call.isMuted}
        />
        <button
          type="button"
          class="button"
          data-kind="control"
          data-state={props.call.tones.state}
          data-pressed={props.keypadOpen ? '' : undefined}
          aria-expanded={props.keypadOpen}
          aria-controls={props.keypadOpen ? props.keypadId : undefined}
          aria-disabled={props.call.tones.state === 'ready' || props.keypadOpen ? undefined : 'true'}
          title={props.call.tones.why ?? undefined}
          on:click={() => {
            if (props.keypadOpen || props.call.tones.state === 'ready') props.toggleKeypad()
          }}
        >
          <span class="button-icon">
            <Icon name="keypad" />
          </span>
          <span class="button-label">{props.locale.text.keypad}</span>
        </button>
        <ActionButton kind="control" icon={isHold() ? 'pause' : 'play'} action={props.call.hold} pressed={!isHold()} />
      </div>
      <div class="call-actions">
        <ActionButton kind="end" icon="hangUp" action={props.call.hangUp} />
      </div>
    </div>
  )
}

export function CallCompactActions(props: { call: CallProps }) {
  return (
    <div class="call-actions">
      <Show when={props.call.kind === 'live'}>
        <ActionButton kind="quiet" action={props.call.hold} />
      </Show>
      <ActionButton kind="end" icon="hangUp" action={props.call.hangUp} iconOnly />
    </div>
  )
}
