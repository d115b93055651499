import { parkingSlots } from '../calls/parking-lot'
import type { Registrar } from '../sip/registrar'
import type { Switchboard } from '../switchboard'
import type { User } from '../users'
import { type DialogState, dialogInfo, dialogsOf, messageSummary, presence } from './documents'
import type { Mailboxes } from './mailboxes'
import type { Describe } from './subscriptions'

interface Sources {
  readonly users: ReadonlyMap<string, User>
  readonly registrar: Registrar
  readonly switchboard: Switchboard
  readonly mailboxes: Mailboxes
  readonly host: string
}

/** What the PBX says of its users' phones and mailboxes, and of its parking slots. */
export function describeNumbers({ users, registrar, switchboard, mailboxes, host }: Sources): Describe {
  const named = (number: string) => ({ uri: `sip:${number}@${host}`, name: users.get(number)?.name ?? number })
  const inSlot = (slot: string): DialogState[] => {
    const other = switchboard.parkedIn(slot)
    return other === undefined ? [] : [{ id: slot, direction: 'recipient', state: 'confirmed', other }]
  }
  return (event, number, version) => {
    const isSlot = parkingSlots.includes(number)
    if (!isSlot && !users.has(number)) return undefined
    const entity = `sip:${number}@${host}`
    const dialogs = isSlot ? inSlot(number) : dialogsOf(number, switchboard.calls)
    if (event === 'dialog') return dialogInfo(entity, version, dialogs, named)
    if (isSlot) return undefined
    if (event === 'presence')
      return presence(entity, registrar.bindingsOf(number).length > 0 ? 'open' : 'closed', dialogs)
    const { newMessages, oldMessages } = mailboxes.countsOf(number)
    return messageSummary(newMessages, oldMessages)
  }
}
