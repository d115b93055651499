import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test('messages: a text goes there, and one comes back', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  expect(await alice.command('sendMessage', '1002', 'Grüße aus Zürich <b>')).toMatchObject({ ok: true })
  const { messages } = await bob.until('it is there', ({ messages: all }) => all.length === 1)
  expect(messages).toMatchObject([
    { direction: 'incoming', remote: { number: '1001' }, text: 'Grüße aus Zürich <b>', delivery: 'received' },
  ])
  expect(await bob.command('sendMessage', '1001', 'Danke')).toMatchObject({ ok: true })
  await alice.until('the answer is there', ({ messages: all }) => all[1]?.text === 'Danke')
  expect((await alice.state()).messages[0]).toMatchObject({ direction: 'outgoing', delivery: 'sent' })
})

test('messages: a text to nobody is refused, and stays in the list with the reason', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('sendMessage', '999', 'Hello?')).toMatchObject({ ok: false, code: 'not-found' })
  expect((await alice.state()).messages).toMatchObject([{ delivery: 'failed', problem: { code: 'not-found' } }])
})

test('messages: a text in the middle of a call changes nothing of the call', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  const dialed = alice.command('dial', '1002')
  await bob.until('it rings', ({ calls: [call] }) => call?.phase === 'alerting')
  await bob.button('Answer').click()
  await dialed
  expect(await bob.command('sendMessage', '1001', 'Speak up')).toMatchObject({ ok: true })
  await alice.until('it is there', ({ messages: all }) => all.length === 1)
  await Promise.all([alice.untilHears(), bob.untilHears()])
  await alice.button('Hang up').first().click()
})
