import { expect, test, vi } from 'vitest'
import type { PhoneConfig } from '../../src/api/config'
import type { Phone } from '../../src/api/phone'
import { createPhoneCore } from '../../src/api/phone-core'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import { createScriptedWorld, kindWorld, type Script } from '../support/scripted-bindings'

const account = { uri: 'sip:1001@pbx.example', password: 'the-password' }

function start(changes: Partial<Script> = {}, config: Partial<PhoneConfig> = {}) {
  const world = createScriptedWorld(changes)
  const phone = createPhoneCore(
    { servers: ['wss://pbx.example'], account, trace: { states: true }, ...config },
    world.bind,
  )
  const events: string[] = []
  phone.on('*', ({ type }) => events.push(type))
  return { world, phone, events }
}

const until = (is: () => boolean) => vi.waitUntil(is, { interval: 1 })
const registered = (phone: Phone) => until(() => phone.getState().connection.status === 'registered')

async function started(changes?: Partial<Script>, config?: Partial<PhoneConfig>) {
  const parts = start(changes, config)
  await registered(parts.phone)
  return parts
}

async function ends(phone: Phone) {
  expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
  await phone.dispose()
}

test('a configured account signs in by itself, and its password is in no trace', async () => {
  const { phone, world, events } = await started()
  expect(phone.getState().session).toMatchObject({ status: 'signedIn', account: { user: '1001' } })
  expect(world.secrets).toEqual([{ username: '1001', password: 'the-password' }])
  expect(await phone.exportTrace()).not.toContain('the-password')
  expect(events).toEqual(['phone.ready', 'connection.registered', 'auth.signedIn', 'availability.changed'])
  await ends(phone)
})

test('what a server’s address has behind its path is in no trace, no state and no event', async () => {
  const { phone } = start({}, { servers: ['wss://pbx.example/ws?token=the-token'] })
  const events: unknown[] = []
  phone.on('*', (event) => events.push(event))
  await registered(phone)
  expect(phone.getState().connection).toMatchObject({ server: 'wss://pbx.example/ws' })
  expect(JSON.stringify([phone.getState(), events, await phone.exportTrace()])).not.toContain('the-token')
  await ends(phone)
})

test('dial resolves with the id of the call that rings, and the events carry the call’s view', async () => {
  const { phone } = await started()
  const phases: string[] = []
  phone.on('call.established', ({ call, callId }) => phases.push(`${callId} ${call.phase}`))
  const id = await phone.dial('1002', { name: 'Bob' })
  await until(() => phone.getState().calls[0]?.phase === 'established')
  expect(phone.getState().calls[0]).toMatchObject({
    id,
    direction: 'outgoing',
    remote: { number: '1002', name: 'Bob' },
  })
  expect(phases).toEqual([`${id} established`])
  await ends(phone)
})

test('a refusal before it rings rejects the dial with the status and the words of the wire', async () => {
  const { phone } = await started({
    session: () => [{ type: 'session.rejected', failure: { code: 'busy', sipStatus: 486, text: 'Busy Here' }, at: 9 }],
  })
  await expect(phone.dial('1002')).rejects.toMatchObject({
    name: 'PhoneError',
    code: 'busy',
    sipStatus: 486,
    retryable: true,
    message: 'The called party is busy (Busy Here)',
  })
  expect(phone.getState()).toMatchObject({ calls: [], lastCall: { ending: 'rejected', problem: { code: 'busy' } } })
  await ends(phone)
})

test('a command that the state does not allow is rejected in words, and enters nothing', async () => {
  const { phone } = await started()
  const id = await phone.dial('1002')
  await phone.hold(id)
  const entries = (await phone.exportTrace()).split('\n').length
  await expect(phone.hold(id)).rejects.toMatchObject({
    code: 'not-allowed',
    message: 'Not now: the call is already on hold',
    whyNot: { code: 'already-held' },
  })
  await expect(phone.answer(id)).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(phone.hangUp('nobody')).rejects.toMatchObject({ code: 'no-such-call' })
  await expect(phone.sendDtmf('x')).rejects.toMatchObject({ code: 'invalid-tones' })
  await expect(phone.sendDtmf('1', { durationMs: 39 })).rejects.toMatchObject({ code: 'invalid-tones' })
  await expect(phone.sendDtmf('1', { gapMs: 29 })).rejects.toMatchObject({ code: 'invalid-tones' })
  expect((await phone.exportTrace()).split('\n')).toHaveLength(entries)
  await ends(phone)
})

test('when a promise resolves, the state shows what it was about', async () => {
  const { phone } = await started()
  const id = await phone.dial('1002')
  await phone.mute(id)
  expect(phone.getState().calls[0]?.microphone).toBe('muted')
  await phone.unmute(id)
  await phone.hold(id)
  expect(phone.getState().calls[0]?.hold).toBe('held')
  await phone.resume()
  expect(phone.getState().calls[0]?.hold).toBe('none')
  await phone.sendDtmf('12')
  await phone.hangUp()
  expect(phone.getState().calls).toEqual([])
  await ends(phone)
})

test('the view is frozen, and its parts stay the same objects while nothing of theirs changes', async () => {
  const { phone } = await started()
  const id = await phone.dial('1002')
  await until(() => phone.getState().calls[0]?.phase === 'established')
  const before = phone.getState()
  await phone.mute(id)
  const after = phone.getState()
  expect(after).not.toBe(before)
  expect(after.session).toBe(before.session)
  expect(after.connection).toBe(before.connection)
  expect(after.devices).toBe(before.devices)
  expect(after.can).toBe(before.can)
  expect(after.calls[0]).not.toBe(before.calls[0])
  expect(() => Object.assign(after, { calls: [] })).toThrow(TypeError)
  expect(() => Object.assign(after.calls[0] as object, { phase: 'ended' })).toThrow(TypeError)
  expect(JSON.parse(JSON.stringify(after))).toEqual(after)
  await ends(phone)
})

test('subscribers hear of a state once, though many facts made it, and only when it changed', async () => {
  const { phone, world } = await started()
  const states: unknown[] = []
  phone.subscribe((state) => states.push(state))
  world.tellDevices({ type: 'playback.blocked' })
  world.tellDevices({ type: 'playback.blocked' })
  await until(() => phone.getState().devices.playback === 'blocked')
  await Promise.resolve()
  expect(new Set(states).size).toBe(states.length)
  await ends(phone)
})

test('a listener that throws stops neither the others nor the phone', async () => {
  const { phone, events } = await started()
  const thrown = vi.fn()
  const uncaught = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', thrown)
  try {
    phone.on('call.started', () => {
      throw new Error('of the host')
    })
    await phone.dial('1002')
    await until(() => thrown.mock.calls.length > 0)
    expect(events).toContain('call.established')
  } finally {
    process.removeAllListeners('uncaughtException')
    for (const listener of uncaught) process.on('uncaughtException', listener)
  }
  await ends(phone)
})

test('answering a second caller first holds the call that is talked on', async () => {
  const { phone, world, events } = await started()
  const first = await phone.dial('1002')
  await until(() => phone.getState().calls[0]?.phase === 'established')
  world.invite('in-1', 'Carol')
  await until(() => phone.getState().calls.length === 2)
  expect(phone.getState().focusedCallId).toBe(first)
  await phone.answer('in-1')
  expect(phone.getState().calls.map(({ hold }) => hold)).toEqual(['held', 'none'])
  expect(phone.getState().focusedCallId).toBe('in-1')
  expect(events.filter((type) => type === 'call.held' || type === 'call.answered')).toEqual([
    'call.held',
    'call.answered',
  ])
  await ends(phone)
})

test('a command without an id is for the call that it can be for', async () => {
  const { phone, world } = await started()
  await phone.dial('1002')
  await until(() => phone.getState().calls[0]?.phase === 'established')
  world.invite('in-1')
  await until(() => phone.getState().calls.length === 2)
  await phone.decline()
  expect(phone.getState().calls.map(({ phase }) => phase)).toEqual(['established'])
  await ends(phone)
})

test.each(['hangUp', 'mute', 'resume', 'hold'] as const)(
  'a %s that the focused call refuses is never meant for another call',
  async (command) => {
    const { phone } = await started()
    const first = await phone.dial('1002')
    await until(() => phone.getState().calls[0]?.phase === 'established')
    const second = await phone.dial('1003')
    await until(() => phone.getState().calls[1]?.phase === 'established')
    expect(phone.getState().focusedCallId).toBe(second)
    if (command === 'mute') await phone.mute()
    // Whether it can be merged depends on the other one.
    const others = () =>
      phone
        .getState()
        .calls.flatMap((call) => (call.id === first ? [{ ...call, can: { ...call.can, merge: null } }] : []))
    const before = others()
    const given = command === 'hangUp' ? [phone.hangUp(), phone.hangUp()] : [phone[command]()]
    if (command === 'hold') given.push(phone.hold())
    const [, again = given[0]] = given
    await expect(again).rejects.toMatchObject({ code: 'not-allowed' })
    await Promise.allSettled(given)
    expect(others()).toEqual(before)
    await ends(phone)
  },
)

test('what a host without types gives is refused in words, and breaks nothing', async () => {
  const { phone } = await started()
  const loose = phone as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
  await expect(loose.dial?.(600)).rejects.toMatchObject({ name: 'PhoneError', code: 'invalid-target' })
  await expect(loose.dial?.('1002', { name: 5 })).rejects.toMatchObject({ code: 'invalid-target' })
  await expect(loose.send?.({ type: 'nonsense' })).rejects.toMatchObject({ code: 'invalid-command' })
  await phone.dial('1002')
  await expect(loose.sendDtmf?.(5)).rejects.toMatchObject({ code: 'invalid-tones' })
  await phone.sendDtmf('5')
  await ends(phone)
})

test('the caller beyond the limit hears busy', async () => {
  const { phone, world } = await started({}, { maxCalls: 1 })
  world.invite('in-1')
  world.invite('in-2')
  await until(() => world.asked.some(({ command }) => command.type === 'invitation.refuse'))
  expect(phone.getState().calls.map(({ id }) => id)).toEqual(['in-1'])
  await expect(phone.dial('1002')).rejects.toMatchObject({ whyNot: { code: 'too-many-calls', params: { max: 1 } } })
  await ends(phone)
})

test('a wrong password rejects the sign-in, and the right one is taken after it', async () => {
  let attempts = 0
  const { phone } = start({
    connection: (command) => {
      if (command.type !== 'registration.register') return kindWorld.connection(command, '')
      attempts += 1
      return attempts === 1
        ? [{ type: 'registration.refused', failure: { code: 'wrong-credentials', sipStatus: 401 } }]
        : [{ type: 'registration.accepted', expiresAt: 9 }]
    },
  })
  await until(() => phone.getState().session.status === 'failed')
  expect(phone.getState().can.dial).toEqual({ code: 'not-connected' })
  await phone.signIn({ user: '1001', password: 'right' })
  expect(phone.getState().session.status).toBe('signedIn')
  await ends(phone)
})

test('a sign-in without a password is refused before anything enters', async () => {
  const { phone } = start({}, { account: { uri: 'sip:1001@pbx.example' } })
  await expect(phone.signIn()).rejects.toMatchObject({ code: 'wrong-credentials' })
  await expect(phone.signIn({ user: '1002' })).rejects.toMatchObject({ code: 'wrong-credentials' })
  expect(phone.getState().session).toMatchObject({ status: 'signedOut', account: { user: '1001' } })
  await ends(phone)
})

test('signing out hangs up, unregisters and resolves when offline', async () => {
  const { phone, world } = await started()
  await phone.dial('1002')
  await phone.signOut()
  expect(phone.getState()).toMatchObject({
    session: { status: 'signedOut' },
    connection: { status: 'offline' },
    calls: [],
  })
  const asked = world.asked.map(({ command }) => command.type)
  expect(asked.indexOf('session.bye')).toBeLessThan(asked.indexOf('registration.unregister'))
  await ends(phone)
})

test('disposing signs out, rejects what waits, and refuses what comes later', async () => {
  const { phone, world } = await started({ session: () => [] })
  const dialled = phone.dial('1002')
  const settled = expect(dialled).rejects.toMatchObject({ name: 'PhoneError' })
  await until(() => phone.getState().calls.length === 1)
  world.tellSession(phone.getState().calls[0]?.id ?? '', {
    type: 'session.progressed',
    progress: 'trying',
    at: 1,
  })
  const disposed = phone.dispose()
  // The far end never answers the CANCEL: the script's silence is ended by the wire.
  await until(() => world.asked.some(({ command }) => command.type === 'session.cancel'))
  world.tellSession(phone.getState().calls[0]?.id ?? '', {
    type: 'session.ended',
    by: 'local',
    failure: null,
    reason: null,
    at: 2,
  })
  await disposed
  await settled
  expect(world.isDisposed()).toBe(true)
  await expect(phone.dial('1')).rejects.toMatchObject({ code: 'disposed' })
  await phone.dispose()
})
