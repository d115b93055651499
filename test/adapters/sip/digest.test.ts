import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { answerChallenge, chooseChallenge } from '../../../src/adapters/sip/digest'
import { sha256 } from '../../../src/adapters/sip/sha256'
import { calledOut, connectedPhone, dialing } from './calls'
import { sdp } from './fake-media'
import type { SipMessage } from './message'
import { account, type TestPhone } from './phone'

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const read = (...values: string[]) => chooseChallenge({ getHeaders: () => values }, 'www-authenticate', md5)

describe('SHA-256', () => {
  test.each(['', 'abc', 'Łódź ☎', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'x'.repeat(1000)])(
    'of %j',
    (text) => {
      expect(sha256(text)).toBe(sha(text))
    },
  )
})

describe('a challenge', () => {
  test('is answered as the example of RFC 7616 3.9.1 is', () => {
    const answer = (algorithm: string) => {
      const challenge = read(
        `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
      )
      if (!challenge) throw new Error('No challenge')
      return answerChallenge(challenge, {
        username: 'Mufasa',
        password: 'Circle of Life',
        method: 'GET',
        uri: '/dir/index.html',
        body: '',
        cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
        count: 1,
      })
    }
    expect(answer('MD5')).toContain('response="8ca523f5e9506fed4657c9700eebdbec"')
    expect(answer('SHA-256')).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"')
  })

  test.each([
    ['SHA-256 before MD5', ['Digest realm="r", nonce="1"', 'Digest realm="r", nonce="2", algorithm=SHA-256'], '2'],
    ['the first of two', ['Digest realm="r", nonce="1"', 'Digest realm="s", nonce="2", algorithm=md5'], '1'],
    [
      'one of ours among strangers',
      ['Basic realm="r"', 'Digest realm="r", nonce="2", algorithm=SHA-512-256', 'DIGEST realm="r", nonce="3"'],
      '3',
    ],
    ['quotes inside quotes', ['Digest realm="a, \\"b\\"", nonce="1", qop="auth"'], '1'],
    ['none without a nonce', ['Digest realm="r"'], undefined],
    ['none with a quality of protection that we lack', ['Digest realm="r", nonce="1", qop="x"'], undefined],
    ['none', [], undefined],
  ])('of several: %s', (_what, values, nonce) => {
    expect(read(...values)?.nonce).toBe(nonce)
  })
})

const parameter = (header: string, name: string) => new RegExp(`${name}="?([^",]+)`).exec(header)?.[1] ?? ''

function expectAnswer(request: SipMessage, header: string, hash: typeof md5, realm: string): void {
  const value = request.header(header)
  const [method, uri] = request.startLine.split(' ')
  const secret = hash(`1001:${realm}:pw1001`)
  const [nonce, nc, cnonce] = ['nonce', 'nc', 'cnonce'].map((name) => parameter(value, name))
  expect(parameter(value, 'response')).toBe(hash(`${secret}:${nonce}:${nc}:${cnonce}:auth:${hash(`${method}:${uri}`)}`))
}

const challenge = (kind: 'WWW' | 'Proxy', realm: string, nonce: string, more = '') =>
  `${kind}-Authenticate: Digest realm="${realm}", nonce="${nonce}", qop="auth"${more}`

async function registering(): Promise<{ phone: TestPhone; request: SipMessage }> {
  const phone = await connectedPhone()
  phone.connection.send({ type: 'registration.register' })
  return { phone, request: await phone.wire.next('REGISTER') }
}

describe('on the wire', () => {
  test('SHA-256 is chosen though MD5 comes first', async () => {
    const { phone, request } = await registering()
    phone.wire.answer(request, '401 Unauthorized', {
      headers: [challenge('WWW', 'r', 'old'), challenge('WWW', 'r', 'new', ', algorithm=SHA-256, opaque="o"')],
    })
    const again = await phone.wire.next('REGISTER')
    expect(again.header('Authorization')).toMatch(/^Digest algorithm=SHA-256, .*nonce="new", .*opaque="o", qop=auth/)
    expectAnswer(again, 'Authorization', sha, 'r')
    phone.grant(again, 600)
    expect(await phone.connection.next()).toMatchObject({ type: 'registration.accepted' })
  })

  test('a stale nonce is replaced once, and the new one is counted from the beginning', async () => {
    const { phone, request } = await registering()
    phone.wire.answer(request, '401 Unauthorized', { headers: [challenge('WWW', 'r', 'n1')] })
    const first = await phone.wire.next('REGISTER')
    phone.wire.answer(first, '401 Unauthorized', { headers: [challenge('WWW', 'r', 'n2', ', stale=TRUE')] })
    const second = await phone.wire.next('REGISTER')
    expect(second.header('Authorization')).toMatch(/nonce="n2", .*nc=00000001$/)
    expectAnswer(second, 'Authorization', md5, 'r')
    phone.wire.answer(second, '401 Unauthorized', { headers: [challenge('WWW', 'r', 'n3', ', stale=true')] })
    expect(await phone.connection.next()).toMatchObject({
      type: 'registration.refused',
      failure: { code: 'wrong-credentials', sipStatus: 401 },
    })
    expect(await phone.wire.rest()).toEqual([])
  })

  test("a proxy's challenge, and then the registrar's behind it: both are answered", async () => {
    const { phone, request } = await registering()
    phone.wire.answer(request, '407 Proxy Authentication Required', { headers: [challenge('Proxy', 'edge', 'p')] })
    const toProxy = await phone.wire.next('REGISTER')
    expectAnswer(toProxy, 'Proxy-Authorization', md5, 'edge')
    expect(toProxy.headers('Authorization')).toEqual([])
    phone.wire.answer(toProxy, '401 Unauthorized', { headers: [challenge('WWW', 'r', 'n', ', algorithm=SHA-256')] })
    const toBoth = await phone.wire.next('REGISTER')
    expectAnswer(toBoth, 'Authorization', sha, 'r')
    expectAnswer(toBoth, 'Proxy-Authorization', md5, 'edge')
    expect(toBoth.header('Proxy-Authorization')).toMatch(/nc=00000002$/)
    phone.wire.answer(toBoth, '407 Proxy Authentication Required', { headers: [challenge('Proxy', 'edge', 'q')] })
    expect(await phone.connection.next()).toMatchObject({ failure: { code: 'wrong-credentials', sipStatus: 407 } })
  })

  test('challenges without end, each for another realm, are given up', async () => {
    const { phone, request } = await registering()
    let asked = request
    for (const realm of ['a', 'b', 'c', 'd']) {
      phone.wire.answer(asked, '401 Unauthorized', { headers: [challenge('WWW', realm, 'n')] })
      asked = await phone.wire.next('REGISTER')
    }
    phone.wire.answer(asked, '401 Unauthorized', { headers: [challenge('WWW', 'e', 'n')] })
    expect(await phone.connection.next()).toMatchObject({ type: 'registration.refused' })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('an algorithm that we lack is a refusal', async () => {
    const { phone, request } = await registering()
    phone.wire.answer(request, '401 Unauthorized', { headers: [challenge('WWW', 'r', 'n', ', algorithm=SHA-512-256')] })
    expect(await phone.connection.next()).toMatchObject({ failure: { code: 'wrong-credentials', sipStatus: 401 } })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('the body of an INVITE is in the answer when the server wants its integrity', async () => {
    const { phone, invite } = await dialing()
    phone.wire.answer(invite, '401 Unauthorized', {
      headers: ['WWW-Authenticate: Digest realm="r", nonce="n", qop="auth-int", algorithm=SHA-256'],
    })
    await phone.wire.next('ACK')
    const again = await phone.wire.next('INVITE')
    const value = again.header('Authorization')
    expect(value).toContain('qop=auth-int')
    const what = sha(`INVITE:sip:1002@pbx.example:${sha(again.body)}`)
    expect(parameter(value, 'response')).toBe(
      sha(`${sha('1001:r:pw1001')}:n:00000001:${parameter(value, 'cnonce')}:auth-int:${what}`),
    )
  })

  test('a challenged INFO keeps the numbers of the dialog in order', async () => {
    const { phone, call } = await calledOut()
    phone.tones('out').send({ type: 'tone.send', tone: '1', durationMs: 100, gapMs: 70 })
    const info = await phone.wire.next('INFO')
    phone.wire.answer(info, '407 Proxy Authentication Required', { headers: [challenge('Proxy', 'edge', 'p')] })
    const again = await phone.wire.next('INFO')
    expect(again.header('CSeq')).toBe('3 INFO')
    phone.wire.answer(again, '200 OK')
    call.send({ type: 'session.offer', offer: { hold: true } })
    const reinvite = await phone.wire.next('INVITE')
    expect(reinvite.header('CSeq')).toBe('4 INVITE')
    phone.wire.answer(reinvite, '200 OK', { body: sdp('recvonly') })
    await phone.wire.next('ACK')
  })

  test('quotes and umlauts in a name are hashed as they are and written as they must be', async () => {
    const { phone, request } = await registering()
    phone.secret = { username: 'a"ü', password: 'päss' }
    phone.wire.answer(request, '401 Unauthorized', { headers: ['WWW-Authenticate: Digest realm="r", nonce="n"'] })
    const value = (await phone.wire.next('REGISTER')).header('Authorization')
    expect(value).toContain('username="a\\"ü"')
    const uri = `sip:${account.uri.split('@')[1]}`
    expect(parameter(value, 'response')).toBe(md5(`${md5('a"ü:r:päss')}:n:${md5(`REGISTER:${uri}`)}`))
  })
})
