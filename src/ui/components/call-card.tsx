import { createMemo, createSignal, createUniqueId, Show } from 'solid-js'
import { connectCall } from '../connect/call.connect'
import { callById } from '../connect/calls.connect'
import type { Ui } from '../connect/view'
import { Avatar } from './avatar'
import { CallCompactActions, CallLiveActions } from './call-actions'
import { CallQuality } from './call-quality'
import { Duration } from './duration'
import { later } from './later'

const ToneKeypad = later(() => import('./tone-keypad').then((file) => file.ToneKeypad))
const TransferPanel = later(() => import('./transfer-panel').then((file) => file.TransferPanel))

/** One card a call, from its first moment to its last: what changes is what it shows. */
export function CallCard(props: { ui: Ui; callId: string; expanded: boolean }) {
  const { locale, send, state } = props.ui
  const nameId = createUniqueId()
  const keypadId = createUniqueId()
  const transferId = createUniqueId()
  // One panel at a time: there is room for no more.
  const [panel, setPanel] = createSignal<'none' | 'keypad' | 'transfer'>('none')
  const keypadOpen = () => panel() === 'keypad'
  const toggle = (which: 'keypad' | 'transfer') => setPanel((open) => (open === which ? 'none' : which))
  const found = createMemo(() => callById(state(), props.callId))
  // The list drops the card in the same turn in which its call goes; until then it shows what it last was.
  const call = createMemo<ReturnType<typeof connectCall> | undefined>((last) => {
    const view = found()
    return view === undefined ? last : connectCall(view, locale, send)
  })
  let card!: HTMLElement
  const closePanel = () => {
    setPanel('none')
    card.querySelector<HTMLElement>('[aria-expanded="true"], [aria-expanded]')?.focus()
  }
  const showsTransfer = () => panel() === 'transfer' && props.expanded && call()?.transfer.open.state === 'ready'
  const showsKeypad = () => keypadOpen() && props.expanded && call()?.kind !== 'incoming'

  return (
    <Show when={call()}>
      {(call) => (
        <article
          ref={(element) => (card = element)}
          class="call"
          tabindex="-1"
          aria-labelledby={nameId}
          data-call-id={props.callId}
          data-size={props.expanded ? 'large' : 'small'}
          data-kind={call().kind}
          data-state={call().state}
          data-keypad={showsKeypad() || showsTransfer() ? 'open' : undefined}
        >
          <Avatar remote={call().remote} />
          <div class="who">
            <bdi class="name" id={nameId}>
              {call().remote.name}
            </bdi>
            <Show when={call().remote.number}>{(number) => <bdi class="callee-number">{number()}</bdi>}</Show>
            <div class="call-progress">
              <p class="call-status" aria-live="polite">
                {call().status}
              </p>
              <Show when={call().since}>{(since) => <Duration since={since()} clock={props.ui.clock} />}</Show>
              <CallQuality quality={call().quality} />
            </div>
          </div>
          <Show when={call().quality.warning}>
            {(warning) => (
              <p class="call-warning" role="status">
                {warning()}
              </p>
            )}
          </Show>
          <Show when={call().supervision.status}>
            {(status) => (
              <p class="call-transfer" role="status">
                {status()}
              </p>
            )}
          </Show>
          <Show when={call().recording.status}>
            {(status) => (
              <p class="call-recording" role="status" data-state={call().recording.isOn ? 'on' : 'off'}>
                {status()}
              </p>
            )}
          </Show>
          <Show when={call().problem}>
            {(problem) => (
              <p class="call-problem" role="alert">
                {problem()}
              </p>
            )}
          </Show>
          <Show when={showsKeypad()}>
            <ToneKeypad id={keypadId} call={call()} locale={locale} close={closePanel} />
          </Show>
          <Show when={call().transfer.status}>
            {(status) => (
              <p class={call().transfer.hasFailed ? 'call-problem' : 'call-transfer'} role="status">
                {status()}
              </p>
            )}
          </Show>
          <Show when={call().conference.problem}>
            {(problem) => (
              <p class="call-problem" role="alert">
                {problem()}
              </p>
            )}
          </Show>
          <Show when={showsTransfer()}>
            <TransferPanel id={transferId} transfer={call().transfer} locale={locale} close={closePanel} />
          </Show>
          <Show
            when={props.expanded && call().kind !== 'incoming'}
            fallback={<CallCompactActions call={call()} expanded={props.expanded} />}
          >
            <CallLiveActions
              call={call()}
              locale={locale}
              keypadId={keypadId}
              keypadOpen={keypadOpen()}
              toggleKeypad={() => toggle('keypad')}
              transferId={transferId}
              transferOpen={panel() === 'transfer'}
              toggleTransfer={() => toggle('transfer')}
            />
          </Show>
        </article>
      )}
    </Show>
  )
}
