import { describe, expect, test } from 'vitest'
import type { Resource } from '../../../src/machines/ports/watching'
import { compose, createNormaliser, type SipMessage } from './message'
import { at, TestPhone } from './phone'

const bob: Resource = { package: 'dialog', uri: 'sip:1002@pbx.example' }
const mailbox: Resource = { package: 'message-summary', uri: 'sip:1001@pbx.example' }

async function watching(resource: Resource = bob) {
  const phone = new TestPhone()
  await phone.connect()
  const port = phone.resource(resource)
  const request = await phone.wire.next('SUBSCRIBE')
  return { phone, port, request, server: new Notifier(phone, request, resource) }
}

/** The server's side of a subscription. */
class Notifier {
  readonly #phone: TestPhone
  readonly #request: SipMessage
  readonly #resource: Resource
  #sequence = 0

  constructor(phone: TestPhone, request: SipMessage, resource: Resource) {
    this.#phone = phone
    this.#request = request
    this.#resource = resource
  }

  accept(request = this.#request, expires = 600) {
    this.#phone.wire.answer(request, '200 OK', {
      headers: [`Expires: ${expires}`, 'Contact: <sip:notifier@198.51.100.7;transport=ws>'],
    })
  }

  notify(body: string, state = 'active;expires=600', type = types[this.#resource.package]) {
    this.#sequence += 1
    const request = this.#request
    const contact = /<([^>]+)>/.exec(request.header('Contact'))?.[1]
    this.#phone.wire.receive(
      compose(
        `NOTIFY ${contact} SIP/2.0`,
        [
          `Via: SIP/2.0/WSS pbx.example;branch=z9hG4bKnotify${this.#sequence}`,
          `From: ${request.header('To')};tag=far`,
          `To: ${request.header('From')}`,
          `Call-ID: ${request.header('Call-ID')}`,
          `CSeq: ${this.#sequence} NOTIFY`,
          'Max-Forwards: 70',
          'Contact: <sip:notifier@198.51.100.7;transport=ws>',
          `Event: ${this.#resource.package}`,
          `Subscription-State: ${state}`,
        ],
        body,
        type,
      ),
    )
  }
}

const types = {
  dialog: 'application/dialog-info+xml',
  presence: 'application/pidf+xml',
  'message-summary': 'application/simple-message-summary',
}

let version = 0
const dialogs = (...states: string[]) => {
  version += 1
  const all = states.map((state, id) => `<dialog id="${id}"><state>${state}</state></dialog>`)
  return `<?xml version="1.0"?><dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${version}" state="full" entity="${bob.uri}">${all.join('')}</dialog-info>`
}

const notified = (...states: string[]) => ({
  type: 'resource.notified',
  state: { package: 'dialog', dialogs: states.map((state) => ({ state, direction: 'unknown', remote: null })) },
  at,
})

describe('a subscription (RFC 6665)', () => {
  test('begins with a SUBSCRIBE', async () => {
    const { request } = await watching()
    expect(createNormaliser()(request.text).split('\r\n')).toEqual([
      'SUBSCRIBE sip:1002@pbx.example SIP/2.0',
      'Via: SIP/2.0/WSS host1;branch=branch1',
      'To: <sip:1002@pbx.example>',
      'From: <sip:1001@pbx.example>;tag=tag1',
      'CSeq: 1 SUBSCRIBE',
      'Call-ID: call1',
      'Max-Forwards: 70',
      'Contact: <sip:contact1;transport=ws>',
      'Event: dialog',
      'Expires: 600',
      'Accept: application/dialog-info+xml',
      'Supported: outbound, 100rel, timer, replaces',
      'User-Agent: Callchart',
      'Content-Length: 0',
      '',
      '',
    ])
  })

  test('tells what each NOTIFY says', async () => {
    const { phone, port, server } = await watching()
    server.accept()
    server.notify(dialogs('early'))
    await phone.wire.next('200 NOTIFY')
    expect(await port.next()).toEqual(notified('early'))
    server.notify(dialogs('confirmed', 'terminated'))
    await phone.wire.next('200 NOTIFY')
    expect(await port.next()).toEqual(notified('confirmed'))
  })

  test('is the same when the NOTIFY overtakes the 200', async () => {
    const { phone, port, server } = await watching()
    server.notify(dialogs())
    await phone.wire.next('200 NOTIFY')
    server.accept()
    expect(await port.next()).toEqual(notified())
    expect(await phone.wire.rest()).toEqual([])
  })

  test('answers a challenge', async () => {
    const { phone, port, request, server } = await watching()
    const challenge = { headers: ['WWW-Authenticate: Digest realm="pbx", nonce="n", algorithm=MD5'] }
    phone.wire.answer(request, '401 Unauthorized', challenge)
    const again = await phone.wire.next('SUBSCRIBE')
    expect(again.header('Authorization')).toContain('nonce="n"')
    server.accept(again)
    server.notify(dialogs())
    expect(await port.next()).toEqual(notified())
  })

  test('ends with Expires: 0, and answers the last NOTIFY', async () => {
    const { phone, port, server } = await watching()
    server.accept()
    server.notify(dialogs())
    await phone.wire.next('200 NOTIFY')
    await port.next()
    port.close()
    const request = await phone.wire.next('SUBSCRIBE')
    expect([request.header('Expires'), request.startLine]).toEqual([
      '0',
      'SUBSCRIBE sip:notifier@198.51.100.7;transport=ws SIP/2.0',
    ])
    server.accept(request, 0)
    server.notify('', 'terminated;reason=timeout')
    expect(await phone.wire.rest()).toEqual(['200 NOTIFY'])
    expect([port.rest(), phone.errors]).toEqual([[], []])
  })

  test('that nobody wants any more when it begins is ended at once', async () => {
    const { phone, port, server } = await watching()
    port.close()
    server.accept()
    server.notify(dialogs())
    await phone.wire.next('200 NOTIFY')
    expect((await phone.wire.next('SUBSCRIBE')).header('Expires')).toBe('0')
    expect(port.facts).toEqual([])
  })

  test('of a connection that broke is not spoken of any more', async () => {
    const { phone, port, server } = await watching()
    server.accept()
    server.notify(dialogs())
    await phone.wire.next('200 NOTIFY')
    phone.network.transport.break()
    port.close()
    expect(await phone.wire.rest()).toEqual([])
  })
})

describe('a server that does not tell', () => {
  test.each([
    ['403 Forbidden', 'resource.refused', 'forbidden'],
    ['404 Not Found', 'resource.refused', 'not-found'],
    ['489 Bad Event', 'resource.refused', 'refused'],
    ['481 Subscription does not exist', 'resource.lost', 'refused'],
    ['503 Service Unavailable', 'resource.lost', 'server-error'],
    ['480 Temporarily Unavailable', 'resource.lost', 'unavailable'],
  ])('%s', async (status, type, code) => {
    const { phone, port, request } = await watching()
    phone.wire.answer(request, status)
    expect(await port.next()).toMatchObject({ type, failure: { code } })
  })

  test('says when to ask again', async () => {
    const { phone, port, request } = await watching()
    phone.wire.answer(request, '503 Service Unavailable', { headers: ['Retry-After: 17'] })
    expect(await port.next()).toMatchObject({ type: 'resource.lost', retryAfterMs: 17_000 })
  })

  test('is asked again by dice when it says nothing', async () => {
    const { phone, port, request } = await watching()
    phone.wire.answer(request, '503 Service Unavailable')
    expect(await port.next()).toMatchObject({ retryAfterMs: 500 })
    phone.resource(bob)
    const again = await phone.wire.next('SUBSCRIBE')
    expect(again.header('Call-ID')).not.toBe(request.header('Call-ID'))
  })

  test.each([
    ['terminated;reason=deactivated', { type: 'resource.lost', retryAfterMs: 0 }],
    ['terminated;reason=probation;retry-after=30', { type: 'resource.lost', retryAfterMs: 30_000 }],
    ['terminated;reason=giveup', { type: 'resource.lost', retryAfterMs: 500 }],
    ['terminated', { type: 'resource.lost', retryAfterMs: 500 }],
    ['terminated;reason=rejected', { type: 'resource.refused', failure: { code: 'refused', text: 'rejected' } }],
    ['terminated;reason=noresource', { type: 'resource.refused', failure: { code: 'refused', text: 'noresource' } }],
  ])('any more: %s', async (state, fact) => {
    const { phone, port, server } = await watching()
    server.accept()
    server.notify(dialogs())
    await phone.wire.next('200 NOTIFY')
    await port.next()
    server.notify('', state)
    await phone.wire.next('200 NOTIFY')
    expect(await port.next()).toMatchObject(fact)
    port.close()
    expect(await phone.wire.rest()).toEqual([])
  })

  test('at all: the first NOTIFY ends it', async () => {
    const { phone, port, server } = await watching()
    server.accept()
    server.notify('', 'terminated;reason=noresource')
    await phone.wire.next('200 NOTIFY')
    expect(await port.next()).toMatchObject({ type: 'resource.refused' })
  })

  test('cannot be asked without a connection', async () => {
    expect(await new TestPhone().resource(bob).next()).toMatchObject({
      type: 'resource.lost',
      failure: { code: 'unreachable' },
    })
  })
})

describe('a NOTIFY that says what it must not', () => {
  test.each([
    ['another type', '415', 'hello', 'text/plain'],
    ['no XML', '400', 'hello', types.dialog],
    ['a document type', '400', `<!DOCTYPE x [<!ENTITY a "b">]>${dialogs()}`, types.dialog],
  ])('%s is refused with %s, and nothing of it is told', async (_, status, body, type) => {
    const { phone, port, server } = await watching()
    server.accept()
    server.notify(body, 'active;expires=600', type)
    await phone.wire.next(`${status} NOTIFY`)
    server.notify(dialogs())
    await phone.wire.next('200 NOTIFY')
    expect(port.facts).toEqual([notified()])
  })

  test('nothing is no news', async () => {
    const { phone, port, server } = await watching()
    server.accept()
    server.notify('', 'pending')
    await phone.wire.next('200 NOTIFY')
    expect(port.facts).toEqual([])
  })

  test('too little: the whole is asked for', async () => {
    const { phone, server } = await watching()
    server.accept()
    server.notify(dialogs())
    await phone.wire.next('200 NOTIFY')
    version += 5
    server.notify(dialogs('early').replace('state="full"', 'state="partial"'))
    await phone.wire.next('SUBSCRIBE')
  })
})

test('voicemail: message-summary of the own mailbox', async () => {
  const { phone, port, request, server } = await watching(mailbox)
  expect([request.header('Event'), request.header('Accept')]).toEqual([mailbox.package, types['message-summary']])
  server.accept()
  server.notify('Messages-Waiting: yes\r\nVoice-Message: 2/8 (1/2)\r\n')
  await phone.wire.next('200 NOTIFY')
  expect(await port.next()).toMatchObject({ state: { newMessages: 2, oldMessages: 8, urgentMessages: 1 } })
})

test('presence: PIDF of a colleague', async () => {
  const { phone, port, server } = await watching({ package: 'presence', uri: bob.uri })
  server.accept()
  server.notify(
    '<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="x"><tuple id="1"><status><basic>open</basic></status></tuple></presence>',
  )
  await phone.wire.next('200 NOTIFY')
  expect(await port.next()).toMatchObject({ state: { package: 'presence', status: 'idle' } })
})

describe('pick up with Replaces (RFC 3891)', () => {
  const names = 'call-id="x@pbx" local-tag="bobs" remote-tag="pbxs"'
  const ringing = (attributes: string, state = 'early', inner = '') => {
    version += 1
    return `<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${version}" state="full" entity="${bob.uri}"><dialog id="1" direction="recipient" ${attributes}><state>${state}</state>${inner}</dialog></dialog-info>`
  }
  const code = 'sip:*81002@pbx.example'

  async function pickUp(...documents: string[]) {
    const { phone, port, server } = await watching()
    server.accept()
    const facts = []
    for (const document of documents) {
      server.notify(document)
      await phone.wire.next('200 NOTIFY')
      facts.push(await port.next())
    }
    phone.session('a').send({ type: 'session.invite', target: code, pickUpOf: bob.uri })
    return { facts, invite: await phone.wire.next('INVITE') }
  }
  const headerOf = ({ text }: SipMessage, name: string) => new RegExp(`^${name}: (.*)\\r$`, 'm').exec(text)?.[1] ?? null
  const asked = (invite: SipMessage) => ({
    to: invite.text.split(' ')[1],
    replaces: headerOf(invite, 'Replaces'),
    require: headerOf(invite, 'Require'),
  })

  test('what rings there is named as the server knows it, and only while it rings', async () => {
    const { invite, facts } = await pickUp(ringing(names))
    expect(asked(invite)).toEqual({
      to: bob.uri,
      replaces: 'x@pbx;to-tag=pbxs;from-tag=bobs;early-only',
      require: 'replaces',
    })
    // Who knows the names of a dialog can take it over: they cross no port.
    expect(JSON.stringify(facts)).not.toMatch(/x@pbx|bobs|pbxs/)
  })

  test('the other side of the dialog is asked, where the server says who that is', async () => {
    const { invite } = await pickUp(
      ringing(names, 'early', '<remote><target uri="sip:eve@198.51.100.9:5070"/></remote>'),
    )
    expect(asked(invite).to).toBe('sip:eve@198.51.100.9:5070')
  })

  test.each([
    ['names no dialog', [ringing('')]],
    ['names half of it', [ringing('call-id="x@pbx" local-tag="bobs"')]],
    ['names it with what could end a header', [ringing('call-id="x&#13;&#10;Evil: 1" local-tag="b" remote-tag="p"')]],
    ['says that it is answered', [ringing(names), ringing(names, 'confirmed')]],
  ])('the code is called where the server %s', async (_, documents) => {
    expect(asked((await pickUp(...documents)).invite)).toEqual({ to: code, replaces: null, require: null })
  })
})
