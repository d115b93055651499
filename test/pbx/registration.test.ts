import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test('a phone registers with Asterisk, and takes its leave when its person signs out', async () => {
  const alice = await stage.openReady('1001')
  expect(await stage.asterisk.registrations()).toEqual(['1001'])
  const { connection } = await alice.state()
  expect(connection).toMatchObject({ status: 'registered', server: stage.asterisk.wsUrl })
  expect(await alice.command('signOut')).toMatchObject({ ok: true })
  expect(await stage.asterisk.registrations()).toEqual([])
})

test('a wrong password is refused in words, with the 401 that Asterisk repeats', async () => {
  const alice = await stage.openAgent('1001', { password: 'wrong' })
  await alice.page.waitForFunction(() => (globalThis as { callchart?: unknown }).callchart !== undefined)
  const { session } = await alice.until('the registrar refused', ({ session: is }) => is.status === 'failed')
  expect(session).toMatchObject({ problem: { code: 'wrong-credentials', sipStatus: 401 } })
  await expect.poll(() => alice.panel.getByText(/password/i).count()).toBeGreaterThan(0)
  expect(await stage.asterisk.registrations()).toEqual([])
})

test('somebody whom Asterisk does not know is refused like a wrong password', async () => {
  const nobody = await stage.openAgent('1999')
  await nobody.page.waitForFunction(() => (globalThis as { callchart?: unknown }).callchart !== undefined)
  const { session } = await nobody.until('the registrar refused', ({ session: is }) => is.status === 'failed')
  expect(session).toMatchObject({ problem: { code: 'wrong-credentials', sipStatus: 401 } })
})

test('a registration that is too brief for the registrar (423) is asked for again, for as long as it wants', async () => {
  const heidi = await stage.openReady('1008')
  expect(await stage.asterisk.registrations()).toEqual(['1008'])
  const { connection } = await heidi.state()
  const lastsFor = connection.status === 'registered' ? connection.expiresAt - Date.now() : 0
  expect(lastsFor).toBeGreaterThan(800_000)
})

test('after a restart of Asterisk the phone comes back by itself', async () => {
  const alice = await stage.openReady('1001')
  const lost = alice.until('the connection is lost', ({ connection }) => connection.status !== 'registered')
  await stage.asterisk.restartNow()
  await lost
  await alice.until('it is registered again', ({ connection }) => connection.status === 'registered', 30_000)
  expect(await stage.asterisk.registrations()).toEqual(['1001'])
})
