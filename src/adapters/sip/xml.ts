export interface XmlElement {
  /** Without its prefix. */
  readonly name: string
  /** What the prefix stands for; empty without any. */
  readonly namespace: string
  /** By their names as they are written. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** Its own text, without that of its children. */
  readonly text: string
}

/** A busy phone's dialogs take a few kilobytes; what is larger is meant to keep us occupied. */
const longest = 64 * 1024
const deepest = 16
const mostElements = 1_000

const name = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?'
const skipped = /<\?[^<>]*\?>|<!--(?:(?!--)[\s\S])*-->/y
const cdata = /<!\[CDATA\[([\s\S]*?)\]\]>/y
const text = /[^<]+/y
const endTag = new RegExp(`</(${name})\\s*>`, 'y')
const startTag = new RegExp(`<(${name})`, 'y')
const attribute = new RegExp(`\\s+(${name})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y')
const tagEnd = /\s*(\/?)>/y

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

interface Open {
  readonly tag: string
  readonly name: string
  readonly namespace: string
  readonly namespaces: ReadonlyMap<string, string>
  readonly attributes: ReadonlyMap<string, string>
  readonly children: XmlElement[]
  text: string
}

class Malformed extends Error {}

/**
 * Reads a document from a server that we do not trust; null: it is not well-formed, or none that we read. There are no
 * document types, and so no entities of its own making and nothing to fetch; and there is an end to size and depth.
 */
export function parseXml(source: string): XmlElement | null {
  if (source.length > longest) return null
  try {
    return read(source.replace(/^\ufeff/, '').trim())
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

function read(source: string): XmlElement {
  const open: Open[] = []
  let root: XmlElement | null = null
  let at = 0
  let count = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (match) at = pattern.lastIndex
    return match
  }
  const close = ({ name, namespace, attributes, children, text }: Open) => {
    const element = { name, namespace, attributes, children, text }
    const parent = open.at(-1)
    if (parent) parent.children.push(element)
    else root = element
  }
  while (at < source.length) {
    if (take(skipped)) continue
    const inner = open.at(-1)
    const said = take(cdata)?.[1] ?? decodeOrNothing(take(text)?.[0])
    if (said !== undefined) {
      if (inner) inner.text += said
      else if (said.trim() !== '') throw new Malformed()
      continue
    }
    const ended = take(endTag)?.[1]
    if (ended !== undefined) {
      if (open.pop()?.tag !== ended || inner === undefined) throw new Malformed()
      close(inner)
      continue
    }
    const begun = take(startTag)?.[1]
    count += 1
    // Also what begins with `<!`: a document type.
    if (begun === undefined || root !== null || open.length >= deepest || count > mostElements) throw new Malformed()
    const element = openElement(begun, readAttributes(take), inner)
    const end = take(tagEnd)
    if (!end) throw new Malformed()
    if (end[1] === '/') close(element)
    else open.push(element)
  }
  if (open.length > 0 || root === null) throw new Malformed()
  return root
}

function readAttributes(take: (pattern: RegExp) => RegExpExecArray | null): Map<string, string> {
  const attributes = new Map<string, string>()
  for (let match = take(attribute); match; match = take(attribute)) {
    const [, key = '', double, single] = match
    if (attributes.has(key)) throw new Malformed()
    attributes.set(key, decode(double ?? single ?? ''))
  }
  return attributes
}

function openElement(tag: string, attributes: Map<string, string>, parent: Open | undefined): Open {
  const namespaces = new Map(parent?.namespaces)
  for (const [key, value] of attributes) {
    if (key === 'xmlns') namespaces.set('', value)
    else if (key.startsWith('xmlns:')) namespaces.set(key.slice(6), value)
  }
  const colon = tag.indexOf(':')
  const namespace = namespaces.get(tag.slice(0, Math.max(colon, 0)))
  if (namespace === undefined && colon >= 0) throw new Malformed()
  return {
    tag,
    name: tag.slice(colon + 1),
    namespace: namespace ?? '',
    namespaces,
    attributes,
    children: [],
    text: '',
  }
}

const decodeOrNothing = (raw: string | undefined) => (raw === undefined ? undefined : decode(raw))

function decode(raw: string): string {
  return raw.replace(/&([^;&\s]{0,10};?)/g, (_, reference: string) => {
    const [, decimal, hex] = /^#(?:(\d+)|x([0-9a-f]+));$/i.exec(reference) ?? []
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    const character = Number.isNaN(code)
      ? reference.endsWith(';') && entities.get(reference.slice(0, -1))
      : code > 0 && code <= 0x10_ffff && String.fromCodePoint(code)
    if (!character) throw new Malformed()
    return character
  })
}

export const childrenOf = (element: XmlElement, namespace: string, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name && child.namespace === namespace)
