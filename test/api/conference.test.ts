import { describe, expect, test, vi } from 'vitest'
import type { PhoneConfig } from '../../src/api/config'
import type { PhoneEvent } from '../../src/api/events'
import { createPhoneCore } from '../../src/api/phone-core'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import { createScriptedWorld, kindWorld, type Script } from '../support/scripted-bindings'

/** Two calls: the first on hold, the second heard. */
async function twoCalls(changes: Partial<Script> = {}, config: Partial<PhoneConfig> = {}) {
  const world = createScriptedWorld(changes)
  const account = { uri: 'sip:1001@pbx.example', password: 'pw' }
  const servers = ['wss://pbx.example']
  const phone = createPhoneCore({ servers, account, trace: { states: true }, ...config }, world.bind)
  const events: PhoneEvent[] = []
  phone.on('*', (event) => events.push(event))
  const until = (is: () => boolean) => vi.waitUntil(is, { interval: 1 })
  await until(() => phone.getState().can.dial === true)
  const bob = await phone.dial('1002')
  await until(() => phone.getState().calls[0]?.phase === 'established')
  const carol = await phone.dial('1003')
  await until(() => phone.getState().calls[1]?.phase === 'established')
  const call = (id: string) => phone.getState().calls.find((other) => other.id === id)
  const told = () =>
    events.flatMap((event) =>
      /^call\.(merge|split)/.test(event.type) && 'callId' in event
        ? [`${event.type} ${event.callId === bob ? 'bob' : 'carol'}`]
        : [],
    )
  return { world, phone, bob, carol, call, until, told }
}

describe('a merge', () => {
  test('resumes the call on hold, and resolves when all hear each other', async () => {
    const { phone, world, bob, carol, call, told } = await twoCalls()
    expect(call(bob)).toMatchObject({ hold: 'held', can: { merge: true, split: { code: 'not-merged' } } })
    await phone.merge()
    expect(call(bob)).toMatchObject({
      hold: 'none',
      conference: { status: 'merged', with: [carol], sound: 'mixed' },
      can: { merge: { code: 'already-merged' }, split: true },
    })
    expect(call(carol)?.conference).toEqual({ status: 'merged', with: [bob], sound: 'mixed' })
    expect(world.asked.filter(({ port }) => port === 'mixCalls').map(({ command }) => command)).toEqual([
      { type: 'mix.set', callIds: [carol, bob] },
    ])
    expect(told()).toEqual(['call.merged carol', 'call.merged bob'])
    expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
    await phone.dispose()
  })

  test('and a split leaves the one call live and the other on hold', async () => {
    const { phone, bob, carol, call, told } = await twoCalls()
    await phone.merge()
    await phone.split(bob)
    expect([call(bob)?.hold, call(carol)?.hold]).toEqual(['none', 'held'])
    expect(call(bob)?.conference).toEqual({ status: 'none' })
    expect(told().slice(2)).toEqual(['call.split carol', 'call.split bob'])
    await phone.dispose()
  })

  test('a hold of one of the two takes it out, and the other is talked on with', async () => {
    const { phone, bob, carol, call } = await twoCalls()
    await phone.merge()
    await phone.hold(bob)
    expect([call(bob)?.hold, call(carol)?.hold]).toEqual(['held', 'none'])
    expect(call(carol)?.conference).toEqual({ status: 'none' })
    await phone.dispose()
  })

  test('a third call holds both, and a merge brings them all together', async () => {
    const { phone, bob, carol, call, until } = await twoCalls()
    await phone.merge()
    const dave = await phone.dial('1004')
    await until(() => call(dave)?.phase === 'established')
    expect([call(bob)?.hold, call(carol)?.hold]).toEqual(['held', 'held'])
    await phone.merge()
    const { conference } = call(dave) ?? {}
    expect(conference?.status === 'merged' && [...conference.with].sort()).toEqual([bob, carol].sort())
    await phone.dispose()
  })

  test('mutes us for all, and so does a mute of either; who was muted before stays so for both', async () => {
    const { phone, bob, carol, call, until } = await twoCalls()
    await phone.mute(carol)
    await phone.merge()
    await until(() => call(bob)?.microphone === 'muted')
    await phone.unmute(bob)
    await until(() => call(carol)?.microphone === 'open')
    await phone.mute(carol)
    await until(() => call(bob)?.microphone === 'muted')
    await phone.dispose()
  })

  test('that a far end refuses rejects, and both calls are as they were', async () => {
    const failure = { code: 'not-acceptable', sipStatus: 488 } as const
    const { phone, bob, carol, call } = await twoCalls({
      session: (command, callId) =>
        command.type === 'session.offer' && !command.offer.hold
          ? [{ type: 'session.offerRefused', failure }]
          : kindWorld.session(command, callId),
    })
    await expect(phone.merge()).rejects.toMatchObject({ code: 'not-resumed' })
    expect([call(bob)?.hold, call(carol)?.hold]).toEqual(['held', 'none'])
    expect(call(carol)?.conference).toEqual({ status: 'failed', problem: { code: 'not-resumed' } })
    await phone.dispose()
  })

  test('that the browser keeps silent rejects, and the resumed call is held again', async () => {
    const { phone, bob, call, until } = await twoCalls({
      mixer: () => [{ type: 'mix.refused', failure: { code: 'audio-blocked' } }],
    })
    await expect(phone.merge()).rejects.toMatchObject({ code: 'audio-blocked' })
    await until(() => call(bob)?.hold === 'held')
    await phone.dispose()
  })

  test('is refused in words where there is nobody to merge with, or somebody would be left out', async () => {
    const { phone, bob, carol } = await twoCalls()
    await expect(phone.merge(bob, { with: ['nobody'] })).rejects.toMatchObject({ code: 'no-such-call' })
    await expect(phone.merge(bob, { with: [] })).rejects.toMatchObject({ code: 'invalid-command' })
    const dave = await phone.dial('1004')
    await vi.waitUntil(() => phone.getState().calls[2]?.phase === 'established', { interval: 1 })
    await expect(phone.merge(bob, { with: [carol] })).rejects.toMatchObject({
      code: 'not-allowed',
      whyNot: { code: 'another-call-live' },
    })
    await Promise.all([phone.hangUp(carol), phone.hangUp(dave)])
    await expect(phone.merge()).rejects.toMatchObject({ code: 'not-allowed', whyNot: { code: 'no-other-call' } })
    await expect(phone.split()).rejects.toMatchObject({ code: 'not-allowed', whyNot: { code: 'not-merged' } })
    await phone.dispose()
  })
})

describe('a merge at the server', () => {
  test('calls the conference, sends both far ends there, and leaves one call', async () => {
    const { phone, world, until } = await twoCalls({}, { conference: { uri: '640' } })
    await phone.merge()
    await until(() => phone.getState().calls.length === 1)
    expect(phone.getState().calls[0]?.remote.number).toBe('640')
    expect(world.asked.filter(({ command }) => command.type === 'session.refer').map(({ command }) => command)).toEqual(
      Array.from({ length: 2 }, () => ({
        type: 'session.refer',
        target: 'sip:640@pbx.example',
        replacesCallId: null,
        data: null,
      })),
    )
    expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
    await phone.dispose()
  })

  test('that the server refuses rejects, and goes back to the call that was heard', async () => {
    const failure = { code: 'busy', sipStatus: 486 } as const
    const { phone, bob, carol, call, until } = await twoCalls(
      {
        session: (command, callId) =>
          command.type === 'session.invite' && command.target.includes('640')
            ? [{ type: 'session.rejected', failure, at: 2_000 }]
            : kindWorld.session(command, callId),
      },
      { conference: { uri: 'sip:640@pbx.example' } },
    )
    await expect(phone.merge()).rejects.toMatchObject({ code: 'busy' })
    await until(() => call(carol)?.hold === 'none')
    expect(call(bob)?.hold).toBe('held')
    await phone.dispose()
  })
})
