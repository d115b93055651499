import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { TransferRequestView } from '../../src/api/state'
import { callView, carol, phoneState, stranger, whyNot } from '../support/phone-states'
import { showPhone } from './shown-phone'

const button = (name: string) => page.getByRole('button', { name, exact: true })
const base = callView()
const asked: TransferRequestView = { status: 'asked', kind: 'blind', target: carol, by: null, newCallId: 'new' }
const asking = callView({
  transferRequest: asked,
  can: { ...base.can, acceptTransfer: true, refuseTransfer: true },
})

test('being transferred: the card says who asks for what, with the number, and takes a yes or a no', async () => {
  const { source } = showPhone(phoneState({ calls: [asking] }))
  await expect.element(page.getByText('Bob Meyer asks you to call Carol Ng (1003).')).toBeVisible()
  await button('Accept').click()
  await button('Refuse').click()
  expect(source.asked).toEqual([
    { type: 'acceptTransfer', callId: 'call-1' },
    { type: 'refuseTransfer', callId: 'call-1' },
  ])
})

test('being transferred: it is asked in a small card, too, and who waits on the line there is said', async () => {
  const { source } = showPhone(
    phoneState({
      calls: [
        callView({ id: 'call-2', remote: stranger }),
        { ...asking, hold: 'held', transferRequest: { ...asked, kind: 'attended' } },
      ],
      focusedCallId: 'call-2',
    }),
  )
  await expect.element(page.getByText(/asks you to join Carol Ng \(1003\), who is on the line/)).toBeVisible()
  await button('Accept').click()
  expect(source.asked).toEqual([{ type: 'acceptTransfer', callId: 'call-1' }])
})

test('being transferred: while nobody can be called, the button says why', async () => {
  const offline = { ...asking, can: { ...asking.can, acceptTransfer: whyNot('not-connected') } }
  const { source } = showPhone(phoneState({ calls: [offline] }))
  await expect.element(button('Accept')).toHaveAttribute('aria-disabled', 'true')
  await button('Accept').click({ force: true })
  expect(source.asked).toEqual([])
})

test.each<[TransferRequestView, string]>([
  [
    { status: 'dialing', phase: 'waiting', target: carol, newCallId: 'new' },
    'Putting Bob Meyer on hold to call Carol Ng (1003)…',
  ],
  [
    { status: 'dialing', phase: 'calling', target: carol, newCallId: 'new' },
    'Bob Meyer waits while Carol Ng (1003) is called.',
  ],
  [
    { status: 'failed', target: carol, problem: { code: 'busy', sipStatus: 486 } },
    'Carol Ng (1003) was not reached. The line is busy.',
  ],
])('being transferred: %o is told in words', async (transferRequest, words) => {
  showPhone(phoneState({ calls: [callView({ transferRequest })] }))
  await expect.element(page.getByText(words)).toBeVisible()
  await expect.element(button('Accept')).not.toBeInTheDocument()
})
