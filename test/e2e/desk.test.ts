import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually'
import type { Agent } from './support/agent'
import { Stage } from './support/stage'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const open = (alices?: Readonly<Record<string, string>>) =>
  Promise.all([stage.openReady('1001', alices), stage.openReady('1002'), stage.openReady('1003')])
const isOver = (agent: Agent) => agent.until('the call is over', ({ calls }) => calls.length === 0)
const rings = (agent: Agent) => agent.until('it rings', ({ calls: [call] }) => call?.phase === 'alerting')
const status = (agent: Agent, number: string, is: string) =>
  agent.until(`${number} is ${is}`, ({ colleagues }) =>
    colleagues.some((colleague) => colleague.number === number && colleague.status === is),
  )

async function talk(alice: Agent, bob: Agent): Promise<void> {
  const dialed = bob.command('dial', '1001')
  await rings(alice)
  await alice.button('Answer').click()
  expect(await dialed).toMatchObject({ ok: true })
  for (const agent of [alice, bob]) await agent.until('they talk', ({ calls: [call] }) => call?.phase === 'established')
}

test('park: Alice parks Bob by a button, everybody sees where, and Carol picks him up', async () => {
  const [alice, bob, carol] = await open()
  await talk(alice, bob)
  await alice.button('Park').click()
  expect((await isOver(alice)).lastCall).toMatchObject({ ending: 'parked' })
  await alice.until('the slot is known', ({ parkingLot }) => parkingLot.calls[0]?.remote?.number === '1002')
  await carol.button('Pick up 701').click()
  await Promise.all([carol.untilHears(), bob.untilHears()])
  await alice.until('nobody waits', ({ parkingLot }) => parkingLot.calls.length === 0)
  await carol.button('Hang up').first().click()
  await isOver(bob)
})

test('park: the slot that was chosen is the slot where it is parked; one that is taken is refused', async () => {
  const [alice, bob, carol] = await open()
  await talk(alice, bob)
  await alice.button('Transfer').click()
  await alice.panel.getByRole('combobox', { name: 'Or park in' }).selectOption('703')
  await alice.button('Park in this slot').click()
  expect((await isOver(alice)).lastCall).toMatchObject({ ending: 'parked' })
  await alice.until('he waits there', ({ parkingLot }) => parkingLot.calls.some(({ slot }) => slot === '703'))
  await talk(alice, carol)
  expect(await alice.command('park', { slot: '703' })).toMatchObject({ ok: false, code: 'busy' })
  await Promise.all([alice.untilHears(), carol.untilHears()])
  await alice.button('Hang up').first().click()
  await bob.button('Hang up').first().click()
  await isOver(bob)
})

test('BLF and pick up: Alice sees that it rings at Bob’s, and answers for him', async () => {
  const [alice, bob, carol] = await open()
  await status(alice, '1002', 'idle')
  const dialed = carol.command('dial', '1002')
  await status(alice, '1002', 'ringing')
  await alice.button('Pick up for Bob').click()
  expect(await dialed).toMatchObject({ ok: true })
  await isOver(bob)
  await Promise.all([alice.untilHears(), carol.untilHears()])
  await status(bob, '1001', 'busy')
  await alice.button('Hang up').first().click()
  await isOver(carol)
  await status(bob, '1001', 'idle')
})

test('pick up with Replaces: Alice takes the call over that rings at Bob’s, and no code is dialled', async () => {
  const features = { colleagues: [{ number: '1002', name: 'Bob' }], pickUpBy: 'replaces' }
  const [alice, bob, carol] = await open({ config: JSON.stringify({ features }) })
  const dialed = carol.command('dial', '1002')
  await status(alice, '1002', 'ringing')
  // The code would do in the moment in which the phone has not yet said by which tag it rings.
  await eventually('the dialog is named', async () =>
    alice.sipMessages('in', /^NOTIFY/).some((text) => text.includes('local-tag=')),
  )
  expect(await alice.command('pickUp', '1002')).toMatchObject({ ok: true })
  expect(await dialed).toMatchObject({ ok: true })
  await isOver(bob)
  await Promise.all([alice.untilHears(), carol.untilHears()])
  const [invite = ''] = alice.sipMessages('out', /^INVITE /)
  expect(invite).toMatch(/^INVITE sip:1002@[^]*\r\nReplaces: [^\r]*;early-only\r\n/)
  await alice.button('Hang up').first().click()
  await isOver(carol)
  expect((await bob.state()).lastCall).toMatchObject({ ending: 'answeredElsewhere' })
})

test('messages: what Alice writes, Bob reads, and answers', async () => {
  const [alice, bob] = await open()
  await alice.button('Message Bob').click()
  await alice.panel.getByRole('textbox', { name: 'Message Bob' }).fill('Lunch at 12? <b>')
  await alice.page.keyboard.press('Enter')
  await bob.panel.getByRole('button', { name: /Lunch at 12/ }).click()
  await bob.panel.getByRole('textbox', { name: 'Message Alice' }).fill('Yes')
  await bob.button('Send').click()
  await alice.panel.getByText('Yes', { exact: true }).waitFor()
})

test('voicemail: a message that was left is counted, and gone when it was listened to', async () => {
  const alice = await stage.openReady('1001')
  await alice.panel.getByText('No new messages').waitFor()
  await alice.command('dial', '611')
  await alice.until('it was left', ({ calls, voicemail }) => calls.length === 0 && voicemail.newMessages === 1, 20_000)
  await alice.button('Call voicemail').click()
  await alice.until(
    'it was heard',
    ({ calls, voicemail }) => calls.length === 0 && voicemail.status === 'empty',
    20_000,
  )
})
