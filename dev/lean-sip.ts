import { type Plugin, parseSync } from 'vite'
import { isNode, type Node, walk } from './walk.ts'

/** Leaves out of SIP.js, in what browsers load, what a phone never uses. */
export function leanSip(): Plugin[] {
  return [withoutIdleModules(), withoutLog()]
}

/** What its modules import and we never ask for, by the end of the import; should we ever, that is an error. */
const idleModules: Readonly<Record<string, string>> = {
  // Its own peer connections, a default of its user agent. We bring ours (adapters/media), not a second microphone.
  '/session-description-handler-factory-default.js': `export const defaultSessionDescriptionHandlerFactory = () => () => {
    throw new Error('SIP.js is to be given its session description handler')
  }`,
  // Subscriptions (RFC 6665), which are not made by its user agent here: the chunk that is loaded for them brings its own
  // (adapters/sip/subscription.ts). REFER, whose subscription is implied, does without.
  '/subscribe-user-agent-client.js': `export class SubscribeUserAgentClient {
    constructor() {
      throw new Error('SIP.js makes no subscriptions by itself: see dev/lean-sip.ts')
    }
  }`,
}

function withoutIdleModules(): Plugin {
  const prefix = '\0callchart:idle-in-sip'
  return {
    name: 'callchart:sip-without-idle-modules',
    enforce: 'pre',
    resolveId: (source, importer) => {
      if (importer !== undefined && !/node_modules.sip\.js/.test(importer)) return undefined
      const end = Object.keys(idleModules).find((ending) => source.endsWith(ending))
      return end && prefix + end
    },
    load: (id) => (id.startsWith(prefix) ? idleModules[id.slice(prefix.length)] : undefined),
  }
}

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
