import { expect, test, vi } from 'vitest'
import type { PhoneEvent } from '../../src/api/events'
import { createPhoneCore } from '../../src/api/phone-core'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import { createScriptedWorld, kindWorld, type Script } from '../support/scripted-bindings'

async function talking(changes: Partial<Script> = {}) {
  const world = createScriptedWorld(changes)
  const account = { uri: 'sip:1001@pbx.example', password: 'pw' }
  const phone = createPhoneCore({ servers: ['wss://pbx.example'], account, trace: { states: true } }, world.bind)
  const events: PhoneEvent[] = []
  phone.on('*', (event) => events.push(event))
  await vi.waitUntil(() => phone.getState().can.dial === true, { interval: 1 })
  const callId = await phone.dial('1002')
  await vi.waitUntil(() => phone.getState().calls[0]?.phase === 'established', { interval: 1 })
  const transfers = () => events.filter(({ type }) => type.startsWith('call.transfer')).map(({ type }) => type)
  return { world, phone, callId, events, transfers }
}

const referred = (facts: ReturnType<Script['session']>): Partial<Script> => ({
  session: (command, callId) => (command.type === 'session.refer' ? facts : kindWorld.session(command, callId)),
})

test('a blind transfer resolves when the far end has got there, and the record says so', async () => {
  const { phone, world, callId, events, transfers } = await talking()
  await phone.transfer('1003', { data: 'ticket 7' })
  expect(world.asked.map(({ command }) => command)).toContainEqual({
    type: 'session.refer',
    target: 'sip:1003@pbx.example',
    replacesCallId: null,
    data: 'ticket 7',
  })
  await vi.waitUntil(() => phone.getState().calls.length === 0, { interval: 1 })
  expect(phone.getState().lastCall).toMatchObject({ callId, ending: 'transferred' })
  expect(transfers()).toEqual(['call.transferStarted', 'call.transferProgressed', 'call.transferred'])
  expect(events.find(({ type }) => type === 'call.transferStarted')).toMatchObject({
    kind: 'blind',
    target: { number: '1003' },
  })
  expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
  await phone.dispose()
})

test('one that fails rejects, and is shown in the call, which is as it was', async () => {
  const failure = { code: 'busy', sipStatus: 486 } as const
  const { phone, transfers } = await talking(referred([{ type: 'session.referEnded', ok: false, failure }]))
  await expect(phone.transfer('1003')).rejects.toMatchObject({ code: 'busy', sipStatus: 486 })
  expect(phone.getState().calls[0]).toMatchObject({
    phase: 'established',
    transfer: { status: 'failed', problem: failure },
    can: { transfer: true },
  })
  expect(transfers()).toEqual(['call.transferStarted', 'call.transferFailed'])
  await phone.dispose()
})

test('while one is under way another is not allowed, nor can it be called back', async () => {
  const { phone } = await talking(referred([]))
  const outcome = phone.transfer('1003').catch((error: unknown) => error)
  await vi.waitUntil(() => phone.getState().calls[0]?.transfer.status === 'referring', { interval: 1 })
  const refused = { code: 'not-allowed' }
  await expect(phone.transfer('1004')).rejects.toMatchObject({ ...refused, whyNot: { code: 'transfer-underway' } })
  await expect(phone.cancelTransfer()).rejects.toMatchObject({ ...refused, whyNot: { code: 'nothing-to-cancel' } })
  await expect(phone.completeTransfer()).rejects.toMatchObject({ ...refused, whyNot: { code: 'no-consultation' } })
  await phone.hangUp()
  expect(await outcome).toMatchObject({ code: 'ended' })
  await phone.dispose()
})

test('an attended transfer: the call waits, the target is asked, and both are joined', async () => {
  const { phone, world, callId } = await talking()
  const consultId = await phone.consult('1003')
  await vi.waitUntil(() => phone.getState().calls[1]?.phase === 'established', { interval: 1 })
  const { calls } = phone.getState()
  expect(calls.map(({ hold }) => hold)).toEqual(['held', 'none'])
  expect(calls[0]?.transfer).toMatchObject({ status: 'consulting', consultation: 'talking', consultCallId: consultId })
  expect(calls[1]?.transfer).toEqual({ status: 'consultation', callId })
  await phone.completeTransfer()
  expect(world.asked.map(({ command }) => command)).toContainEqual(
    expect.objectContaining({ type: 'session.refer', replacesCallId: consultId }),
  )
  await vi.waitUntil(() => phone.getState().calls.length === 0, { interval: 1 })
  expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
  await phone.dispose()
})

test('cancelled, the target is hung up and the call resumed', async () => {
  const { phone, callId, transfers } = await talking()
  await phone.consult('1003')
  await vi.waitUntil(() => phone.getState().calls[1]?.phase === 'established', { interval: 1 })
  await phone.cancelTransfer()
  await vi.waitUntil(() => phone.getState().calls.length === 1, { interval: 1 })
  expect(phone.getState().calls[0]).toMatchObject({ id: callId, hold: 'none', transfer: { status: 'none' } })
  expect(transfers()).toEqual(['call.transferStarted', 'call.transferCancelled'])
  await phone.dispose()
})

test('a consultation for which the call cannot be held is refused, and forgotten', async () => {
  const { phone, transfers } = await talking({
    session: (command, callId) =>
      command.type === 'session.offer'
        ? [{ type: 'session.offerRefused', failure: { code: 'not-acceptable' } }]
        : kindWorld.session(command, callId),
  })
  await expect(phone.consult('1003')).rejects.toMatchObject({ code: 'other-call-not-held' })
  expect(phone.getState().calls[0]).toMatchObject({ hold: 'none', transfer: { status: 'none' } })
  expect(transfers()).toEqual(['call.transferStarted', 'call.transferCancelled'])
  await phone.dispose()
})

test.each(['x'.repeat(491), 'a\r\nb'])(
  'what does not fit a header is refused before anything happens',
  async (data) => {
    const { phone, transfers } = await talking()
    await expect(phone.transfer('1003', { data })).rejects.toMatchObject({ code: 'invalid-data' })
    await expect(phone.consult('1003', { data })).rejects.toMatchObject({ code: 'invalid-data' })
    expect(transfers()).toEqual([])
    await phone.dispose()
  },
)
