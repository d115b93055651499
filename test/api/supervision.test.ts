import { expect, test, vi } from 'vitest'
import type { PhoneConfig } from '../../src/api/config'
import { createPhoneCore } from '../../src/api/phone-core'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import { createScriptedWorld, type Script } from '../support/scripted-bindings'

const digits = { listen: '4', whisper: '5', barge: '6' }

async function ready(supervision?: PhoneConfig['supervision'], script?: Partial<Script>) {
  const world = createScriptedWorld(script)
  const account = { uri: 'sip:1001@pbx.example', password: 'pw' }
  const base = { servers: ['wss://pbx.example'], account, trace: { states: true } }
  const phone = createPhoneCore(supervision === undefined ? base : { ...base, supervision }, world.bind)
  await vi.waitUntil(() => phone.getState().connection.status === 'registered', { interval: 1 })
  const call = () => phone.getState().calls[0]
  return { world, phone, call }
}

test('supervise calls the number of the mode, and shows whose call it is', async () => {
  const { world, phone, call } = await ready({ listen: '*61{number}', digits })
  await phone.supervise('1002', 'listen')
  await vi.waitUntil(() => call()?.phase === 'established', { interval: 1 })
  expect(world.asked.find(({ command }) => command.type === 'session.invite')?.command).toMatchObject({
    target: 'sip:*611002@pbx.example',
  })
  expect(call()).toMatchObject({
    remote: { number: '1002' },
    supervision: { status: 'supervising', number: '1002', mode: 'listen' },
  })
  await phone.setSupervision('barge')
  expect(call()?.supervision).toMatchObject({ status: 'supervising', mode: 'barge' })
  const tones = world.asked.filter(({ command }) => command.type === 'tone.send').map(({ command }) => command)
  expect(tones).toMatchObject([{ tone: '6' }])
  expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
  await phone.dispose()
})

test('supervise is refused in words where it is not configured, or the call is none', async () => {
  const { phone, call } = await ready()
  await expect(phone.supervise('1002', 'listen')).rejects.toMatchObject({
    whyNot: { code: 'supervision-not-configured' },
  })
  await phone.dial('1002')
  expect(call()?.supervision).toEqual({ status: 'none' })
  await expect(phone.setSupervision('barge')).rejects.toMatchObject({ whyNot: { code: 'no-supervision' } })
  await phone.dispose()
})

test('a mode that has no number, and a mode that cannot be changed, are refused', async () => {
  const { phone, call } = await ready({ listen: '*61{number}' })
  await expect(phone.supervise('1002', 'barge')).rejects.toMatchObject({ code: 'invalid-command' })
  await phone.supervise('1002', 'listen')
  await vi.waitUntil(() => call()?.phase === 'established', { interval: 1 })
  await expect(phone.setSupervision('barge')).rejects.toMatchObject({ whyNot: { code: 'supervision-fixed' } })
  await phone.dispose()
})

const service = { url: 'https://crm.example/supervisions' }

test('supervise asks the service where a mode has no number, calls what it names, and has it change the mode', async () => {
  const { world, phone, call } = await ready({ listen: '*61{number}', service })
  await phone.supervise('1002', 'whisper')
  await vi.waitUntil(() => call()?.phase === 'established', { interval: 1 })
  expect(world.asked.find(({ command }) => command.type === 'session.invite')?.command).toMatchObject({
    target: 'sip:77@pbx.example',
  })
  expect(call()).toMatchObject({ remote: { number: '1002' }, supervision: { status: 'supervising', mode: 'whisper' } })
  await phone.setSupervision('barge')
  expect(call()?.supervision).toMatchObject({ status: 'supervising', mode: 'barge' })
  expect(world.asked.filter(({ command }) => command.type === 'tone.send')).toEqual([])
  expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
  await phone.dispose()
})

test('supervise tells why the service has refused', async () => {
  const { phone } = await ready(
    { service },
    { supervision: () => [{ type: 'supervision.refused', failure: { code: 'forbidden', text: 'HTTP 403' } }] },
  )
  await expect(phone.supervise('1002', 'listen')).rejects.toMatchObject({ code: 'forbidden' })
  expect(phone.getState().calls).toEqual([])
  await phone.dispose()
})
