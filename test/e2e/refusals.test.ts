import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Stage } from './support/stage'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test.each([
  ['603', 'busy', 486],
  ['608', 'forbidden', 403],
  ['9999', 'not-found', 404],
  ['1003', 'unavailable', 480],
])('dialling %s ends as %s with the words for it', async (number, code, sipStatus) => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', number)).toMatchObject({ ok: false, code })
  expect((await alice.state()).lastCall).toMatchObject({ ending: 'rejected', problem: { code, sipStatus } })
})

test('a declined call tells the caller so, and is no missed call', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await bob.button('Decline').click()
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'rejected', problem: { code: 'declined', sipStatus: 603 } })
  const bobs = await bob.until('the call is over', ({ calls }) => calls.length === 0)
  expect(bobs.lastCall).toMatchObject({ ending: 'declined', endedBy: 'local' })
})

test('a caller who gives up leaves a missed call', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await alice.button('Hang up').first().click()
  const { lastCall } = await bob.until(
    'it stops ringing',
    ({ calls, lastCall: last }) => calls.length === 0 && last !== null,
  )
  expect(lastCall).toMatchObject({ ending: 'missed', endedBy: 'remote' })
  expect((await alice.until('the call is over', ({ calls }) => calls.length === 0)).lastCall).toMatchObject({
    ending: 'cancelled',
  })
})

test('a second caller waits while the first one rings, and the person chooses', async () => {
  const [alice, bob, carol] = await Promise.all([
    stage.openReady('1001'),
    stage.openReady('1002'),
    stage.openReady('1003'),
  ])
  await alice.command('dial', '1002')
  await carol.command('dial', '1002')
  const { calls } = await bob.until('two calls ring', (state) => state.calls.length === 2)
  expect(calls.map(({ phase, remote }) => `${remote.name} ${phase}`)).toEqual(['Alice alerting', 'Carol alerting'])
  expect(await bob.command('answer', calls[1]?.id)).toMatchObject({ ok: true })
  expect(await bob.command('decline', calls[0]?.id)).toMatchObject({ ok: true })
  await alice.until('Alice was declined', (state) => state.lastCall?.problem?.code === 'declined')
  await carol.button('Hang up').first().click()
})

test('a wrong password is refused in words, and nothing is retried behind it', async () => {
  const alice = await stage.openAgent('1001', { password: 'wrong' })
  await alice.page.waitForFunction(() => (globalThis as { callchart?: unknown }).callchart !== undefined)
  const { session } = await alice.until('the registrar refused', ({ session: is }) => is.status === 'failed')
  expect(session).toMatchObject({ problem: { code: 'wrong-credentials', sipStatus: 401 } })
  await expect.poll(() => alice.panel.getByText(/user name or password|password/i).count()).toBeGreaterThan(0)
  const registers = stage
    .seen('message')
    .filter(({ direction, text }) => direction === 'in' && text.startsWith('REGISTER'))
  expect(registers.map(({ text }) => text.includes('Authorization:'))).toEqual([false, true])
})

test('an unreachable server is said in words, tried again, and can be left', async () => {
  const alice = await stage.openAgent('1001', { server: 'ws://127.0.0.1:9' })
  await alice.page.waitForFunction(() => (globalThis as { callchart?: unknown }).callchart !== undefined)
  await alice.until('it waits to try again', ({ connection }) => connection.status === 'lost')
  await expect.poll(() => alice.status.textContent()).toMatch(/reach/i)
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: false, code: 'not-allowed' })
  expect(await alice.command('signOut')).toMatchObject({ ok: true })
})

test('the connection comes back by itself after it broke', async () => {
  const alice = await stage.openReady('1001')
  stage.demo.pbx.dropConnections()
  await alice.until('the connection is lost', ({ connection }) => connection.status !== 'registered')
  await alice.until('it is registered again', ({ connection }) => connection.status === 'registered')
})

test.each(['', '   ', '<script>alert(1)</script>', 'a b c', '9'.repeat(300), 'sip:@', '😀'])(
  'the target %j is refused before anything enters, and what was typed is kept',
  async (target) => {
    const alice = await stage.openReady('1001')
    expect(await alice.command('dial', target)).toMatchObject({ ok: false, code: 'invalid-target' })
    await alice.number.fill(target)
    await alice.number.press('Enter')
    expect(await alice.number.inputValue()).toBe(target)
    expect((await alice.state()).calls).toEqual([])
    expect(stage.seen('call.started')).toEqual([])
  },
)

test('somebody signs in by hand, and out again', async () => {
  const agent = await stage.openAgent(null)
  await agent.panel.getByRole('textbox', { name: /user/i }).fill('1004')
  await agent.panel.getByRole('textbox', { name: /password/i }).fill('pw1004')
  await agent.button('Sign in').click()
  await agent.untilReady()
  expect(stage.demo.pbx.registrations()).toEqual(['1004'])
  expect(await agent.command('signOut')).toMatchObject({ ok: true })
  expect(stage.demo.pbx.registrations()).toEqual([])
  await expect.poll(() => agent.button('Sign in').count()).toBe(1)
})
