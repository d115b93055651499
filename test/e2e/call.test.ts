import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from './support/agent'
import { Stage } from './support/stage'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

async function talk(): Promise<[Agent, Agent]> {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  await alice.number.fill('1002')
  await alice.number.press('Enter')
  await bob.button('Answer').click()
  for (const agent of [alice, bob])
    await agent.until(
      'the call is established and media flow',
      ({ calls: [call] }) => call?.phase === 'established' && call.media === 'flowing',
    )
  return [alice, bob]
}

test('the phone comes from another origin than its host shell', async () => {
  const alice = await stage.openReady('1001')
  expect(new URL(stage.demo.remoteUrl).origin).not.toBe(new URL(alice.page.url()).origin)
  const loaded = await alice.page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin),
  )
  expect(loaded).toContain(new URL(stage.demo.remoteUrl).origin)
  expect([...new Set(loaded)].sort()).toEqual(
    [new URL(stage.demo.remoteUrl).origin, new URL(alice.page.url()).origin].sort(),
  )
})

test('Alice clicks a customer’s number in the host shell, Bob answers, and both hear each other', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  await alice.page.getByRole('button', { name: /1002/ }).first().click()
  await bob.until('it rings', ({ calls: [call] }) => call?.phase === 'alerting')
  await expect.poll(() => alice.panel.getByText('Ringing').count()).toBeGreaterThan(0)
  await bob.button('Answer').click()
  await Promise.all([alice.untilHears(), bob.untilHears()])
  expect((await bob.call())?.remote).toMatchObject({ number: '1001', name: 'Alice' })
  await alice.button('Hang up').first().click()
  const { lastCall } = await bob.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'completed', endedBy: 'remote', direction: 'incoming' })
  expect((await alice.state()).lastCall).toMatchObject({ ending: 'completed', endedBy: 'local', direction: 'outgoing' })
})

test('the callee may hang up as well', async () => {
  const [alice, bob] = await talk()
  await bob.button('Hang up').first().click()
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'completed', endedBy: 'remote' })
})

test('a hold is confirmed by the wire, seen by the other side, silent, and undone by resuming', async () => {
  const [alice, bob] = await talk()
  await Promise.all([alice.untilHears(), bob.untilHears()])

  await alice.button('Hold').click()
  await alice.until('the call is held', ({ calls: [call] }) => call?.hold === 'held')
  await bob.until('Alice has put Bob on hold', ({ calls: [call] }) => call?.remoteHold === 'held')
  expect(stage.seen('held')).toMatchObject([{ by: 'caller', direction: 'sendonly' }])
  await expect.poll(() => bob.panel.getByText(/put you on hold/i).count()).toBeGreaterThan(0)
  // What was under way when the sound was cut is played out; then Bob hears nothing, and Alice neither.
  await bob.energyOverPackets(25)
  expect(await bob.energyOverPackets(50)).toBeLessThan(1e-5)

  await alice.button('Resume').click()
  await alice.until('the call is live again', ({ calls: [call] }) => call?.hold === 'none')
  await bob.until('Bob is off hold', ({ calls: [call] }) => call?.remoteHold === 'none')
  await Promise.all([alice.untilHears(), bob.untilHears()])
  await alice.button('Hang up').first().click()
})

test('mute silences the sender, though packets go on, and unmute gives the voice back', async () => {
  const [alice, bob] = await talk()
  await bob.untilHears()
  await alice.button('Mute').click()
  await alice.until('the microphone is muted', ({ calls: [call] }) => call?.microphone === 'muted')
  // What was under way when the microphone closed is played out first.
  await bob.energyOverPackets(50)
  expect(await bob.energyOverPackets(100)).toBeLessThan(1e-5)
  await alice.button('Unmute').click()
  await alice.until('the microphone is open', ({ calls: [call] }) => call?.microphone === 'open')
  await bob.untilHears()
  await bob.button('Hang up').first().click()
})

test('digits typed on the keypad arrive at the PBX as RFC 4733 events', async () => {
  const [alice] = await talk()
  await alice.button('Keypad').click()
  const keypad = alice.panel.getByRole('group', { name: 'Keypad' })
  for (const digit of ['4', '2', '#']) await keypad.getByRole('button', { name: new RegExp(`^${digit}`) }).click()
  await alice.until('the tones are out', ({ calls: [call] }) => call?.pendingTones === '')
  await expect
    .poll(() => stage.seen('dtmf').map(({ digit, method }) => `${digit} ${method}`))
    .toEqual(['4 rfc4733', '2 rfc4733', '# rfc4733'])
  await alice.button('Hang up').first().click()
})

test('600 says back what Alice says', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilHears()
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('a second call holds the first, and each of the two can be resumed', async () => {
  const [alice, bob] = await talk()
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await bob.until('Alice has put Bob on hold', ({ calls: [call] }) => call?.remoteHold === 'held')
  const { calls, focusedCallId } = await alice.until('the echo is established', ({ calls: all }) =>
    all.some(({ phase, hold, remote }) => remote.number === '600' && phase === 'established' && hold === 'none'),
  )
  expect(calls.map(({ hold }) => hold)).toEqual(['held', 'none'])
  expect(focusedCallId).toBe(calls[1]?.id)
  expect(await alice.panel.getByRole('region', { name: 'Calls' }).getByRole('article').count()).toBe(2)

  expect(await alice.command('resume', calls[0]?.id)).toMatchObject({ ok: true })
  expect((await alice.state()).calls.map(({ hold }) => hold)).toEqual(['none', 'held'])
  await bob.untilHears()
  for (const { id } of calls) expect(await alice.command('hangUp', id)).toMatchObject({ ok: true })
})
