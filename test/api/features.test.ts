import { describe, expect, test, vi } from 'vitest'
import type { FeaturesConfig } from '../../src/api/config'
import type { PhoneEvent } from '../../src/api/events'
import { pickupNumber, readFeatures, readSlots } from '../../src/api/features'
import { createPhoneCore } from '../../src/api/phone-core'
import { validateConfig } from '../../src/api/validate-config'
import type { ResourceFact } from '../../src/machines/ports/watching'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import { createScriptedWorld, kindWorld, type Script } from '../support/scripted-bindings'

const everything: FeaturesConfig = {
  parking: { extension: '700', slots: ['701-703'] },
  colleagues: [{ number: '1002', name: 'Bob' }, { number: '1003' }],
  voicemail: { number: '612' },
}

async function ready(features?: FeaturesConfig, changes: Partial<Script> = {}) {
  const world = createScriptedWorld(changes)
  const account = { uri: 'sip:1001@pbx.example', password: 'pw' }
  const config = { servers: ['wss://pbx.example'], account, trace: { states: true }, ...(features && { features }) }
  const phone = createPhoneCore(config, world.bind)
  const events: PhoneEvent[] = []
  phone.on('*', (event) => events.push(event))
  await vi.waitUntil(() => phone.getState().can.dial === true, { interval: 1 })
  return { world, phone, events }
}

const uri = (number: string) => `sip:${number}@pbx.example`
const dialogs = (...states: ('early' | 'confirmed')[]): ResourceFact => ({
  type: 'resource.notified',
  state: { package: 'dialog', dialogs: states.map((state) => ({ state, direction: 'incoming', remote: null })) },
  at: 5_000,
})

describe('slots', () => {
  test.each([
    [['701-703'], ['701', '702', '703']],
    [
      ['07', '09-10', '07'],
      ['07', '09', '10'],
    ],
    [['*5'], ['*5']],
    [['1-200'], Array.from({ length: 200 }, (_, index) => `${index + 1}`)],
    [['1-201'], null],
    [['7 1'], null],
    [['<x>'], null],
  ])('%j', (text, slots) => {
    expect(readSlots(text)).toEqual(slots)
  })
})

test('what is configured reaches the charts as whole addresses', () => {
  expect(readFeatures({ ...everything, voicemail: { number: '612', watch: 'none' } }, 'pbx.example')).toMatchObject({
    colleagues: [{ number: '1002', name: 'Bob', resource: { package: 'dialog', uri: uri('1002') } }, { name: null }],
    parkingLot: {
      source: 'subscription',
      extension: uri('700'),
      slots: [{ slot: '701', target: uri('*701'), uri: uri('701') }, {}, {}],
    },
    voicemail: { source: 'none', uri: uri('612') },
  })
})

test.each([
  [{ parking: { slots: 'all' } }, 'features.parking.slots'],
  [{ parking: { slots: ['1-900'] } }, 'features.parking.slots'],
  [{ parking: { slots: [], extension: 'a b' } }, 'features.parking.extension'],
  [{ parking: { slots: [], code: '*70' } }, 'features.parking.code'],
  [{ parking: { slots: [], watch: { url: '/parked', everyMs: 10 } } }, 'features.parking.watch'],
  [{ colleagues: [{ name: 'Bob' }] }, 'features.colleagues[0].number'],
  [{ colleagues: [{ number: '1002', watch: 'closely' }] }, 'features.colleagues[0].watch'],
  [{ pickupCode: '*8' }, 'features.pickupCode'],
  [{ voicemail: { number: '' } }, 'features.voicemail.number'],
  [{ voicemail: true }, 'features.voicemail'],
])('a wrong field is named: %j', (features, field) => {
  expect(() => validateConfig({ servers: ['wss://pbx.example'], features })).toThrow(field)
})

describe('park', () => {
  test('resolves with the slot, and the call is over', async () => {
    const { world, phone, events } = await ready(everything)
    await phone.dial('555')
    await vi.waitUntil(() => phone.getState().calls[0]?.phase === 'established', { interval: 1 })
    expect(await phone.park({ slot: '702' })).toBe('702')
    expect(world.asked.map(({ command }) => command)).toContainEqual({
      type: 'session.refer',
      target: uri('*702'),
      replacesCallId: null,
      data: null,
    })
    await vi.waitUntil(() => phone.getState().calls.length === 0, { interval: 1 })
    const { lastCall, parkingLot } = phone.getState()
    expect([lastCall?.ending, parkingLot.calls[0]?.remote?.number]).toEqual(['parked', '555'])
    expect(events.find(({ type }) => type === 'call.parked')).toMatchObject({ slot: '702', remote: { number: '555' } })
    expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
    await phone.dispose()
  })

  test('that is refused says so in the call, which is as it was', async () => {
    const { phone, events } = await ready(everything, {
      session: (command, callId) =>
        command.type === 'session.refer'
          ? [{ type: 'session.referRefused', failure: { code: 'not-found', sipStatus: 404 } }]
          : kindWorld.session(command, callId),
    })
    await phone.dial('555')
    await vi.waitUntil(() => phone.getState().calls[0]?.phase === 'established', { interval: 1 })
    await expect(phone.park({ slot: '702' })).rejects.toMatchObject({ code: 'not-found' })
    expect(phone.getState().calls[0]).toMatchObject({
      phase: 'established',
      parking: { status: 'failed', problem: { code: 'not-found' } },
      can: { park: true, transfer: true },
    })
    expect(events.some(({ type }) => type === 'call.parkFailed')).toBe(true)
    await phone.dispose()
  })

  test('in the first free slot where the server chooses none, and in none when all are taken', async () => {
    const { world, phone } = await ready({ parking: { slots: ['701', '702'] } })
    world.tellResource(uri('701'), dialogs('confirmed'))
    await phone.dial('555')
    await vi.waitUntil(() => phone.getState().calls[0]?.phase === 'established', { interval: 1 })
    world.tellResource(uri('702'), dialogs('confirmed'))
    await vi.waitUntil(() => phone.getState().parkingLot.calls.length === 2, { interval: 1 })
    await expect(phone.park()).rejects.toMatchObject({ code: 'not-allowed', whyNot: { code: 'no-free-slot' } })
    world.tellResource(uri('702'), dialogs())
    await vi.waitUntil(() => phone.getState().parkingLot.calls.length === 1, { interval: 1 })
    expect(await phone.park()).toBe('702')
    await phone.dispose()
  })

  test('needs a lot, and a slot that there is', async () => {
    const without = await ready()
    await without.phone.dial('555')
    await expect(without.phone.park()).rejects.toMatchObject({ whyNot: { code: 'parking-not-configured' } })
    await without.phone.dispose()
    const { phone } = await ready(everything)
    await phone.dial('555')
    await vi.waitUntil(() => phone.getState().calls[0]?.phase === 'established', { interval: 1 })
    await expect(phone.park({ slot: '999' })).rejects.toMatchObject({ code: 'invalid-slot' })
    await phone.dispose()
  })
})

test('pick up: a slot is called, and a colleague’s number by the code', async () => {
  expect([pickupNumber('702', { servers: [], features: everything }), pickupNumber('1002', { servers: [] })]).toEqual([
    '702',
    '*81002',
  ])
  expect(pickupNumber('1002', { servers: [], features: { pickupCode: '**{number}' } })).toBe('**1002')
  const { world, phone } = await ready(everything)
  await phone.pickUp('1002')
  expect(world.asked.map(({ command }) => command)).toContainEqual({ type: 'session.invite', target: uri('*81002') })
  expect(phone.getState().calls[0]?.remote).toMatchObject({ number: '*81002', name: 'Bob' })
  await phone.dispose()
})

test('presence, the parking lot and voicemail are in the state, and what changes is told', async () => {
  const { world, phone, events } = await ready(everything)
  expect(phone.getState()).toMatchObject({
    colleagues: [{ number: '1002', status: 'unknown' }, { status: 'unknown' }],
    parkingLot: { status: 'unknown', slots: ['701', '702', '703'], calls: [] },
    voicemail: { status: 'unknown' },
  })
  world.tellResource(uri('1002'), dialogs('early'))
  world.tellResource(uri('701'), dialogs('confirmed'))
  world.tellResource(uri('1001'), {
    type: 'resource.notified',
    state: { package: 'message-summary', newMessages: 2, oldMessages: 1, urgentMessages: 0 },
    at: 5_000,
  })
  await vi.waitUntil(() => phone.getState().voicemail.status === 'waiting', { interval: 1 })
  expect(phone.getState()).toMatchObject({
    colleagues: [{ status: 'ringing' }, {}],
    parkingLot: { status: 'watched', calls: [{ slot: '701', remote: null, since: 5_000 }] },
    voicemail: { newMessages: 2 },
  })
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['presence.changed', 'parkingLot.changed', 'voicemail.changed']),
  )
  await phone.dispose()
})

describe('messages', () => {
  test('go out and come in', async () => {
    const { world, phone, events } = await ready()
    await phone.sendMessage('1002', 'Hello')
    world.tellMessage({
      type: 'message.arrived',
      messageId: 'in',
      remote: { number: '1002', name: null, uri: uri('1002') },
      text: 'Hi',
      at: 9,
    })
    await vi.waitUntil(() => phone.getState().messages.length === 2, { interval: 1 })
    const [first, second] = phone.getState().messages
    expect([first?.delivery, second?.delivery]).toEqual(['sent', 'received'])
    expect(events.filter(({ type }) => type.startsWith('message.')).map(({ type }) => type)).toEqual([
      'message.sent',
      'message.received',
    ])
    await phone.dispose()
  })

  test.each(['', '  ', 'a'.repeat(1_001)])('of a wrong size are refused', async (text) => {
    const { phone } = await ready()
    await expect(phone.sendMessage('1002', text)).rejects.toMatchObject({ code: 'invalid-message' })
    await phone.dispose()
  })
})

test('voicemail is called by its number', async () => {
  const { world, phone } = await ready(everything)
  await phone.callVoicemail()
  expect(world.asked.map(({ command }) => command)).toContainEqual({ type: 'session.invite', target: uri('612') })
  await phone.dispose()
})
