import { expect, test } from 'vitest'
import { PhoneError } from '../../src/api/errors'
import { validateConfig } from '../../src/api/validate-config'

const good = { servers: ['wss://pbx.example/ws'] }

test.each([
  good,
  { ...good, account: { uri: 'sip:1001@pbx.example', password: 'secret' } },
  { ...good, auth: { kind: 'token', getToken: async () => 't' } },
  {
    ...good,
    maxCalls: 16,
    redirects: 'refuse',
    theme: 'dark',
    codecs: ['opus'],
    iceServers: [],
    dtmf: { method: 'info' },
  },
])('%j is a configuration', (config) => {
  expect(() => validateConfig(config)).not.toThrow()
})

test.each([
  [null, 'config'],
  [{}, 'servers'],
  [{ servers: [] }, 'servers'],
  [{ servers: 'wss://pbx.example' }, 'servers'],
  [{ servers: ['wss://a.example', 'https://b.example'] }, 'servers[1]'],
  [{ servers: ['nonsense'] }, 'servers[0]'],
  [{ ...good, account: {} }, 'account.uri'],
  [{ ...good, account: { uri: '1001' } }, 'account.uri'],
  [{ ...good, account: { uri: 'sip:1001:secret@pbx.example' } }, 'account.uri'],
  [{ ...good, account: { uri: 'sip:1001@pbx.example', password: 7 } }, 'account.password'],
  [{ ...good, auth: { kind: 'magic' } }, 'auth.kind'],
  [{ ...good, auth: { kind: 'token' } }, 'auth.getToken'],
  [{ ...good, maxCalls: 0 }, 'maxCalls'],
  [{ ...good, maxCalls: 2.5 }, 'maxCalls'],
  [{ ...good, theme: 'pink' }, 'theme'],
  [{ ...good, redirects: 'maybe' }, 'redirects'],
  [{ ...good, dtmf: { method: 'smoke' } }, 'dtmf.method'],
  [{ ...good, codecs: 'opus' }, 'codecs'],
  [{ ...good, iceServers: 'stun:x' }, 'iceServers'],
  [{ ...good, devices: { microphoneId: 1 } }, 'devices.microphoneId'],
])('%j is refused, and the error names %s', (config, field) => {
  try {
    validateConfig(config)
    expect.unreachable('it should have been refused')
  } catch (error) {
    expect(error).toBeInstanceOf(PhoneError)
    expect(error).toMatchObject({ code: 'invalid-config', field })
    expect(String(error)).toContain(field)
  }
})
