import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createNormaliser } from './message'
import { at, TestPhone } from './phone'

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

const challenge = 'WWW-Authenticate: Digest algorithm=MD5, realm="pbx.example", nonce="n1", qop="auth", opaque="o1"'

test('registers with a digest, message by message', async () => {
  const phone = new TestPhone()
  const exact = createNormaliser()
  await phone.connect()
  phone.connection.send({ type: 'registration.register' })

  const first = await phone.wire.next('REGISTER')
  expect(exact(first.text)).toBe(
    [
      'REGISTER sip:pbx.example SIP/2.0',
      'Via: SIP/2.0/WSS host1;branch=branch1',
      'To: <sip:1001@pbx.example>',
      'From: <sip:1001@pbx.example>;tag=tag1',
      'CSeq: 2 REGISTER',
      'Call-ID: call1',
      'Max-Forwards: 70',
      'Contact: <sip:contact1;transport=ws>;expires=600',
      'Allow: ACK,CANCEL,INVITE,MESSAGE,BYE,OPTIONS,INFO,NOTIFY,REFER',
      'Supported: outbound, path, gruu',
      'User-Agent: Callchart',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  )
  phone.wire.answer(first, '401 Unauthorized', { headers: [challenge] })

  const second = await phone.wire.next('REGISTER')
  expect(second.header('CSeq')).toBe('3 REGISTER')
  expect(second.header('Call-ID')).toBe(first.header('Call-ID'))
  const authorization = second.header('Authorization')
  const cnonce = /cnonce="(\w+)"/.exec(authorization)?.[1]
  const ha1 = md5('1001:pbx.example:pw1001')
  const response = md5(`${ha1}:n1:00000001:${cnonce}:auth:${md5('REGISTER:sip:pbx.example')}`)
  expect(authorization).toBe(
    `Digest algorithm=MD5, username="1001", realm="pbx.example", nonce="n1", uri="sip:pbx.example", response="${response}", opaque="o1", qop=auth, cnonce="${cnonce}", nc=00000001`,
  )
  phone.grant(second, 120)
  expect(await phone.connection.next()).toEqual({ type: 'registration.accepted', expiresAt: at + 120_000 })
})
