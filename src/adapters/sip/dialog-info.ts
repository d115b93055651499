import type { WatchedDialog } from '../../machines/ports/watching'
import { parseAddress } from './remote-party'
import { parseReplaces, type Replaces } from './replaces'
import { childrenOf, parseXml, type XmlElement } from './xml'

const namespace = 'urn:ietf:params:xml:ns:dialog-info'

/** A dialog, and what else the document says of it: who knows the names of a dialog can take it over, so they stay here. */
interface ToldDialog {
  readonly dialog: WatchedDialog
  /** null: the server does not say how it would be replaced. */
  readonly pickUp: PickUp | null
}

/** How a call that rings there is taken over: an INVITE to `target` that replaces this. */
export interface PickUp {
  readonly replaces: Replaces
  /** The other side of the dialog; null: it is not said, and the server itself is asked. */
  readonly target: string | null
}

/** A document of RFC 4235. */
export interface DialogInfo {
  readonly version: number
  readonly isFull: boolean
  /** By their ids in the document; null: it is over. */
  readonly dialogs: ReadonlyMap<string, ToldDialog | null>
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
  const dialogs = new Map<string, ToldDialog | null>()
  for (const element of childrenOf(root, namespace, 'dialog')) {
    const id = element.attributes.get('id')
    const dialog = readDialog(element)
    if (id === undefined || dialog === undefined) return null
    dialogs.set(id, dialog)
  }
  return { version: Number(version), isFull: state === 'full', dialogs }
}

/** undefined: not to be understood. */
function readDialog(element: XmlElement): ToldDialog | null | undefined {
  const said = childrenOf(element, namespace, 'state')[0]?.text.trim().toLowerCase() ?? ''
  const state = states.get(said)
  if (!state) return state
  const direction = directions.get(element.attributes.get('direction') ?? '') ?? 'unknown'
  const dialog: WatchedDialog = { state, direction, remote: readRemote(element) }
  const rings = state === 'early' && direction !== 'outgoing'
  return { dialog, pickUp: rings ? readPickUp(element) : null }
}

/** As the one is told who is asked (RFC 3891 3): to-tag is that of the other side, from-tag that of the phone that rings. */
function readPickUp(element: XmlElement): PickUp | null {
  const named = (name: string) => element.attributes.get(name) ?? ''
  const replaces = parseReplaces(
    `${named('call-id')};to-tag=${named('remote-tag')};from-tag=${named('local-tag')};early-only`,
  )
  const target = childrenOf(element, namespace, 'remote').flatMap((remote) =>
    childrenOf(remote, namespace, 'target'),
  )[0]
  return replaces && { replaces, target: target?.attributes.get('uri') ?? null }
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
  #dialogs = new Map<string, ToldDialog | null>()

  /** The dialogs that are not over; `missed`: a document before this one has not come, and the whole must be asked for. */
  take({ version, isFull, dialogs }: DialogInfo): readonly WatchedDialog[] | 'old' | 'missed' {
    const isFirst = this.#version < 0
    if (!isFirst && version <= this.#version) return 'old'
    if (!isFull && version !== this.#version + 1) return 'missed'
    if (!isFull && isFirst) return 'missed'
    this.#version = version
    if (isFull) this.#dialogs.clear()
    for (const [id, dialog] of dialogs) this.#dialogs.set(id, dialog)
    return this.#told.map(({ dialog }) => dialog)
  }

  /** How the first call that rings there is picked up; null: none does, or the server does not say. */
  get pickUp(): PickUp | null {
    return this.#told.find(({ pickUp }) => pickUp !== null)?.pickUp ?? null
  }

  get #told(): readonly ToldDialog[] {
    return [...this.#dialogs.values()].filter((told) => told !== null)
  }
}
