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

function checkRecording(recording: unknown): void {
  if (recording === undefined) return
  const isKnown = isObject(recording) && ['info', 'command', 'code'].includes(String(recording.by))
  check(isKnown, 'recording.by', '"info", "command" or "code"')
  if (recording.by !== 'code') return
  for (const field of ['start', 'stop'])
    check(/^[0-9A-D#*,]+$/u.test(String(recording[field])), `recording.${field}`, 'the digits of a feature code')
}

function checkSupervision(supervision: unknown): void {
  if (supervision === undefined) return
  check(isObject(supervision), 'supervision', 'an object with a number for each mode')
  const { digits } = supervision
  check(digits === undefined || isObject(digits), 'supervision.digits', 'an object with digits for each mode')
  for (const mode of ['listen', 'whisper', 'barge']) {
    const number = supervision[mode]
    const isNumber = typeof number === 'string' && number.includes('{number}')
    check(
      number === undefined || isNumber,
      `supervision.${mode}`,
      'a number with {number} in it, such as "*222{number}"',
    )
    const isDigits = isObject(digits) && /^[0-9A-D#*]+$/u.test(String(digits[mode]))
    check(digits === undefined || isDigits, `supervision.digits.${mode}`, 'digits')
  }
}

/** Throws PhoneError `invalid-config`, which names the first wrong field. */
export function validateConfig(config: unknown): asserts config is PhoneConfig {
  check(isObject(config), 'config', 'an object')
  checkServers(config.servers)
  checkAccount(config.account)
  checkAuth(config.auth)
  checkOptionalText(config.domain, 'domain')
  const { iceServers, codecs, dtmf, maxCalls, theme, devices, redirects, conference, recording, supervision } = config
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
  checkRecording(recording)
  checkSupervision(supervision)
  check(
    conference === undefined || (isObject(conference) && typeof conference.uri === 'string' && conference.uri !== ''),
    'conference.uri',
    'a number or a SIP address',
  )
  check(devices === undefined || isObject(devices), 'devices', 'an object')
  if (isObject(devices)) {
    for (const field of ['microphoneId', 'speakerId', 'ringDeviceId'])
      checkOptionalText(devices[field], `devices.${field}`)
  }
}
