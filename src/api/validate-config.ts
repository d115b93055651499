import type { PhoneConfig } from './config'
import { PhoneError } from './errors'
import { checkFeatures } from './features'

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

const isBetween = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most

function checkIncoming(incoming: unknown): void {
  if (incoming === undefined) return
  check(isObject(incoming), 'incoming', 'an object')
  const { callWaiting, autoAnswer, autoAnswerAfterMs = 0, wrapUpMs = 0 } = incoming
  check(callWaiting === undefined || typeof callWaiting === 'boolean', 'incoming.callWaiting', 'true or false')
  check(
    autoAnswer === undefined || autoAnswer === 'never' || autoAnswer === 'asked' || autoAnswer === 'always',
    'incoming.autoAnswer',
    '"never", "asked" or "always"',
  )
  check(isBetween(autoAnswerAfterMs, 0, 60_000), 'incoming.autoAnswerAfterMs', 'a whole number of ms from 0 to 60000')
  check(isBetween(wrapUpMs, 0, 3_600_000), 'incoming.wrapUpMs', 'a whole number of ms from 0 to 3600000')
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
  const { digits, service } = supervision
  check(service === undefined || isObject(service), 'supervision.service', 'an object with a url')
  if (isObject(service)) {
    const { url, getToken } = service
    check(typeof url === 'string' && url !== '', 'supervision.service.url', 'a URL')
    check(getToken === undefined || typeof getToken === 'function', 'supervision.service.getToken', 'a function')
  }
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
  checkIncoming(config.incoming)
  checkTrace(config.trace)
  check(config.inspect === undefined || typeof config.inspect === 'function', 'inspect', 'a function')
  checkOptionalText(config.domain, 'domain')
  checkOptionalText(config.echoNumber, 'echoNumber')
  checkFeatures(config.features, check)
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
