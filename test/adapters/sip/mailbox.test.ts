import { describe, expect, test } from 'vitest'
import { TestPhone } from './phone'

const summary = 'Messages-Waiting: yes\r\nVoice-Message: 2/8 (1/0)\r\n'

async function told(status: string, event: string, body: string, begin: (phone: TestPhone) => Promise<void>) {
  const phone = new TestPhone()
  const mailbox = phone.mailbox()
  await phone.connect()
  await begin(phone)
  phone.wire.request('NOTIFY', phone.contact, {
    headers: [`Event: ${event}`, 'Subscription-State: active'],
    body,
    contentType: 'application/simple-message-summary',
  })
  await phone.wire.next(`${status} NOTIFY`)
  await phone.wire.quiet()
  return mailbox.rest()
}

const registered = (phone: TestPhone) => phone.register()

describe('voicemail that nobody has subscribed to (RFC 3842)', () => {
  test('a NOTIFY without a subscription is accepted, and its numbers are told', async () => {
    expect(await told('200', 'message-summary', summary, registered)).toEqual([
      {
        type: 'mailbox.notified',
        state: { package: 'message-summary', newMessages: 2, oldMessages: 8, urgentMessages: 1 },
      },
    ])
  })

  test('it counts as well while the registration is not confirmed yet', async () => {
    const facts = await told('200', 'message-summary', summary, async (phone) => {
      phone.connection.send({ type: 'registration.register' })
      await phone.wire.next('REGISTER')
    })
    expect(facts).toHaveLength(1)
  })

  test.each([
    ['of another event', 'dialog', summary, registered, '481'],
    ['of an event whose name begins like it', 'message-summary-x', summary, registered, '481'],
    ['over a connection by which nobody is registered', 'message-summary', summary, async () => {}, '481'],
    ['that cannot be read', 'message-summary', 'Two messages', registered, '400'],
  ])('a NOTIFY %s is refused', async (_, event, body, begin, status) => {
    expect(await told(status, event, body, begin)).toEqual([])
  })
})
