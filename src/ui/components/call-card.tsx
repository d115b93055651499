import { createMemo, createSignal, createUniqueId, Show } from 'solid-js'
import { connectCall } from '../connect/call.connect'
import { callById, connectSwap } from '../connect/calls.connect'
import { connectCapture } from '../connect/capture.connect'
import { connectSlots } from '../connect/slots.connect'
import type { Ui } from '../connect/view'
import { Avatar } from './avatar'
import { Button } from './button'
import { CallCompactActions, CallLiveActions } from './call-actions'
import { CallQuality } from './call-quality'
import { Duration } from './duration'
import { later } from './later'

const DevicePanel = later(() => import('./device-panel').then((file) => file.DevicePanel))
const ToneKeypad = later(() => import('./tone-keypad').then((file) => file.ToneKeypad))
const RefusalPanel = later(() => import('./refusal-panel').then((file) => file.RefusalPanel))
const TransferRequest = later(() => import('./transfer-request').then((file) => file.TransferRequest))
const TransferPanel = later(() => import('./transfer-panel').then((file) => file.TransferPanel))

type Panel = 'keypad' | 'transfer' | 'devices' | 'refusal'

/** One card a call, from its first moment to its last: what changes is what it shows. */
export function CallCard(props: { ui: Ui; callId: string; expanded: boolean }) {
  const { locale, send, state } = props.ui
  const nameId = createUniqueId()
  const keypadId = createUniqueId()
  const transferId = createUniqueId()
  const devicesId = createUniqueId()
  const refusalId = createUniqueId()
  // One panel at a time: there is room for no more.
  const [panel, setPanel] = createSignal<'none' | Panel>('none')
  const keypadOpen = () => panel() === 'keypad'
  const toggle = (which: Panel) => setPanel((open) => (open === which ? 'none' : which))
  const found = createMemo(() => callById(state(), props.callId))
  // The list drops the card in the same turn in which its call goes; until then it shows what it last was.
  const call = createMemo<ReturnType<typeof connectCall> | undefined>((last) => {
    const view = found()
    return view === undefined ? last : connectCall(view, locale, send)
  })
  let card!: HTMLElement
  const closePanel = () => {
    const opener = card.querySelector<HTMLElement>('[aria-expanded="true"]')
    setPanel('none')
    opener?.focus()
  }
  const showsTransfer = () => panel() === 'transfer' && props.expanded && call()?.transfer.open.state === 'ready'
  const capture = createMemo(() => {
    const view = found()
    return view === undefined ? null : connectCapture(view, state().devices, locale, send)
  })
  const slots = createMemo(() => {
    const view = found()
    return view === undefined ? null : connectSlots(state(), view, locale, send)
  })
  const isLive = () => props.expanded && call()?.kind !== 'incoming'
  const showsDevices = () => panel() === 'devices' && isLive()
  const showsRefusal = () => panel() === 'refusal' && call()?.refusal.open.state === 'ready'
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
          data-keypad={showsKeypad() || showsTransfer() || showsDevices() || showsRefusal() ? 'open' : undefined}
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
          <Show when={call().note}>{(note) => <p class="call-transfer">{note()}</p>}</Show>
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
          <Show when={capture()}>
            {(capture) => (
              <div class="call-capture" role="alert">
                <p>{capture().words}</p>
                <Show when={props.expanded && capture().retry}>
                  {(retry) => <Button kind="quiet" action={retry()} />}
                </Show>
              </div>
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
          <Show when={call().park.status}>
            {(status) => (
              <p class={call().park.hasFailed ? 'call-problem' : 'call-transfer'} role="status">
                {status()}
              </p>
            )}
          </Show>
          <Show when={showsRefusal()}>
            <RefusalPanel
              id={refusalId}
              refusal={call().refusal}
              hasVoicemail={state().can.deflectToVoicemail === true}
              locale={locale}
              close={closePanel}
            />
          </Show>
          <Show when={call().transferRequest}>
            {(request) => <TransferRequest request={request()} locale={locale} />}
          </Show>
          <Show when={call().conference.problem}>
            {(problem) => (
              <p class="call-problem" role="alert">
                {problem()}
              </p>
            )}
          </Show>
          <Show when={showsTransfer()}>
            <TransferPanel
              id={transferId}
              transfer={call().transfer}
              slots={slots()}
              locale={locale}
              close={closePanel}
            />
          </Show>
          <Show when={showsDevices()}>
            <DevicePanel ui={props.ui} locale={locale} id={devicesId} callId={props.callId} close={closePanel} />
          </Show>
          <Show
            when={props.expanded && call().kind !== 'incoming'}
            fallback={
              <CallCompactActions
                call={call()}
                expanded={props.expanded}
                swap={connectSwap(state(), call(), locale, send)}
                refusalId={refusalId}
                refusalOpen={showsRefusal()}
                toggleRefusal={() => toggle('refusal')}
              />
            }
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
            <div class="call-corner">
              <Button
                kind="quiet"
                icon="headset"
                iconOnly
                action={{ label: locale.text.devices }}
                expanded={showsDevices()}
                controls={devicesId}
                press={() => toggle('devices')}
              />
            </div>
          </Show>
        </article>
      )}
    </Show>
  )
}
