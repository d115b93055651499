import { expect, test, vi } from 'vitest'
import type { PhoneConfig } from '../../src/api/config'
import type { PhoneEvent } from '../../src/api/events'
import { createPhoneCore } from '../../src/api/phone-core'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import { createScriptedWorld, type Script } from '../support/scripted-bindings'

async function talking(recording?: PhoneConfig['recording'], changes: Partial<Script> = {}) {
  const world = createScriptedWorld(changes)
  const account = { uri: 'sip:1001@pbx.example', password: 'pw' }
  const config = { servers: ['wss://pbx.example'], account, trace: { states: true }, ...(recording && { recording }) }
  const phone = createPhoneCore(config, world.bind)
  const events: PhoneEvent[] = []
  phone.on('*', (event) => events.push(event))
  await vi.waitUntil(() => phone.getState().can.dial === true, { interval: 1 })
  const callId = await phone.dial('1002')
  await vi.waitUntil(() => phone.getState().calls[0]?.phase === 'established', { interval: 1 })
  const told = () =>
    events.flatMap((event) =>
      event.type === 'call.recordingStarted' || event.type === 'call.recordingStopped'
        ? [`${event.type} ${event.confirmation}`]
        : [],
    )
  return { world, phone, callId, told, call: () => phone.getState().calls[0] }
}

test('recording starts and stops when the server has said so', async () => {
  const { phone, call, told } = await talking({ by: 'info' })
  expect(call()).toMatchObject({
    recording: 'off',
    can: { startRecording: true, stopRecording: { code: 'not-recording' } },
  })
  await phone.startRecording()
  expect(call()).toMatchObject({
    recording: 'on',
    can: { startRecording: { code: 'already-recording' }, stopRecording: true },
  })
  await phone.stopRecording()
  expect(call()?.recording).toBe('off')
  expect(told()).toEqual(['call.recordingStarted confirmed', 'call.recordingStopped confirmed'])
  expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
  await phone.dispose()
})

test('recording by a code sends its digits after those that wait, and is presumed', async () => {
  const { phone, world, call, told } = await talking({ by: 'code', start: '*1', stop: '*2' })
  const digits = phone.sendDtmf('42')
  await phone.startRecording()
  await digits
  expect(call()?.recording).toBe('presumedOn')
  const sent = world.asked.flatMap(({ command }) => (command.type === 'tone.send' ? [command] : []))
  expect(sent.map((command) => (command as unknown as { tone: string }).tone).join('')).toBe('42*1')
  expect(told()).toEqual(['call.recordingStarted presumed'])
  expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
  await phone.dispose()
})

test('recording that is refused rejects, and the call says why', async () => {
  const failure = { code: 'forbidden', sipStatus: 403 } as const
  const { phone, call, told } = await talking(
    { by: 'info' },
    { recording: () => [{ type: 'recording.refused', failure }] },
  )
  await expect(phone.startRecording()).rejects.toMatchObject({ code: 'forbidden', sipStatus: 403 })
  expect(call()).toMatchObject({ recording: 'off', problem: { code: 'forbidden' } })
  expect(told()).toEqual([])
  await phone.dispose()
})

test('recording that nobody has configured is not allowed; that the server records is shown all the same', async () => {
  const { phone, world, callId, call } = await talking()
  await expect(phone.startRecording()).rejects.toMatchObject({
    code: 'not-allowed',
    whyNot: { code: 'recording-not-configured' },
  })
  world.tellSession(callId, { type: 'session.recordingTold', recording: 'on' })
  await vi.waitUntil(() => call()?.recording === 'on', { interval: 1 })
  await phone.dispose()
})

test('a hang-up settles a recording that is being started', async () => {
  const { phone } = await talking({ by: 'info' }, { recording: () => [] })
  const started = phone.startRecording()
  const refusal = expect(started).rejects.toMatchObject({ code: 'ended' })
  await phone.hangUp()
  await refusal
  await phone.dispose()
})
