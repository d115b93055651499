import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { account, createTracedPhone, recordCalls, remote } from '../support/traced-phone'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const schema = JSON.parse(readFileSync('docs/trace.schema.json', 'utf8')) as object
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema)

const invalid = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .flatMap((line, index) =>
      validate(JSON.parse(line)) ? [] : [`line ${index + 1}: ${JSON.stringify(validate.errors)}`],
    )

test('the documented schema holds for every line that is recorded', async () => {
  expect(invalid((await recordCalls()).export())).toEqual([])
  expect(invalid((await recordCalls({ withStates: false, redaction: 'pseudonyms' })).export())).toEqual([])
})

test('the documented schema holds for what rides along, for gaps and for what is folded', async () => {
  const phone = createTracedPhone({}, { limits: { calls: 1, ring: 2 } })
  await phone.enter({ type: 'auth.signIn', account })
  for (const callId of ['a', 'b', 'c']) {
    await phone.enter({ type: 'call.dial', callId, target: remote.uri, remote })
    await phone.enter({ type: 'call.hangUp', callId })
    await phone.journal.write()
  }
  for (let count = 0; count < 5; count++)
    phone.recorder.accompany({ sip: { direction: 'in', callId: 'c', text: 'SIP/2.0 200 OK\r\n\r\n' } })
  const text = phone.export()
  for (const kind of ['folded', 'gap', 'sip']) expect(text).toContain(`"${kind}":{`)
  expect(invalid(text)).toEqual([])
})

test('the documented schema knows what no trace has', () => {
  for (const line of [
    { t: 1 },
    { t: 1, timer: 1, more: 1 },
    { t: -1, timer: 1 },
    { t: 1, port: 'x', fact: { type: 'y' } },
    [],
  ])
    expect(validate(line), JSON.stringify(line)).toBe(false)
})
