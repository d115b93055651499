import { describe, expect, it } from 'vitest'
import { Phone } from './support/phone'
import { authorize, RawClient, request, statusOf } from './support/raw'
import { testPbx } from './support/setup'
import { until } from './support/until'

const contact = 'Contact: <sip:me@raw.invalid;transport=ws>'

describe('registration', () => {
  it('takes a digest, and says how long it lasts', async () => {
    const pbx = await testPbx()
    const phone = await Phone.register(pbx, '1001')
    expect(pbx.wire()).toEqual([
      '> REGISTER sip:pbx.test SIP/2.0',
      '< SIP/2.0 401 Unauthorized',
      '> REGISTER sip:pbx.test SIP/2.0',
      '< SIP/2.0 200 OK',
    ])
    expect(pbx.eventsOf('message').at(-1)?.text).toMatch(/^Contact: <sip:\S+>;expires=600\r$/m)
    expect(pbx.registrations()).toEqual(['1001'])
    await phone.registerer.unregister()
    expect(await pbx.event('unregistered')).toMatchObject({ user: '1001', why: 'asked' })
    expect(pbx.registrations()).toEqual([])
  })

  it('answers a wrong password with another 401, not stale, and ends the loop of a stubborn client with 403', async () => {
    const pbx = await testPbx()
    await expect(Phone.register(pbx, '1001', { password: 'wrong' })).rejects.toThrow('REGISTER got 401')
    const client = await RawClient.connect(pbx)
    let answer = await client.ask(request({ method: 'REGISTER', headers: [contact] }))
    const statuses = [statusOf(answer)]
    while (statusOf(answer) === 401) {
      expect(answer).not.toContain('stale')
      const credentials = authorize(answer, { method: 'REGISTER', password: 'wrong' })
      answer = await client.ask(request({ method: 'REGISTER', headers: [contact, credentials] }))
      statuses.push(statusOf(answer))
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 403])
    expect(pbx.registrations()).toEqual([])
  })

  it('takes a digest without qop (RFC 2069)', async () => {
    const pbx = await testPbx()
    const client = await RawClient.connect(pbx)
    const challenge = await client.ask(request({ method: 'REGISTER', headers: [contact] }))
    const credentials = authorize(challenge, { method: 'REGISTER', password: 'pw1001', qop: false })
    expect(statusOf(await client.ask(request({ method: 'REGISTER', headers: [contact, credentials] })))).toBe(200)
  })

  it('calls a nonce stale when its count does not grow', async () => {
    const pbx = await testPbx()
    const client = await RawClient.connect(pbx)
    const challenge = await client.ask(request({ method: 'REGISTER', headers: [contact] }))
    const register = (nc: string): Promise<string> => {
      const credentials = authorize(challenge, { method: 'REGISTER', password: 'pw1001', nc })
      return client.ask(request({ method: 'REGISTER', headers: [contact, credentials] }))
    }
    expect(statusOf(await register('00000001'))).toBe(200)
    expect(statusOf(await register('00000002'))).toBe(200)
    const replayed = await register('00000002')
    expect(statusOf(replayed)).toBe(401)
    expect(replayed).toContain('stale=true')
  })

  it('refuses to register somebody else', async () => {
    const pbx = await testPbx()
    const client = await RawClient.connect(pbx)
    const challenge = await client.ask(request({ method: 'REGISTER', to: '1002', headers: [contact] }))
    const credentials = authorize(challenge, { method: 'REGISTER', password: 'pw1001' })
    const answer = await client.ask(request({ method: 'REGISTER', to: '1002', headers: [contact, credentials] }))
    expect(statusOf(answer)).toBe(403)
  })

  it('forgets a registration that is not renewed', async () => {
    const pbx = await testPbx()
    const client = await RawClient.connect(pbx)
    const challenge = await client.ask(request({ method: 'REGISTER', headers: [contact] }))
    const credentials = authorize(challenge, { method: 'REGISTER', password: 'pw1001' })
    const answer = await client.ask(request({ method: 'REGISTER', headers: [`${contact};expires=1`, credentials] }))
    expect(answer).toContain(';expires=1\r\n')
    expect(await pbx.event('unregistered')).toMatchObject({ user: '1001', why: 'expired' })
  })

  it('forgets all phones at Contact: *', async () => {
    const pbx = await testPbx()
    await Phone.register(pbx, '1001')
    const client = await RawClient.connect(pbx)
    const everything = ['Contact: *', 'Expires: 0']
    const challenge = await client.ask(request({ method: 'REGISTER', headers: everything }))
    const credentials = authorize(challenge, { method: 'REGISTER', password: 'pw1001' })
    expect(statusOf(await client.ask(request({ method: 'REGISTER', headers: [...everything, credentials] })))).toBe(200)
    expect(pbx.registrations()).toEqual([])
  })

  it('forgets the phone whose socket closes', async () => {
    const pbx = await testPbx()
    const phone = await Phone.register(pbx, '1001')
    phone.cut()
    expect(await pbx.event('unregistered')).toMatchObject({ user: '1001', why: 'disconnected' })
    expect(pbx.registrations()).toEqual([])
  })

  it('keeps the phone that came back over a new socket before the old one closed', async () => {
    const pbx = await testPbx()
    const instanceId = '6f1d1b1c-0000-4000-8000-000000000001'
    const before = await Phone.register(pbx, '1001', { instanceId })
    await Phone.register(pbx, '1001', { instanceId })
    before.cut()
    // Once another socket, closed after it, is known to be gone, the old one is too.
    const last = await Phone.register(pbx, '1003')
    last.cut()
    await until('the other one is gone', () => pbx.eventsOf('unregistered').some(({ user }) => user === '1003'))
    expect(pbx.registrations()).toEqual(['1001'])
    expect(pbx.eventsOf('unregistered').map(({ user }) => user)).toEqual(['1003'])
  })
})

describe('what is not a call', () => {
  it('answers a keep-alive ping, and leaves a pong alone', async () => {
    const pbx = await testPbx()
    const client = await RawClient.connect(pbx)
    client.send('\r\n')
    expect(await client.ask('\r\n\r\n')).toBe('\r\n')
    expect(client.received).toEqual(['\r\n'])
  })

  it.each([
    ['OPTIONS', 200],
    // Of users only, who are to say who they are.
    ['MESSAGE', 401],
    ['SUBSCRIBE', 401],
    ['REFER', 501],
    ['UPDATE', 405],
    ['PUBLISH', 405],
    ['FOO', 405],
    ['BYE', 481],
    ['CANCEL', 481],
  ])('answers %s with %i', async (method, status) => {
    const pbx = await testPbx()
    const client = await RawClient.connect(pbx)
    const headers = ['Refer-To: <sip:1002@pbx.test>', 'Event: dialog', contact]
    expect(statusOf(await client.ask(request({ method, headers })))).toBe(status)
  })

  it('survives what is not SIP, or only half', async () => {
    const pbx = await testPbx()
    const client = await RawClient.connect(pbx)
    const good = request({ method: 'OPTIONS' })
    const broken = [
      'hello',
      '\r\n\r\n\r\n',
      'INVITE\r\n\r\n',
      'SIP/2.0 200 OK\r\n\r\n',
      'SIP/2.0 999 Odd\r\nVia: x\r\n\r\n',
      'REGISTER sip:pbx.test SIP/2.0\r\n\r\n',
      ...['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Max-Forwards'].map((name) =>
        good.replace(new RegExp(`^${name}: .*\r\n`, 'm'), ''),
      ),
      ...['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Content-Length'].map((name) =>
        good.replace(new RegExp(`^${name}: .*\r\n`, 'm'), `${name}: \u0000;;=,"<\r\n`),
      ),
      good.replace(/Content-Length: 0/, 'Content-Length: 5'),
      good.replace(/CSeq: .*/, 'CSeq: 1 INVITE'),
      request({ method: 'INVITE', headers: ['Contact: <sip:x@y>', 'Authorization: Digest nonsense'] }),
      request({ method: 'REGISTER', headers: [contact, 'Authorization: Basic eA=='] }),
    ]
    for (const text of broken) client.send(text)
    for (let cut = 0; cut < good.length; cut += 7) client.send(good.slice(0, cut))
    const branch = 'z9hG4bK-the-last-one'
    client.send(request({ method: 'OPTIONS', branch }))
    await until('the last request is answered', () => client.received.some((text) => text.includes(branch)))
    expect(statusOf(client.received.at(-1) ?? '')).toBe(200)
  })
})
