import { expect, test } from 'vitest'
import { connectedPhone, dialing } from './calls'
import { sdp } from './fake-media'

test('an INVITE carries the identity that was chosen, and headers', async () => {
  const phone = await connectedPhone()
  phone.session('out').send({
    type: 'session.invite',
    target: 'sip:1002@pbx.example',
    callerId: 'sip:+15550100@pbx.example',
    headers: { 'X-Campaign': 'spring', Subject: 'Ihr Anruf ☎' },
  })
  const invite = await phone.wire.next('INVITE')
  expect(invite.header('P-Preferred-Identity')).toBe('<sip:+15550100@pbx.example>')
  expect(invite.header('X-Campaign')).toBe('spring')
  expect(invite.header('Subject')).toBe('Ihr Anruf ☎')
  expect(invite.header('From')).toMatch(/^<sip:1001@pbx\.example>/)
})

test('no line break of theirs begins another header', async () => {
  const phone = await connectedPhone()
  phone.session('out').send({
    type: 'session.invite',
    target: 'sip:1002@pbx.example',
    callerId: 'sip:1@x\r\nX-Evil: 1',
    headers: { 'X-A': 'x\r\nX-Evil: 2', 'X-B\r\nX-Evil': '3' },
  })
  const invite = await phone.wire.next('INVITE')
  expect(invite.headers('X-Evil')).toEqual([])
  expect(invite.header('X-A')).toBe('x X-Evil: 2')
  expect(invite.headers('P-Preferred-Identity')).toEqual([])
})

test('an INVITE without them has none', async () => {
  const { invite } = await dialing()
  expect(invite.text).not.toMatch(/^(?:X-|P-Preferred)/m)
})

test("a caller's X headers are told, cut and cleaned, and no others", async () => {
  const phone = await connectedPhone()
  const headers = [
    'X-Queue: sales',
    'x-customer-id: 42',
    `X-Long: ${'x'.repeat(600)}`,
    'X-Queue: second',
    'Subject: no',
  ]
  phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv'), headers })
  const told = await phone.invitations.next()
  expect(told.headers).toEqual({ 'X-Queue': 'sales', 'X-Customer-Id': '42', 'X-Long': 'x'.repeat(512) })
})

test('a caller without any tells none', async () => {
  const phone = await connectedPhone()
  phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv') })
  expect(await phone.invitations.next()).not.toHaveProperty('headers')
})

test.each([
  [['Remote-Party-ID: "Desk" <sip:7@pbx.example>;party=calling;privacy=off'], '7'],
  [['Remote-Party-ID: "Desk" <sip:7@pbx.example>;party=calling'], '7'],
  [['Remote-Party-ID: "Desk" <sip:7@pbx.example>;privacy=full'], '1002'],
  [['P-Asserted-Identity: <sip:8@pbx.example>', 'Remote-Party-ID: <sip:7@pbx.example>'], '8'],
])('who calls: %j', async (headers, number) => {
  const phone = await connectedPhone()
  phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv'), headers })
  expect((await phone.invitations.next()).remote.number).toBe(number)
})
