import type { CallView, Phone } from 'callchart'
import { h } from './dom'
import { duration, phaseWords } from './words'

/**
 * The current call in the desk's own head, drawn from the phone's state and driven by its commands: what a host can do
 * without the phone's panel.
 */
export function createCallBar(bar: HTMLElement, phone: Phone, report: (error: unknown) => void): void {
  const give = (command: (callId: string) => Promise<void>, call: CallView) => () => {
    command(call.id).catch(report)
  }

  const draw = () => {
    const { calls, focusedCallId } = phone.getState()
    const call = calls.find(({ id }) => id === focusedCallId)
    bar.hidden = call === undefined
    if (call === undefined) return bar.replaceChildren()

    const who = call.remote.name ?? call.remote.number
    // Named after the call too: the phone's panel has buttons of the same words.
    const button = (label: string, command: (callId: string) => Promise<void>, kind = '') => {
      const attributes = { type: 'button', 'aria-label': `${label}: ${who}` }
      return h('button', { class: kind, attributes, onClick: give(command, call) }, label)
    }
    const { can } = call
    bar.dataset.phase = call.phase
    bar.replaceChildren(
      h('span', { class: 'state' }, phaseWords(call)),
      h('strong', {}, who),
      ...(call.answeredAt === null ? [] : [h('time', {}, duration(Date.now() - call.answeredAt))]),
      ...(can.answer === true ? [button('Answer', (id) => phone.answer(id), 'good')] : []),
      ...(can.decline === true ? [button('Decline', (id) => phone.decline(id), 'bad')] : []),
      ...(can.hold === true ? [button('Hold', (id) => phone.hold(id))] : []),
      ...(can.resume === true ? [button('Resume', (id) => phone.resume(id))] : []),
      ...(can.hangUp === true && call.phase !== 'alerting' ? [button('Hang up', (id) => phone.hangUp(id), 'bad')] : []),
    )
  }

  draw()
  phone.subscribe(draw)
  // The duration ticks from a timestamp: no state changes for it.
  setInterval(() => {
    const time = bar.querySelector('time')
    const { calls, focusedCallId } = phone.getState()
    const answeredAt = calls.find(({ id }) => id === focusedCallId)?.answeredAt ?? null
    if (time !== null && answeredAt !== null) time.textContent = duration(Date.now() - answeredAt)
  }, 1_000)
}
