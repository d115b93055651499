import type { EarlyDialog } from '../calls/branch'
import type { Call } from '../calls/call'

/** Somebody's dialog, as others may know it. */
export interface DialogState {
  readonly id: string
  readonly direction: 'initiator' | 'recipient'
  readonly state: 'trying' | 'early' | 'confirmed'
  /** The number at the other end. */
  readonly other: string
  /** What whoever picks it up has to name (RFC 3891). */
  readonly early?: EarlyDialog | undefined
}

/** The dialogs of a number: where it calls, where it rings, and whom it talks to, whoever has been transferred meanwhile. */
export function dialogsOf(number: string, calls: readonly Call[]): DialogState[] {
  return calls.flatMap(({ id, from, to, state, parties, earlyDialogs }): DialogState[] => {
    if (state === 'ended') return []
    if (state === 'answered') {
      const users = parties.map(({ connection }) => connection.user)
      if (!users.includes(number)) return []
      const other = users.find((user) => user !== undefined && user !== number) ?? to
      return [{ id, direction: from === number ? 'initiator' : 'recipient', state: 'confirmed', other }]
    }
    if (from === number) return [{ id, direction: 'initiator', state: 'early', other: to }]
    return to === number ? [{ id, direction: 'recipient', state: 'early', other: from, early: earlyDialogs()[0] }] : []
  })
}

interface Named {
  readonly uri: string
  readonly name: string
}

/** A document of RFC 4235, whole. */
export function dialogInfo(
  entity: string,
  version: number,
  dialogs: readonly DialogState[],
  nameOf: (number: string) => Named,
): string {
  const all = dialogs.map(({ id, direction, state, other, early }) => {
    const { uri, name } = nameOf(other)
    const identity = `<identity display="${escape(name)}">${escape(uri)}</identity>`
    const names = early
      ? ` call-id="${escape(early.callId)}" local-tag="${escape(early.localTag)}" remote-tag="${escape(early.remoteTag)}"`
      : ''
    return `<dialog id="${escape(id)}"${names} direction="${direction}"><state>${state}</state><remote>${identity}</remote></dialog>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${version}" state="full" entity="${escape(entity)}">${all.join('')}</dialog-info>
`
}

/** A document of RFC 3863, with what RFC 4480 says of who is on the phone. */
export function presence(entity: string, basic: 'open' | 'closed', dialogs: readonly DialogState[]): string {
  const isRinging = dialogs.some(({ state, direction }) => state === 'early' && direction === 'recipient')
  const activity = dialogs.length > 0 ? '<r:activities><r:on-the-phone/></r:activities>' : ''
  return `<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:d="urn:ietf:params:xml:ns:pidf:data-model" xmlns:r="urn:ietf:params:xml:ns:pidf:rpid" entity="${escape(entity)}"><tuple id="phone"><status><basic>${basic}</basic></status>${isRinging ? '<note>Ringing</note>' : ''}</tuple><d:person id="person">${activity}</d:person></presence>
`
}

/** A body of RFC 3842. */
export const messageSummary = (newMessages: number, oldMessages: number): string =>
  `Messages-Waiting: ${newMessages > 0 ? 'yes' : 'no'}\r\nVoice-Message: ${newMessages}/${oldMessages} (0/0)\r\n`

const escape = (text: string): string => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
