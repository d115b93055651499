import type { ResourceState } from '../../machines/ports/watching'
import { parseXml, type XmlElement } from './xml'

type Presence = Extract<ResourceState, { package: 'presence' }>

const pidf = 'urn:ietf:params:xml:ns:pidf'
const rpid = 'urn:ietf:params:xml:ns:pidf:rpid'

/** A document of RFC 3863, with what RFC 4480 adds; null: not one of that kind. */
export function parsePresence(body: string): Presence | null {
  const root = parseXml(body)
  if (root?.name !== 'presence' || root.namespace !== pidf) return null
  const all = descendants(root)
  const basics = all.filter(({ name, namespace }) => name === 'basic' && namespace === pidf)
  if (basics.some(({ text }) => !/^\s*(open|closed)\s*$/.test(text))) return null
  const isOpen = basics.some(({ text }) => text.trim() === 'open')
  // RFC 4480 has no word for a phone that rings; Asterisk and others say it in a note.
  const isRinging = all.some(({ name, text }) => name === 'note' && /^\s*ringing\s*$/i.test(text))
  const isBusy = all.some(({ name, namespace }) => namespace === rpid && (name === 'on-the-phone' || name === 'busy'))
  if (isRinging) return { package: 'presence', status: 'ringing' }
  if (isBusy) return { package: 'presence', status: 'busy' }
  return { package: 'presence', status: isOpen ? 'idle' : 'offline' }
}

const descendants = (element: XmlElement): readonly XmlElement[] => [element, ...element.children.flatMap(descendants)]
