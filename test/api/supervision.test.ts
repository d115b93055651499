import { expect, test, vi } from 'vitest'
import type { PhoneConfig } from '../../src/api/config'
import { createPhoneCore } from '../../src/api/phone-core'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import { createScriptedWorld } from '../support/scripted-bindings'

const digits = { listen: '4', whisper: '5', barge: '6' }

async function ready(supervision?: PhoneConfig['supervision']) {
  const world = createScriptedWorld()
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
