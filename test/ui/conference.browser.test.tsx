import { describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { callView, carol, phoneState } from '../support/phone-states'
import { showPhone } from './shown-phone'

const button = (name: string) => page.getByRole('button', { name, exact: true })
const base = callView()
const may = { ...base.can, startRecording: true, stopRecording: true } as const

/** Bob is heard; Carol is on hold, or merged with him. */
const second = callView({ id: 'call-2', remote: carol, hold: 'held' })

describe('merge and split', () => {
  test('with another call there is a merge, and it is asked of the call that is shown', async () => {
    const first = callView({ can: { ...may, merge: true } })
    const { source } = showPhone(phoneState({ calls: [first, second] }))
    await button('Merge').click()
    expect(source.asked).toEqual([{ type: 'merge', callId: 'call-1' }])
  })

  test('without one there is none', async () => {
    showPhone(phoneState({ calls: [base] }))
    await expect.element(button('Hold')).toBeVisible()
    expect(button('Merge').query()).toBeNull()
    expect(button('Split').query()).toBeNull()
  })

  test('merged calls say so, and can be split', async () => {
    const conference = { status: 'merged', with: ['call-2'], sound: 'mixed' } as const
    const first = callView({ conference, can: { ...may, split: true } })
    const other = { ...second, hold: 'none', conference: { ...conference, with: ['call-1'] } } as const
    const { source } = showPhone(phoneState({ calls: [first, other] }))
    await expect.element(page.getByText('Conference', { exact: true }).first()).toBeVisible()
    await button('Split').click()
    expect(source.asked).toEqual([{ type: 'split', callId: 'call-1' }])
  })

  test('a merge that came to nothing says why', async () => {
    const conference = { status: 'failed', problem: { code: 'not-resumed' } } as const
    showPhone(phoneState({ calls: [callView({ conference })] }))
    await expect.element(page.getByText('Not merged. A call could not be taken off hold.')).toBeVisible()
  })
})

describe('recording', () => {
  test('where it is configured, it is started, and shown when it is on', async () => {
    const { source } = showPhone(phoneState({ calls: [callView({ can: may })] }))
    await button('Record').click()
    expect(source.asked).toEqual([{ type: 'startRecording', callId: 'call-1' }])
  })

  test('that is on is shown, and stopped', async () => {
    const { source } = showPhone(phoneState({ calls: [callView({ recording: 'on', can: may })] }))
    await expect.element(page.getByText('Recording', { exact: true })).toBeVisible()
    await button('Stop recording').click()
    expect(source.asked).toEqual([{ type: 'stopRecording', callId: 'call-1' }])
  })

  test('that nobody has confirmed is shown as that', async () => {
    showPhone(phoneState({ calls: [callView({ recording: 'presumedOn', can: may })] }))
    await expect.element(page.getByText('Recording, as far as we know')).toBeVisible()
  })
})

test('a supervision says what we do there, and switches between the three modes', async () => {
  const supervision = { status: 'supervising', number: '1002', mode: 'listen' } as const
  const call = callView({ supervision, can: { ...base.can, setSupervision: true } })
  const { source } = showPhone(phoneState({ calls: [call] }))
  await expect.element(page.getByText('Listening to 1002')).toBeVisible()
  await expect.element(button('Listen')).toHaveAttribute('aria-pressed', 'true')
  // What is on already is not asked for again.
  await button('Listen').click()
  await button('Barge in').click()
  expect(source.asked).toEqual([{ type: 'setSupervision', callId: 'call-1', mode: 'barge' }])
})
