import type { Phone, PhoneState } from 'callchart'
import { h } from './dom'

/** Who is at the desk, and whether calls reach them. */
export function showAgent(place: HTMLElement, phone: Phone): void {
  const draw = ({ session, connection }: PhoneState) => {
    const account = 'account' in session ? session.account : null
    const isReachable = connection.status === 'registered'
    place.dataset.state = isReachable ? 'reachable' : 'unreachable'
    place.replaceChildren(
      h('strong', {}, account === null ? 'Nobody' : (account.displayName ?? account.user)),
      h('span', {}, isReachable ? 'Reachable' : 'Not reachable'),
    )
  }
  draw(phone.getState())
  phone.subscribe(draw)
}
