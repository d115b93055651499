import type { PhoneConfig } from './config'
import { PhoneError } from './errors'

const wrong = (field: string, expected: string): PhoneError =>
  new PhoneError('invalid-config', `The configuration is wrong: ${field} must be ${expected}`, { field })

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function check(holds: boolean, field: string, expected: string): asserts holds {
  if (!holds) throw wrong(field, expected)
}

function checkOptionalText(value: unknown, field: string): void {
  check(value === undefined || typeof value === 'string', field, 'text')
}

function checkServers(servers: unknown): void {
  const expected = 'a list of WebSocket addresses, such as ["wss://pbx.example/ws"]'
  check(Array.isArray(servers) && servers.length > 0, 'servers', expected)
  servers.forEach((server: unknown, index) => {
    const protocol = typeof server === 'string' && URL.canParse(server) ? new URL(server).protocol : ''
    check(protocol === 'ws:' || protocol === 'wss:', `servers[${index}]`, 'an address that begins with wss:// or ws://')
  })
}

function checkAccount(account: unknown): void {
  if (account === undefined) return
  check(isObject(account), 'account', 'an object with a uri')
  check(
    typeof account.uri === 'string' && /^sips?:[^@:\s]+@[^@\s]+$/iu.test(account.uri),
    'account.uri',
    'a SIP address without a password in it, such as "sip:1001@pbx.example"',
  )
  for (const field of ['username', 'password', 'displayName']) checkOptionalText(account[field], `account.${field}`)
}

function checkAuth(auth: unknown): void {
  if (auth === undefined) return
  check(isObject(auth), 'auth', 'an object with a kind')
  check(auth.kind === 'credentials' || auth.kind === 'token', 'auth.kind', '"credentials" or "token"')
  check(auth.kind !== 'token' || typeof auth.getToken === 'function', 'auth.getToken', 'a function that gives a token')
}

function checkTrace(trace: unknown): void {
  if (trace === undefined) return
  check(isObject(trace), 'trace', 'an object')
  const { redaction, states, stored } = trace
  check(
    redaction === undefined || redaction === 'pseudonyms' || redaction === 'plain',
    'trace.redaction',
    '"pseudonyms" or "plain"',
  )
  for (const [field, value] of Object.entries({ states, stored }))
    check(value === undefined || typeof value === 'boolean', `trace.${field}`, 'true or false')
}

/** Throws PhoneError `invalid-config`, which names the first wrong field. */
export function validateConfig(config: unknown): asserts config is PhoneConfig {
  check(isObject(config), 'config', 'an object')
  checkServers(config.servers)
  checkAccount(config.account)
  checkAuth(config.auth)
  checkTrace(config.trace)
  check(config.inspect === undefined || typeof config.inspect === 'function', 'inspect', 'a function')
  checkOptionalText(config.domain, 'domain')
  const { iceServers, codecs, dtmf, maxCalls, theme, devices, redirects } = config
  check(
    iceServers === undefined || typeof iceServers === 'function' || Array.isArray(iceServers),
    'iceServers',
    'a list of ICE servers, or a function that gives one',
  )
  check(
    codecs === undefined || (Array.isArray(codecs) && codecs.every((codec) => typeof codec === 'string')),
    'codecs',
    'a list of codec names',
  )
  check(
    dtmf === undefined || (isObject(dtmf) && (dtmf.method === 'rfc4733' || dtmf.method === 'info')),
    'dtmf.method',
    '"rfc4733" or "info"',
  )
  check(
    maxCalls === undefined || (Number.isInteger(maxCalls) && Number(maxCalls) >= 1 && Number(maxCalls) <= 16),
    'maxCalls',
    'a whole number from 1 to 16',
  )
  check(
    redirects === undefined || redirects === 'follow' || redirects === 'refuse',
    'redirects',
    '"follow" or "refuse"',
  )
  check(
    theme === undefined || theme === 'light' || theme === 'dark' || theme === 'system',
    'theme',
    '"light", "dark" or "system"',
  )
  check(devices === undefined || isObject(devices), 'devices', 'an object')
  if (isObject(devices)) {
    for (const field of ['microphoneId', 'speakerId', 'ringDeviceId'])
      checkOptionalText(devices[field], `devices.${field}`)
  }
}
