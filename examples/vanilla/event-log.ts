import type { PhoneEvent } from 'callchart'
import { h } from './dom'
import { clock } from './words'

const kept = 200

/** Shows every event of the phone, the newest first. */
export function createEventLog(list: HTMLElement): (event: PhoneEvent) => void {
  return (event) => {
    const { type, ...rest } = event
    const about = aboutCall(event)
    list.prepend(
      h(
        'li',
        { attributes: { 'data-event': type, title: JSON.stringify(rest, null, 1) } },
        h('time', {}, clock(Date.now())),
        h('code', {}, type),
        about === '' ? null : h('span', {}, about),
      ),
    )
    while (list.childElementCount > kept) list.lastElementChild?.remove()
  }
}

function aboutCall(event: PhoneEvent): string {
  if ('call' in event) return event.call.remote.number
  if ('record' in event) return `${event.record.remote.number}, ${event.record.ending}`
  if ('problem' in event) return event.problem.code
  return 'server' in event ? event.server : ''
}
