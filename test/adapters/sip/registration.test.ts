import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { connectedPhone } from './calls'
import { createNormaliser, type SipMessage } from './message'
import { at, type TestPhone } from './phone'

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

const challenge = 'WWW-Authenticate: Digest algorithm=MD5, realm="pbx.example", nonce="n1", qop="auth", opaque="o1"'

afterEach(() => {
  vi.useRealTimers()
})

async function registering(): Promise<{ phone: TestPhone; request: SipMessage }> {
  const phone = await connectedPhone()
  phone.connection.send({ type: 'registration.register' })
  return { phone, request: await phone.wire.next('REGISTER') }
}

test('registers with a digest, message by message', async () => {
  const { phone, request } = await registering()
  const exact = createNormaliser()
  expect(exact(request.text)).toBe(
    [
      'REGISTER sip:pbx.example SIP/2.0',
      'Via: SIP/2.0/WSS host1;branch=branch1',
      'To: <sip:1001@pbx.example>',
      'From: <sip:1001@pbx.example>;tag=tag1',
      'CSeq: 2 REGISTER',
      'Call-ID: call1',
      'Max-Forwards: 70',
      'Contact: <sip:contact1;transport=ws>;expires=600',
      'Allow: ACK,BYE,CANCEL,INFO,INVITE,MESSAGE,NOTIFY,OPTIONS,PRACK,REFER,UPDATE',
      'Supported: outbound, 100rel, timer, replaces, path, gruu',
      'User-Agent: Callchart',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  )
  phone.wire.answer(request, '401 Unauthorized', { headers: [challenge] })

  const again = await phone.wire.next('REGISTER')
  expect(again.header('CSeq')).toBe('3 REGISTER')
  expect(again.header('Call-ID')).toBe(request.header('Call-ID'))
  const authorization = again.header('Authorization')
  const cnonce = /cnonce="(\w+)"/.exec(authorization)?.[1]
  const ha1 = md5('1001:pbx.example:pw1001')
  const response = md5(`${ha1}:n1:00000001:${cnonce}:auth:${md5('REGISTER:sip:pbx.example')}`)
  expect(authorization).toBe(
    `Digest algorithm=MD5, username="1001", realm="pbx.example", nonce="n1", uri="sip:pbx.example", response="${response}", opaque="o1", qop=auth, cnonce="${cnonce}", nc=00000001`,
  )
  phone.grant(again, 120)
  expect(await phone.connection.next()).toEqual({ type: 'registration.accepted', expiresAt: at + 120_000 })
  expect(phone.errors).toEqual([])
})

describe('refused for good', () => {
  test('401 after our digest: wrong credentials', async () => {
    const { phone, request } = await registering()
    phone.wire.answer(request, '401 Unauthorized', { headers: [challenge] })
    phone.wire.answer(await phone.wire.next('REGISTER'), '401 Unauthorized', { headers: [challenge] })
    const failure = { code: 'wrong-credentials', sipStatus: 401, text: 'Unauthorized' }
    expect(await phone.connection.next()).toEqual({ type: 'registration.refused', failure })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('a challenge for which we have no secret: wrong credentials', async () => {
    const { phone, request } = await registering()
    phone.secret = undefined
    phone.wire.answer(request, '401 Unauthorized', { headers: [challenge] })
    expect(await phone.connection.next()).toMatchObject({
      type: 'registration.refused',
      failure: { code: 'wrong-credentials' },
    })
    expect(await phone.wire.rest()).toEqual([])
  })

  test.each([
    ['403 Forbidden', 'forbidden'],
    ['404 Not Found', 'not-found'],
    ['400 Bad Request', 'refused'],
    ['603 Decline', 'declined'],
  ])('%s', async (status, code) => {
    const { phone, request } = await registering()
    phone.wire.answer(request, status)
    const failure = { code, sipStatus: Number(status.slice(0, 3)), text: status.slice(4) }
    expect(await phone.connection.next()).toEqual({ type: 'registration.refused', failure })
  })

  test('and asked for again all the same', async () => {
    const { phone, request } = await registering()
    phone.wire.answer(request, '403 Forbidden')
    await phone.connection.next()
    await phone.register()
    expect(phone.connection.rest()).toEqual([])
  })
})

describe('worth asking again', () => {
  test('503 says when', async () => {
    const { phone, request } = await registering()
    phone.wire.answer(request, '503 Service Unavailable', { headers: ['Retry-After: 7 (soon);duration=3'] })
    const failure = { code: 'server-error', sipStatus: 503, text: 'Service Unavailable' }
    expect(await phone.connection.next()).toEqual({ type: 'registration.failed', failure, retryAfterMs: 7000 })
  })

  test('500 does not: waits back off with full jitter, and success resets them', async () => {
    const phone = await connectedPhone()
    const failed = async () => {
      phone.connection.send({ type: 'registration.register' })
      phone.wire.answer(await phone.wire.next('REGISTER'), '500 Server Internal Error')
      const fact = await phone.connection.next()
      return fact.type === 'registration.failed' ? fact.retryAfterMs : fact
    }
    expect([await failed(), await failed(), await failed()]).toEqual([500, 1000, 2000])
    await phone.register()
    expect(await failed()).toBe(500)
  })

  test('nobody answers', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { phone } = await registering()
    await vi.advanceTimersByTimeAsync(32_000)
    const failure = { code: 'timed-out' }
    expect(await phone.connection.next()).toEqual({ type: 'registration.failed', failure, retryAfterMs: 500 })
  })

  test('a 200 without our binding', async () => {
    const { phone, request } = await registering()
    phone.wire.answer(request, '200 OK')
    expect(await phone.connection.next()).toMatchObject({
      type: 'registration.failed',
      failure: { code: 'server-error' },
    })
    await phone.register()
  })

  test('a redirection', async () => {
    const { phone, request } = await registering()
    phone.wire.answer(request, '302 Moved Temporarily', { headers: ['Contact: <sip:other.example>'] })
    expect(await phone.connection.next()).toMatchObject({ type: 'registration.failed', failure: { sipStatus: 302 } })
  })

  test('without a connection', async () => {
    const { phone, request } = await registering()
    phone.grant(request, 600)
    await phone.connection.next()
    phone.network.transport.break()
    await phone.connection.next()
    phone.connection.send({ type: 'registration.register' })
    expect(await phone.connection.next()).toMatchObject({
      type: 'registration.failed',
      failure: { code: 'unreachable' },
    })
  })
})

test('423: asked for again, with as much as the registrar wants', async () => {
  const { phone, request } = await registering()
  phone.wire.answer(request, '423 Interval Too Brief', { headers: ['Min-Expires: 3600'] })
  const again = await phone.wire.next('REGISTER')
  expect(again.header('Contact')).toMatch(/;expires=3600$/)
  phone.grant(again, 3600)
  expect(await phone.connection.next()).toEqual({ type: 'registration.accepted', expiresAt: at + 3_600_000 })
  await phone.wire.quiet()
  expect(phone.connection.rest()).toEqual([])
})

describe('a registration', () => {
  test('is refreshed before it expires, and each time that is told', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const phone = await connectedPhone()
    await phone.register(100)
    await vi.advanceTimersByTimeAsync(89_999)
    expect(await phone.wire.rest()).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    const refresh = await phone.wire.next('REGISTER')
    phone.grant(refresh, 100)
    expect(await phone.connection.next()).toEqual({ type: 'registration.accepted', expiresAt: at + 100_000 })
    await vi.advanceTimersByTimeAsync(90_000)
    phone.wire.answer(await phone.wire.next('REGISTER'), '403 Forbidden')
    expect(await phone.connection.next()).toMatchObject({
      type: 'registration.refused',
      failure: { code: 'forbidden' },
    })
    await vi.advanceTimersByTimeAsync(600_000)
    expect(await phone.wire.rest()).toEqual([])
  })

  test('whose refresh nobody answers has failed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const phone = await connectedPhone()
    await phone.register(100)
    await vi.advanceTimersByTimeAsync(90_000)
    await phone.wire.next('REGISTER')
    await vi.advanceTimersByTimeAsync(32_000)
    expect(await phone.connection.next()).toMatchObject({ type: 'registration.failed', failure: { code: 'timed-out' } })
    await phone.wire.quiet()
    expect(phone.connection.rest()).toEqual([])
  })

  test('uses the secret of the day', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const phone = await connectedPhone()
    await phone.register(100)
    phone.secret = { username: 'agent-1', password: 'new' }
    await vi.advanceTimersByTimeAsync(90_000)
    phone.wire.answer(await phone.wire.next('REGISTER'), '401 Unauthorized', { headers: [challenge] })
    const again = await phone.wire.next('REGISTER')
    const authorization = again.header('Authorization')
    const cnonce = /cnonce="(\w+)"/.exec(authorization)?.[1]
    const ha1 = md5('agent-1:pbx.example:new')
    expect(authorization).toContain('username="agent-1"')
    expect(authorization).toContain(md5(`${ha1}:n1:00000001:${cnonce}:auth:${md5('REGISTER:sip:pbx.example')}`))
  })

  test('that is challenged while a token is replaced is answered with the new one', async () => {
    const { phone, request } = await registering()
    phone.wire.answer(request, '401 Unauthorized', { headers: [challenge] })
    const first = await phone.wire.next('REGISTER')
    phone.secret = { username: '1001', password: 'new' }
    phone.wire.answer(first, '401 Unauthorized', { headers: [challenge] })
    const second = await phone.wire.next('REGISTER')
    const authorization = second.header('Authorization')
    const cnonce = /cnonce="(\w+)"/.exec(authorization)?.[1]
    const ha1 = md5('1001:pbx.example:new')
    expect(authorization).toContain(md5(`${ha1}:n1:00000001:${cnonce}:auth:${md5('REGISTER:sip:pbx.example')}`))
    phone.wire.answer(second, '401 Unauthorized', { headers: [challenge] })
    expect(await phone.connection.next()).toMatchObject({ type: 'registration.refused' })
  })

  test('is asked for again over the same connection, after it was refused', async () => {
    const { phone, request } = await registering()
    phone.wire.answer(request, '403 Forbidden')
    expect(await phone.connection.next()).toMatchObject({ type: 'registration.refused' })
    phone.secret = { username: '1001', password: 'new' }
    await phone.register()
    expect(phone.network.transports).toHaveLength(1)
  })

  test('is removed', async () => {
    const phone = await connectedPhone()
    await phone.register()
    phone.connection.send({ type: 'registration.unregister' })
    const request = await phone.wire.next('REGISTER')
    expect(request.header('Contact')).toMatch(/;expires=0$/)
    await phone.wire.quiet()
    expect(phone.connection.rest()).toEqual([])
    phone.wire.answer(request, '200 OK')
    expect(await phone.connection.next()).toEqual({ type: 'registration.removed' })
    await phone.register()
  })

  test('is as good as removed when the registrar refuses to hear of it', async () => {
    const phone = await connectedPhone()
    await phone.register()
    phone.connection.send({ type: 'registration.unregister' })
    phone.wire.answer(await phone.wire.next('REGISTER'), '500 Server Internal Error')
    expect(await phone.connection.next()).toEqual({ type: 'registration.removed' })
  })

  test('is made anew when somebody wants it again while it is being removed', async () => {
    const phone = await connectedPhone()
    await phone.register()
    phone.connection.send({ type: 'registration.unregister' })
    const removal = await phone.wire.next('REGISTER')
    phone.connection.send({ type: 'registration.register' })
    phone.wire.answer(removal, '200 OK')
    phone.grant(await phone.wire.next('REGISTER'), 600)
    expect(await phone.connection.next()).toMatchObject({ type: 'registration.accepted' })
  })

  test('stays when its removal was wanted and then not, before the registrar has said anything', async () => {
    const { phone, request } = await registering()
    phone.connection.send({ type: 'registration.unregister' })
    phone.connection.send({ type: 'registration.register' })
    phone.grant(request, 600)
    expect(await phone.connection.next()).toMatchObject({ type: 'registration.accepted' })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('that there is not needs no removing', async () => {
    const phone = await connectedPhone()
    phone.connection.send({ type: 'registration.unregister' })
    expect(await phone.connection.next()).toEqual({ type: 'registration.removed' })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('that is under way is removed once it is there', async () => {
    const { phone, request } = await registering()
    phone.connection.send({ type: 'registration.register' })
    phone.connection.send({ type: 'registration.unregister' })
    expect(await phone.wire.rest()).toEqual([])
    phone.grant(request, 600)
    expect(await phone.connection.next()).toMatchObject({ type: 'registration.accepted' })
    const removal = await phone.wire.next('REGISTER')
    expect(removal.header('Contact')).toMatch(/;expires=0$/)
    phone.wire.answer(removal, '200 OK')
    expect(await phone.connection.next()).toEqual({ type: 'registration.removed' })
  })
})

test.each([
  ['while it is refreshed', 90_000],
  ['at rest', 0],
])(
  'a connection that breaks takes the registration with it, %s: the next one is new, and the old one does nothing more',
  async (_when, elapsedMs) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const phone = await connectedPhone()
    await phone.register(100)
    const [first] = phone.wire.all
    await vi.advanceTimersByTimeAsync(elapsedMs)
    await phone.wire.rest()
    phone.network.transport.break()
    expect((await phone.connection.next()).type).toBe('transport.closed')
    await phone.connect()
    await phone.register(1000)
    expect(phone.wire.all.at(-1)?.header('Call-ID')).not.toBe(first?.header('Call-ID'))
    await vi.advanceTimersByTimeAsync(200_000)
    expect(await phone.wire.rest()).toEqual([])
    expect(phone.connection.rest()).toEqual([])
  },
)
