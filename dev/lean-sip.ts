import { type Plugin, parseSync } from 'vite'
import { isNode, type Node, walk } from './walk.ts'

/** Leaves out of SIP.js, in what browsers load, two parts that a phone never uses. */
export function leanSip(): Plugin[] {
  return [withoutMedia(), withoutLog()]
}

/**
 * It imports its own peer connections as a default of its user agent. We bring ours (adapters/media); should its own ever be
 * asked for, that is an error and not a second microphone.
 */
function withoutMedia(): Plugin {
  const name = 'callchart:sip-without-media'
  return {
    name,
    enforce: 'pre',
    resolveId: (source) =>
      source.endsWith('session-description-handler-factory-default.js') ? `\0${name}` : undefined,
    load: (id) => (id === `\0${name}` ? noMedia : undefined),
  }
}

const noMedia = `export const defaultSessionDescriptionHandlerFactory = () => () => {
  throw new Error('SIP.js is to be given its session description handler')
}`

/** Its log is off (`logBuiltinEnabled: false`); what would have been written is a tenth of its bytes. */
function withoutLog(): Plugin {
  return {
    name: 'callchart:sip-without-log',
    transform(code, id) {
      if (!/node_modules\/sip\.js\/lib\/(api|core|platform)\/.*\.js$/.test(id.replaceAll('\\', '/'))) return undefined
      return { code: blankLogCalls(id, code), map: null }
    },
  }
}

/** What follows stays where it was, line and column, so that source maps hold. */
function blankLogCalls(id: string, code: string): string {
  let lean = code
  walk(parseSync(id, code).program, (node) => {
    if (!isLogCall(node, code)) return true
    const { start, end } = node
    lean = `${lean.slice(0, start)}0${lean.slice(start + 1, end).replace(/[^\n]/g, ' ')}${lean.slice(end)}`
    return false
  })
  return lean
}

/** `this.logger.warn(…)`, `this.core.logger.debug(…)`. */
function isLogCall({ type, callee }: Node, code: string): boolean {
  if (type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression') return false
  const { object, property } = callee
  if (!isNode(object) || !isNode(property)) return false
  return /\blogger$/.test(code.slice(object.start, object.end)) && levels.has(String(property.name))
}

const levels = new Set(['error', 'warn', 'log', 'debug'])
