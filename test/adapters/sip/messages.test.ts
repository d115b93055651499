import { expect, test } from 'vitest'
import { createNormaliser } from './message'
import { at, TestPhone } from './phone'

async function connectedPhone() {
  const phone = new TestPhone()
  await phone.connect()
  return phone
}

const hello = { messageId: 'm1', target: 'sip:1002@pbx.example', text: 'Grüße aus Zürich' }

test('a message goes out as plain text, in UTF-8', async () => {
  const phone = await connectedPhone()
  phone.deliver(hello)
  const request = await phone.wire.next('MESSAGE')
  expect(createNormaliser()(request.text).split('\r\n')).toEqual([
    'MESSAGE sip:1002@pbx.example SIP/2.0',
    'Via: SIP/2.0/WSS host1;branch=branch1',
    'To: <sip:1002@pbx.example>',
    'From: <sip:1001@pbx.example>;tag=tag1',
    'CSeq: 1 MESSAGE',
    'Call-ID: call1',
    'Max-Forwards: 70',
    'Supported: outbound, 100rel, timer, replaces',
    'User-Agent: Callchart',
    'Content-Type: text/plain;charset=UTF-8',
    'Content-Length: 19',
    '',
    'Grüße aus Zürich',
  ])
})

test.each([
  ['200 OK', { type: 'message.accepted', at }],
  ['202 Accepted', { type: 'message.accepted', at }],
  ['404 Not Found', { type: 'message.refused', failure: { code: 'not-found', sipStatus: 404, text: 'Not Found' } }],
  ['302 Moved', { type: 'message.refused', failure: { code: 'refused', sipStatus: 302, text: 'Moved' } }],
])('a message that is answered with %s', async (status, fact) => {
  const phone = await connectedPhone()
  const delivery = phone.deliver(hello)
  phone.wire.answer(await phone.wire.next('MESSAGE'), status)
  expect(await delivery.next()).toEqual(fact)
})

test('a message is sent again with credentials when it is challenged', async () => {
  const phone = await connectedPhone()
  const delivery = phone.deliver(hello)
  const challenge = { headers: ['WWW-Authenticate: Digest realm="pbx", nonce="n", algorithm=MD5'] }
  phone.wire.answer(await phone.wire.next('MESSAGE'), '401 Unauthorized', challenge)
  const again = await phone.wire.next('MESSAGE')
  expect([again.header('Authorization'), again.body]).toEqual([expect.stringContaining('nonce="n"'), hello.text])
  phone.wire.answer(again, '200 OK')
  expect(await delivery.next()).toEqual({ type: 'message.accepted', at })
})

test('a secret that is not taken for a message is told of; for a registration the connection tells', async () => {
  const refused: string[] = []
  const phone = new TestPhone({ onSecretRefused: (handle) => refused.push(handle) })
  await phone.connect()
  const challenge = { headers: ['WWW-Authenticate: Digest realm="pbx", nonce="n", algorithm=MD5'] }
  phone.connection.send({ type: 'registration.register' })
  for (const _ of ['without a digest', 'with one'])
    phone.wire.answer(await phone.wire.next('REGISTER'), '401 Unauthorized', challenge)
  expect((await phone.connection.next()).type).toBe('registration.refused')
  expect(refused).toEqual([])
  const delivery = phone.deliver(hello)
  for (const _ of ['without a digest', 'with one'])
    phone.wire.answer(await phone.wire.next('MESSAGE'), '401 Unauthorized', challenge)
  expect(await delivery.next()).toMatchObject({ failure: { code: 'wrong-credentials' } })
  expect(refused).toEqual(['main'])
})

test('a message without a connection is refused at once, and so is one to no address', async () => {
  expect(await new TestPhone().deliver(hello).next()).toMatchObject({ failure: { code: 'unreachable' } })
  const phone = await connectedPhone()
  const delivery = phone.deliver({ ...hello, target: 'nobody' })
  expect(await delivery.next()).toMatchObject({ failure: { code: 'invalid-target' } })
})

test('a message that comes in is told, with who wrote it', async () => {
  const phone = await connectedPhone()
  const messages = phone.messages()
  phone.wire.request('MESSAGE', phone.contact, { body: 'Grüße <b>', contentType: 'text/plain; charset="UTF-8"' })
  await phone.wire.next('200 MESSAGE')
  expect(await messages.next()).toEqual({
    type: 'message.arrived',
    messageId: 'in-1',
    remote: { number: '1002', name: 'Bob', uri: 'sip:1002@pbx.example' },
    text: 'Grüße <b>',
    at,
  })
})

test.each([
  ['415', { body: '<b>hello</b>', contentType: 'text/html' }],
  ['415', { body: 'hello', contentType: 'text/plain;charset=utf-16' }],
  ['415', { body: 'hello', contentType: 'text/plainest' }],
  ['415', { body: 'hello', contentType: 'text/plain', headers: ['Content-Encoding: gzip'] }],
  ['415', { body: 'sip:x', contentType: 'message/cpim' }],
  ['413', { body: 'a'.repeat(8_001), contentType: 'text/plain' }],
])('a message is refused with %s when it is %j', async (status, request) => {
  const phone = await connectedPhone()
  const messages = phone.messages()
  phone.wire.request('MESSAGE', phone.contact, request)
  const response = await phone.wire.next(`${status} MESSAGE`)
  if (status === '415') expect(response.header('Accept')).toBe('text/plain')
  expect(messages.rest()).toEqual([])
})
