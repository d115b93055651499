import { Show } from 'solid-js'
import type { Action } from '../connect/action.connect'
import type { CallProps } from '../connect/call.connect'
import type { Locale } from '../locales/locale'
import { Button } from './button'
import { later } from './later'

const SupervisionModes = later(() => import('./supervision-modes').then((file) => file.SupervisionModes))

const holdIcon = (call: CallProps) => (call.isHeld ? 'play' : 'pause')

interface LiveActionsProps {
  call: CallProps
  locale: Locale
  keypadId: string
  keypadOpen: boolean
  toggleKeypad: () => void
  transferId: string
  transferOpen: boolean
  toggleTransfer: () => void
}

export function CallLiveActions(props: LiveActionsProps) {
  // What is open can be closed, even when no more tones can be sent.
  const keypad = () => (props.keypadOpen ? { ...props.call.tones, state: 'ready' as const } : props.call.tones)
  const transfer = () =>
    props.transferOpen ? { ...props.call.transfer.open, state: 'ready' as const } : props.call.transfer.open
  return (
    <div class="call-foot">
      <div class="call-controls">
        <Button
          kind="control"
          icon={props.call.isMuted ? 'muted' : 'microphone'}
          action={props.call.mute}
          pressed={props.call.isMuted}
        />
        <Button
          kind="control"
          icon="keypad"
          action={keypad()}
          pressed={props.keypadOpen}
          expanded={props.keypadOpen}
          controls={props.keypadId}
          press={() => keypad().state === 'ready' && props.toggleKeypad()}
        />
        <Button kind="control" icon={holdIcon(props.call)} action={props.call.hold} pressed={props.call.isHeld} />
        <Button
          kind="control"
          icon="transfer"
          action={transfer()}
          pressed={props.transferOpen}
          expanded={props.transferOpen}
          controls={props.transferId}
          press={() => transfer().state === 'ready' && props.toggleTransfer()}
        />
        <Show when={props.call.park.action}>{(park) => <Button kind="control" icon="park" action={park()} />}</Show>
        <Show when={props.call.recording.action}>
          {(record) => <Button kind="control" icon="record" action={record()} pressed={props.call.recording.isOn} />}
        </Show>
        <Show when={props.call.conference.merge}>
          {(merge) => <Button kind="control" icon="merge" action={merge()} />}
        </Show>
        <Show when={props.call.conference.split}>
          {(split) => <Button kind="control" icon="split" action={split()} />}
        </Show>
      </div>
      <TransferActions call={props.call} />
      <Show when={props.call.supervision.modes.length > 0}>
        <SupervisionModes modes={props.call.supervision.modes} locale={props.locale} />
      </Show>
      <div class="call-actions">
        <Button kind="end" icon="hangUp" action={props.call.hangUp} />
      </div>
    </div>
  )
}

/** What becomes of a consultation. */
function TransferActions(props: { call: CallProps }) {
  return (
    <Show when={props.call.transfer.complete ?? props.call.transfer.cancel}>
      <div class="call-actions transfer-actions">
        <Show when={props.call.transfer.cancel}>{(cancel) => <Button kind="quiet" action={cancel()} />}</Show>
        <Show when={props.call.transfer.complete}>{(complete) => <Button kind="accent" action={complete()} />}</Show>
      </div>
    </Show>
  )
}

/** Answer or decline; beside another call, also what a row has room for. */
export function CallCompactActions(props: {
  call: CallProps
  expanded: boolean
  /** null: nobody is talked to whom this call could take the place of. */
  swap: Action | null
  refusalId: string
  refusalOpen: boolean
  toggleRefusal: () => void
}) {
  return (
    <div class="call-actions">
      <Show
        when={props.call.kind === 'incoming'}
        fallback={
          <>
            <Show when={props.call.kind === 'live'}>
              <Show
                when={props.swap}
                fallback={<Button kind="quiet" icon={holdIcon(props.call)} iconOnly action={props.call.hold} />}
              >
                {(swap) => <Button kind="quiet" icon="swap" iconOnly action={swap()} />}
              </Show>
            </Show>
            <Button kind="end" icon="hangUp" action={props.call.hangUp} iconOnly />
          </>
        }
      >
        <Button kind="end" icon="hangUp" action={props.call.decline} iconOnly={!props.expanded} />
        <Button kind="call" icon="phone" action={props.call.answer} iconOnly={!props.expanded} />
        <Button
          kind="quiet"
          icon="more"
          iconOnly
          action={props.call.refusal.open}
          expanded={props.refusalOpen}
          controls={props.refusalId}
          press={() => props.call.refusal.open.state === 'ready' && props.toggleRefusal()}
        />
      </Show>
    </div>
  )
}
