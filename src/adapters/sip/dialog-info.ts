import type { WatchedDialog } from '../../machines/ports/watching'
import { parseAddress } from './remote-party'
import { childrenOf, parseXml, type XmlElement } from './xml'

const namespace = 'urn:ietf:params:xml:ns:dialog-info'

/** A document of RFC 4235. */
export interface DialogInfo {
  readonly version: number
  readonly isFull: boolean
  /** By their ids in the document; null: it is over. */
  readonly dialogs: ReadonlyMap<string, WatchedDialog | null>
}

const states: ReadonlyMap<string, WatchedDialog['state'] | null> = new Map([
  ['trying', 'trying'],
  ['proceeding', 'trying'],
  ['early', 'early'],
  ['confirmed', 'confirmed'],
  ['terminated', null],
])

const directions: ReadonlyMap<string, WatchedDialog['direction']> = new Map([
  ['initiator', 'outgoing'],
  ['recipient', 'incoming'],
])

/** null: not a document of that kind. What it says of a dialog in words that RFC 4235 does not have makes it none. */
export function parseDialogInfo(body: string): DialogInfo | null {
  const root = parseXml(body)
  if (root?.name !== 'dialog-info' || root.namespace !== namespace) return null
  const version = root.attributes.get('version') ?? ''
  const state = root.attributes.get('state')
  if (!/^\d{1,10}$/.test(version) || (state !== 'full' && state !== 'partial')) return null
  const dialogs = new Map<string, WatchedDialog | null>()
  for (const element of childrenOf(root, namespace, 'dialog')) {
    const id = element.attributes.get('id')
    const dialog = readDialog(element)
    if (id === undefined || dialog === undefined) return null
    dialogs.set(id, dialog)
  }
  return { version: Number(version), isFull: state === 'full', dialogs }
}

/** undefined: not to be understood. */
function readDialog(element: XmlElement): WatchedDialog | null | undefined {
  const said = childrenOf(element, namespace, 'state')[0]?.text.trim().toLowerCase() ?? ''
  const state = states.get(said)
  if (!state) return state
  const direction = directions.get(element.attributes.get('direction') ?? '') ?? 'unknown'
  return { state, direction, remote: readRemote(element) }
}

function readRemote(element: XmlElement): WatchedDialog['remote'] {
  const identity = childrenOf(element, namespace, 'remote').flatMap((remote) =>
    childrenOf(remote, namespace, 'identity'),
  )[0]
  const remote = identity && parseAddress(identity.text)
  if (!remote) return null
  const display = identity.attributes.get('display')
  return { ...remote, name: (display && parseAddress(`"${escape(display)}" <${remote.uri}>`)?.name) || remote.name }
}

const escape = (quoted: string): string => quoted.replace(/["\\]/g, '\\$&')

/** What a subscription has told so far: partial documents change the whole (RFC 4235 4.3). */
export class DialogStates {
  #version = -1
  #dialogs = new Map<string, WatchedDialog | null>()

  /** The dialogs that are not over; `missed`: a document before this one has not come, and the whole must be asked for. */
  take({ version, isFull, dialogs }: DialogInfo): readonly WatchedDialog[] | 'old' | 'missed' {
    const isFirst = this.#version < 0
    if (!isFirst && version <= this.#version) return 'old'
    if (!isFull && version !== this.#version + 1) return 'missed'
    if (!isFull && isFirst) return 'missed'
    this.#version = version
    if (isFull) this.#dialogs.clear()
    for (const [id, dialog] of dialogs) this.#dialogs.set(id, dialog)
    return [...this.#dialogs.values()].filter((dialog) => dialog !== null)
  }
}
