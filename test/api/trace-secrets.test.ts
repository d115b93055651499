import { expect, test, vi } from 'vitest'
import { createPhoneCore } from '../../src/api/phone-core'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import { createScriptedWorld } from '../support/scripted-bindings'

const secrets = {
  number: '5550104711',
  name: 'Winifred Quimby',
  caller: 'Ebenezer',
  user: 'ottoline.morrell',
  password: 'pa55-w0rd',
  query: 'qu3ry-t0ken',
  header: 'h3ader-value',
  metadata: 'm3tadata-value',
  metadataField: 'm3tadata-field',
  callerId: '5550109922',
  digits: '86420',
  data: 'transf3r-data',
}

test.each([['changes', false] as const, ['whole', true] as const])(
  'no secret that went into the phone is in its trace, which holds %s of the states, and replays',
  async (_, states) => {
    const world = createScriptedWorld()
    const phone = createPhoneCore(
      {
        servers: [`wss://pbx.example/ws?key=${secrets.query}`],
        account: { uri: `sip:${secrets.user}@pbx.example`, password: secrets.password, displayName: secrets.name },
        trace: { states },
      },
      world.bind,
    )
    await vi.waitUntil(() => phone.getState().connection.status === 'registered')
    const id = await phone.dial(secrets.number, {
      name: secrets.name,
      callerId: secrets.callerId,
      headers: { 'X-Customer': secrets.header },
      metadata: { [secrets.metadataField]: secrets.metadata, count: 31_415_926 },
    })
    await vi.waitUntil(() => phone.getState().calls[0]?.phase === 'established')
    await phone.sendDtmf(secrets.digits, { gapMs: 70 })
    world.invite('b', secrets.caller)
    await vi.waitUntil(() => phone.getState().calls.length === 2)
    await phone.decline('b')
    void phone.transfer(secrets.number, { callId: id, data: secrets.data }).catch(() => {})
    await phone.hangUp(id)
    const trace = await phone.exportTrace({ note: 'It crackled' })
    await phone.dispose()
    for (const [what, secret] of Object.entries(secrets)) expect(trace, what).not.toContain(secret)
    expect(trace).not.toContain('31415926')
    expect(trace).not.toContain('"tone":"8"')
    expect(trace).toContain('X-Customer')
    expect(readTrace(trace).header).toMatchObject({ note: 'It crackled', redaction: 'pseudonyms' })
    expect(readTrace(trace).entries.length).toBeGreaterThan(15)
    expect(verifyTrace(readTrace(trace))).toBeNull()
  },
)

test('numbers and names are in it when the host allows them, and the rest is not', async () => {
  const phone = createPhoneCore(
    {
      servers: ['wss://pbx.example'],
      account: { uri: 'sip:1001@pbx.example', password: secrets.password },
      trace: { redaction: 'plain' },
    },
    createScriptedWorld().bind,
  )
  await vi.waitUntil(() => phone.getState().connection.status === 'registered')
  await phone.dial(secrets.number, { name: secrets.name, headers: { 'X-Customer': secrets.header } })
  const trace = await phone.exportTrace()
  await phone.dispose()
  expect(trace).toContain(secrets.number)
  expect(trace).toContain(secrets.name)
  expect(trace).not.toContain(secrets.password)
  expect(trace).not.toContain(secrets.header)
})

test('a page before this one that has left nothing is said to have left nothing', async () => {
  const phone = createPhoneCore({ servers: ['wss://pbx.example'] }, createScriptedWorld().bind)
  await expect(phone.exportTrace({ page: 'previous' })).rejects.toMatchObject({ code: 'no-trace' })
  await phone.dispose()
})
