import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const config = JSON.stringify({ features: { colleagues: [{ number: '1002', name: 'Bob' }] } })

test('pick up: what rings at a colleague’s is answered here, and the colleague’s phone is quiet', async () => {
  const [alice, bob, carol] = await Promise.all([
    stage.openReady('1001', { config }),
    stage.openReady('1002'),
    stage.openReady('1003'),
  ])
  const dialed = carol.command('dial', '1002')
  await alice.until('it rings at Bob’s', ({ colleagues: [colleague] }) => colleague?.status === 'ringing')
  expect(await alice.command('pickUp', '1002')).toMatchObject({ ok: true })
  expect(await dialed).toMatchObject({ ok: true })
  await bob.until('it rings no more', ({ calls }) => calls.length === 0)
  await Promise.all([alice.untilHears(), carol.untilHears()])
  await alice.button('Hang up').first().click()
  await carol.until('the call is over', ({ calls }) => calls.length === 0)
})

test('pick up: where nothing rings, the PBX says so', async () => {
  const alice = await stage.openReady('1001', { config })
  await stage.openReady('1002')
  expect(await alice.command('pickUp', '1002')).toMatchObject({ ok: false, code: 'not-found' })
})

test('pick up with Replaces: Asterisk does not tell which dialog rings, so the code is dialled', async () => {
  const replacing = JSON.stringify({
    features: { colleagues: [{ number: '1002', name: 'Bob' }], pickUpBy: 'replaces' },
  })
  const [alice, bob, carol] = await Promise.all([
    stage.openReady('1001', { config: replacing }),
    stage.openReady('1002'),
    stage.openReady('1003'),
  ])
  const dialed = carol.command('dial', '1002')
  await alice.until('it rings at Bob’s', ({ colleagues: [colleague] }) => colleague?.status === 'ringing')
  const documents = alice.sipMessages('in', /^NOTIFY /)
  expect(documents.filter((text) => text.includes('call-id='))).toEqual([])
  expect(await alice.command('pickUp', '1002')).toMatchObject({ ok: true })
  expect(await dialed).toMatchObject({ ok: true })
  expect(alice.sipMessages('out', /^INVITE sip:\*81002@/)).not.toEqual([])
  await bob.until('it rings no more', ({ calls }) => calls.length === 0)
  await alice.button('Hang up').first().click()
  await carol.until('the call is over', ({ calls }) => calls.length === 0)
})
