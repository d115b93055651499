import { expect, test, vi } from 'vitest'
import type { PhoneConfig } from '../../src/api/config'
import type { PhoneEvent } from '../../src/api/events'
import { createPhoneCore } from '../../src/api/phone-core'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import { createScriptedWorld, kindWorld, type Script } from '../support/scripted-bindings'

async function talking(config: Partial<PhoneConfig> = {}, changes: Partial<Script> = {}) {
  const world = createScriptedWorld(changes)
  const account = { uri: 'sip:1001@pbx.example', password: 'pw' }
  const phone = createPhoneCore(
    { servers: ['wss://pbx.example'], account, trace: { states: true }, ...config },
    world.bind,
  )
  const events: PhoneEvent[] = []
  phone.on('*', (event) => events.push(event))
  await vi.waitUntil(() => phone.getState().can.dial === true, { interval: 1 })
  const callId = await phone.dial('1002')
  await vi.waitUntil(() => phone.getState().calls[0]?.phase === 'established', { interval: 1 })
  const requests = () => events.filter(({ type }) => type.startsWith('call.transferRequest'))
  const asked = (port: string) => world.asked.filter((one) => one.port === port).map(({ command }) => command.type)
  return { world, phone, callId, events, requests, asked }
}

async function askedFor(config: Partial<PhoneConfig> = {}, changes: Partial<Script> = {}) {
  const talk = await talking(config, changes)
  talk.world.requestTransfer(talk.callId, 'new')
  await vi.waitUntil(() => talk.phone.getState().calls[0]?.transferRequest.status === 'asked', { interval: 1 })
  return talk
}

test('being transferred: the person is asked, and nobody is called meanwhile', async () => {
  const { phone, requests, asked } = await askedFor()
  expect(phone.getState().calls).toMatchObject([
    {
      transferRequest: { status: 'asked', kind: 'blind', target: { number: '1003', name: 'Carol' }, by: null },
      can: { acceptTransfer: true, refuseTransfer: true },
    },
  ])
  expect(requests()).toMatchObject([{ type: 'call.transferRequested', target: { number: '1003' } }])
  expect(asked('watchTransferRequests')).toEqual([])
  await phone.dispose()
})

test('being transferred: yes resolves with the new call, which takes the place of the old one', async () => {
  const { phone, callId, requests, asked } = await askedFor()
  expect(await phone.acceptTransfer()).toBe('new')
  await vi.waitUntil(() => phone.getState().calls.length === 1, { interval: 1 })
  expect(phone.getState()).toMatchObject({
    calls: [{ id: 'new', phase: 'established', remote: { number: '1003' }, transferRequest: { status: 'none' } }],
    lastCall: { callId, ending: 'transferred', endedBy: 'local' },
  })
  expect(requests().map(({ type }) => type)).toEqual(['call.transferRequested', 'call.transferRequestFollowed'])
  expect(asked('watchTransferRequests')).toEqual(['refer.accept'])
  expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
  await phone.dispose()
})

test('being transferred: it is possible where there is room for one call alone, since the new one replaces it', async () => {
  const { phone } = await askedFor({ maxCalls: 1 })
  expect(phone.getState().can.dial).toEqual({ code: 'too-many-calls', params: { max: 1 } })
  expect(await phone.acceptTransfer()).toBe('new')
  await phone.dispose()
})

test('being transferred: no is a 603, and the call is as it was', async () => {
  const { phone, requests, world } = await askedFor()
  await phone.refuseTransfer()
  expect(phone.getState().calls).toMatchObject([{ phase: 'established', transferRequest: { status: 'none' } }])
  expect(requests().at(-1)).toMatchObject({ type: 'call.transferRequestRefused', by: 'person' })
  expect(world.asked.at(-1)?.command).toEqual({ type: 'refer.refuse', requestId: 'new', reason: 'declined' })
  await phone.dispose()
})

test('being transferred: when the target is busy the person is back in the call, and reads why', async () => {
  const failure = { code: 'busy', sipStatus: 486 } as const
  const { phone, callId, requests } = await askedFor(
    {},
    {
      session: (command, id) =>
        command.type === 'session.invite' && id === 'new'
          ? [{ type: 'session.rejected', failure, at: 1 }]
          : kindWorld.session(command, id),
    },
  )
  await expect(phone.acceptTransfer()).rejects.toMatchObject({ code: 'busy', sipStatus: 486 })
  await vi.waitUntil(() => phone.getState().calls[0]?.hold === 'none', { interval: 1 })
  expect(phone.getState().calls).toMatchObject([
    { id: callId, phase: 'established', transferRequest: { status: 'failed', problem: failure } },
  ])
  expect(requests().at(-1)).toMatchObject({ type: 'call.transferRequestFailed', problem: failure })
  expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
  await phone.dispose()
})

test('being transferred: without a request there is nothing to accept or to refuse', async () => {
  const { phone } = await talking()
  for (const answer of [phone.acceptTransfer(), phone.refuseTransfer()])
    await expect(answer).rejects.toMatchObject({ code: 'not-allowed', whyNot: { code: 'no-transfer-request' } })
  await phone.dispose()
})

test.each([
  ['refuse', ['refer.refuse'], 'call.transferRequestRefused'],
  ['accept', ['refer.accept'], 'call.transferRequestFollowed'],
] as const)('being transferred: a host that has it decided as %s asks nobody', async (policy, answers, told) => {
  const { phone, world, callId, asked, requests } = await talking({ features: { transferRequests: policy } })
  world.requestTransfer(callId, 'new')
  await vi.waitUntil(() => requests().some(({ type }) => type === told), { interval: 1 })
  expect(asked('watchTransferRequests')).toEqual(answers)
  await phone.dispose()
})

test('a call whose far end is replaced keeps its id, and says who it is now', async () => {
  const { phone, world, callId, events } = await talking()
  const remote = { number: '1003', name: 'Carol', uri: 'sip:1003@pbx.example' }
  world.tellSession(callId, { type: 'session.replaced', remote })
  await vi.waitUntil(() => events.some(({ type }) => type === 'call.replaced'), { interval: 1 })
  expect(phone.getState().calls).toMatchObject([{ id: callId, phase: 'established', remote }])
  await phone.dispose()
})
