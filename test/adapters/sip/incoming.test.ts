import { afterEach, describe, expect, test, vi } from 'vitest'
import { alerting, calledIn, connectedPhone } from './calls'
import { sdp } from './fake-media'
import { FarEnd, sameTransaction } from './far-end'
import { compose, createNormaliser } from './message'
import { at } from './phone'

const endedByUs = { type: 'session.ended', by: 'local', failure: null, reason: null, at }

afterEach(() => {
  vi.useRealTimers()
})

test('is alerted, answers and is hung up, message by message', async () => {
  const phone = await connectedPhone()
  const exact = createNormaliser()
  const invite = phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv') })
  const common = [
    'Via: SIP/2.0/WSS pbx.example;branch=branch1',
    'From: "Bob" <sip:1002@pbx.example>;tag=tag1',
    'To: <sip:1001@pbx.example>',
    'CSeq: 1 INVITE',
    'Call-ID: call1',
    'Supported: outbound, 100rel, timer, replaces',
    'User-Agent: Callchart',
  ]
  exact(invite.text)
  const trying = await phone.wire.next('100 INVITE')
  expect(exact(trying.text)).toBe(['SIP/2.0 100 Trying', ...common, 'Content-Length: 0', '', ''].join('\r\n'))
  expect(await phone.invitations.next()).toEqual({
    type: 'invitation.received',
    callId: 'in-1',
    remote: { number: '1002', name: 'Bob', uri: 'sip:1002@pbx.example' },
    at,
  })
  expect(await phone.wire.rest()).toEqual([])

  const call = phone.session('in-1')
  const ringing = await phone.wire.next('180 INVITE')
  const tagged = common.map((line) => (line.startsWith('To:') ? `${line};tag=tag2` : line))
  expect(exact(ringing.text)).toBe(
    ['SIP/2.0 180 Ringing', ...tagged, 'Contact: <sip:contact1;transport=ws>', 'Content-Length: 0', '', ''].join(
      '\r\n',
    ),
  )

  call.send({ type: 'session.accept' })
  const ok = await phone.wire.next('200 INVITE')
  expect(exact(ok.text)).toBe(
    [
      'SIP/2.0 200 OK',
      ...tagged,
      'Allow: ACK,BYE,CANCEL,INFO,INVITE,MESSAGE,NOTIFY,OPTIONS,PRACK,REFER,UPDATE',
      'Contact: <sip:contact1;transport=ws>',
      'Content-Type: application/sdp',
      `Content-Length: ${sdp('sendrecv').length}`,
      '',
      sdp('sendrecv'),
    ].join('\r\n'),
  )
  expect(phone.mediaOf('in-1').log).toEqual(['createAnswer sendrecv'])
  await phone.wire.quiet()
  expect(call.rest()).toEqual([])
  const far = FarEnd.calling(phone.wire, ok)
  far.ack(invite)
  expect(await call.next()).toEqual({ type: 'session.accepted', remote: null, at })
  far.request('BYE')
  await phone.wire.next('200 BYE')
  expect(await call.next()).toEqual({ type: 'session.ended', by: 'remote', failure: null, reason: null, at })
  expect(phone.errors).toEqual([])
})

describe('who calls', () => {
  test.each([
    [
      'a name full of markup is text',
      '"<img src=x onerror=alert(1)>\\"&amp;\\\\" <sip:1002@pbx.example>',
      [],
      { number: '1002', name: '<img src=x onerror=alert(1)>"&amp;\\', uri: 'sip:1002@pbx.example' },
    ],
    [
      'a name without quotes',
      'Bob Smith <sip:bob@pbx.example:5070;transport=ws>',
      [],
      { number: 'bob', name: 'Bob Smith', uri: 'sip:bob@pbx.example:5070' },
    ],
    ['no name', '<sip:1002@pbx.example>', [], { number: '1002', name: null, uri: 'sip:1002@pbx.example' }],
    [
      'what the network asserts counts more',
      '"Chief" <sip:1@evil.example>',
      ['P-Asserted-Identity: "Bob, B." <sip:+15551234567@pbx.example;user=phone>, <tel:+15551234567>'],
      { number: '+15551234567', name: 'Bob, B.', uri: 'sip:+15551234567@pbx.example' },
    ],
    [
      'a telephone number alone is asserted',
      '<sip:x@pbx.example>',
      ['P-Asserted-Identity: <tel:+1-555-1234;phone-context=example.com>'],
      { number: '+1-555-1234', name: null, uri: 'tel:+1-555-1234' },
    ],
    [
      'what is asserted cannot be read',
      '"Bob" <sip:1002@pbx.example>',
      ['P-Asserted-Identity: nonsense'],
      { number: '1002', name: 'Bob', uri: 'sip:1002@pbx.example' },
    ],
  ])('%s', async (_what, from, headers, remote) => {
    const phone = await connectedPhone()
    phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv'), from, headers })
    expect(await phone.invitations.next()).toMatchObject({ remote })
  })
})

test('do not disturb: 486 at once, message by message, and nothing rings', async () => {
  const phone = await connectedPhone()
  const exact = createNormaliser()
  const invite = phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv') })
  const trying = await phone.wire.next('100 INVITE')
  exact(trying.text)
  const { callId } = await phone.invitations.next()
  phone.invitations.send({ type: 'invitation.refuse', callId, reason: 'busy' })
  const busy = await phone.wire.next('486 INVITE')
  expect(exact(busy.text)).toBe(
    [
      'SIP/2.0 486 Busy Here',
      'Via: SIP/2.0/WSS pbx.example;branch=branch1',
      'From: "Bob" <sip:1002@pbx.example>;tag=tag1',
      'To: <sip:1001@pbx.example>;tag=tag2',
      'CSeq: 1 INVITE',
      'Call-ID: call1',
      'Supported: outbound, 100rel, timer, replaces',
      'User-Agent: Callchart',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  )
  sameTransaction(phone.wire, 'ACK', invite, busy.header('To'))
  expect(await phone.wire.rest()).toEqual([])
})

describe('refusing', () => {
  test.each([
    ['busy', '486'],
    ['unavailable', '480'],
  ] as const)('an invitation as %s: %s, and nobody was alerted', async (reason, status) => {
    const phone = await connectedPhone()
    const invite = phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv') })
    await phone.wire.next('100 INVITE')
    const { callId } = await phone.invitations.next()
    phone.invitations.send({ type: 'invitation.refuse', callId, reason })
    const refusal = await phone.wire.next(`${status} INVITE`)
    sameTransaction(phone.wire, 'ACK', invite, refusal.header('To'))
    expect(await phone.wire.rest()).toEqual([])
  })

  test.each([
    ['declined', '603'],
    ['busy', '486'],
    ['unavailable', '480'],
  ] as const)('a call that rings as %s: %s', async (reason, status) => {
    const { phone, call } = await alerting()
    call.send({ type: 'session.reject', reason })
    await phone.wire.next(`${status} INVITE`)
    expect(await call.next()).toEqual(endedByUs)
  })

  test('while the answer is being made', async () => {
    const { phone, call, media } = await alerting()
    const release = media.delay('createAnswer')
    call.send({ type: 'session.accept' })
    call.send({ type: 'session.reject', reason: 'declined' })
    await phone.wire.next('603 INVITE')
    expect(await call.next()).toEqual(endedByUs)
    release()
    expect(await phone.wire.rest()).toEqual([])
    expect(call.rest()).toEqual([])
  })

  test('when nobody is there to be told of invitations', async () => {
    const phone = await connectedPhone()
    phone.invitations.close()
    phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv') })
    await phone.wire.next('100 INVITE')
    await phone.wire.next('480 INVITE')
  })

  test.each([
    ['Require: join', 'Unsupported: join'],
    ['Require: 100rel, timer, precondition, x', 'Unsupported: precondition, x'],
  ])('what demands what we cannot do (%s)', async (required, unsupported) => {
    const phone = await connectedPhone()
    phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv'), headers: [required] })
    await phone.wire.next('100 INVITE')
    expect((await phone.wire.next('420 INVITE')).headers('Unsupported')).toEqual([unsupported.slice(13)])
    expect(phone.invitations.rest()).toEqual([])
  })

  test('a description that is none of ours', async () => {
    const phone = await connectedPhone()
    const body = { body: '--x\r\n\r\n--x--', contentType: 'multipart/mixed;boundary=x' }
    phone.wire.request('INVITE', 'sip:1001@pbx.example', body)
    await phone.wire.next('100 INVITE')
    expect((await phone.wire.next('415 INVITE')).header('Accept')).toBe('application/sdp')
  })
})

describe('the caller gives up', () => {
  test('while it rings', async () => {
    const { phone, call, invite } = await alerting()
    sameTransaction(phone.wire, 'CANCEL', invite, invite.header('To'))
    await phone.wire.next('200 CANCEL')
    const terminated = await phone.wire.next('487 INVITE')
    sameTransaction(phone.wire, 'ACK', invite, terminated.header('To'))
    expect(await call.next()).toEqual({ type: 'session.cancelled', by: 'caller', reason: null, at })
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
  })

  test.each([
    [['Reason: SIP;cause=200;text="Call completed elsewhere"'], 'SIP', 200, 'Call completed elsewhere'],
    [['Reason: Q.850 ;cause=26'], 'Q.850', 26, null],
    [['Reason: SIP;cause=487', 'Reason: Q.850;cause=26;text="x, y"'], 'Q.850', 26, 'x, y'],
    [['Reason: preemption;cause=1;text="a;b", sip;cause=200'], 'SIP', 200, null],
  ])('because somebody else has answered: %j', async (headers, protocol, cause, text) => {
    const { phone, call, invite } = await alerting()
    sameTransaction(phone.wire, 'CANCEL', invite, invite.header('To'), headers)
    await phone.wire.next('200 CANCEL')
    const reason = { protocol, cause, text }
    expect(await call.next()).toEqual({ type: 'session.cancelled', by: 'elsewhere', reason, at })
  })

  test('for another reason', async () => {
    const { phone, call, invite } = await alerting()
    sameTransaction(phone.wire, 'CANCEL', invite, invite.header('To'), ['Reason: SIP;cause=408;text="Timeout"'])
    const reason = { protocol: 'SIP', cause: 408, text: 'Timeout' }
    expect(await call.next()).toEqual({ type: 'session.cancelled', by: 'caller', reason, at })
  })

  test('before its chart has opened the port: it hears of it all the same', async () => {
    const phone = await connectedPhone()
    const invite = phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv') })
    await phone.wire.next('100 INVITE')
    sameTransaction(phone.wire, 'CANCEL', invite, invite.header('To'))
    await phone.wire.next('200 CANCEL')
    await phone.wire.next('487 INVITE')
    const { callId } = await phone.invitations.next()
    const call = phone.session(callId)
    expect(await call.next()).toEqual({ type: 'session.cancelled', by: 'caller', reason: null, at })
    call.send({ type: 'session.accept' })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('while the answer is being made: cancelled, and nothing throws', async () => {
    const { phone, call, invite, media } = await alerting()
    const release = media.delay('createAnswer')
    call.send({ type: 'session.accept' })
    sameTransaction(phone.wire, 'CANCEL', invite, invite.header('To'))
    await phone.wire.next('200 CANCEL')
    await phone.wire.next('487 INVITE')
    expect(await call.next()).toMatchObject({ type: 'session.cancelled', by: 'caller' })
    release()
    expect(await phone.wire.rest()).toEqual([])
    expect(call.rest()).toEqual([])
    expect(phone.errors).toEqual([])
  })

  test('while the answer is being made, and the media are closed for it', async () => {
    const { phone, call, invite, media } = await alerting()
    const release = media.delay('createAnswer')
    call.send({ type: 'session.accept' })
    sameTransaction(phone.wire, 'CANCEL', invite, invite.header('To'))
    await phone.wire.next('200 CANCEL')
    await phone.wire.next('487 INVITE')
    media.isClosed = true
    phone.media.clear()
    release()
    expect(await phone.wire.rest()).toEqual([])
    expect(await call.next()).toMatchObject({ type: 'session.cancelled' })
    expect(call.rest()).toEqual([])
  })

  test('by BYE in the early dialog', async () => {
    const { phone, call, far } = await alerting()
    far.request('OPTIONS')
    await phone.wire.next('200 OPTIONS')
    far.request('BYE')
    await phone.wire.next('200 BYE')
    await phone.wire.next('487 INVITE')
    expect(await call.next()).toEqual({ type: 'session.cancelled', by: 'caller', reason: null, at })
  })

  test('by letting the INVITE expire', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const phone = await connectedPhone()
    phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv'), headers: ['Expires: 30'] })
    await phone.wire.next('100 INVITE')
    const { callId } = await phone.invitations.next()
    const call = phone.session(callId)
    await phone.wire.next('180 INVITE')
    await vi.advanceTimersByTimeAsync(30_000)
    await phone.wire.next('487 INVITE')
    expect(await call.next()).toEqual({ type: 'session.cancelled', by: 'caller', reason: null, at })
  })

  test('and else it rings for as long as it takes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { phone, call } = await alerting()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(await phone.wire.rest()).toEqual([])
    expect(call.rest()).toEqual([])
  })

  test('by BYE in place of the ACK: nothing is sent any more, and nothing thrown', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { phone, call, far } = await alerting()
    call.send({ type: 'session.accept' })
    await phone.wire.next('200 INVITE')
    far.request('BYE')
    await phone.wire.next('200 BYE')
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'remote' })
    await vi.advanceTimersByTimeAsync(40_000)
    expect((await phone.wire.rest()).filter((label) => label !== '200 INVITE')).toEqual([])
  })

  test('after we have answered: the CANCEL comes too late, and the BYE that follows counts', async () => {
    const { phone, call, invite, far } = await alerting()
    call.send({ type: 'session.accept' })
    await phone.wire.next('200 INVITE')
    sameTransaction(phone.wire, 'CANCEL', invite, invite.header('To'))
    await phone.wire.next('200 CANCEL')
    expect(await phone.wire.rest()).toEqual([])
    far.ack(invite)
    far.request('BYE')
    await phone.wire.next('200 BYE')
    expect((await call.next()).type).toBe('session.accepted')
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'remote' })
  })
})

test('a connection that breaks while it rings ends it', async () => {
  const { phone, call } = await alerting()
  phone.network.transport.break()
  expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'lost', failure: { code: 'unreachable' } })
})

test('two calls ring side by side, each with its own end', async () => {
  const first = await alerting()
  const second = await alerting(first.phone)
  sameTransaction(first.phone.wire, 'CANCEL', first.invite, first.invite.header('To'))
  await first.phone.wire.next('200 CANCEL')
  await first.phone.wire.next('487 INVITE')
  expect((await first.call.next()).type).toBe('session.cancelled')
  second.call.send({ type: 'session.accept' })
  await first.phone.wire.next('200 INVITE')
  second.far.ack(second.invite)
  expect((await second.call.next()).type).toBe('session.accepted')
})

test('what is no SIP, and what SIP.js stumbles over, is dropped', async () => {
  const { phone, call, far } = await calledIn()
  phone.wire.receive('nonsense')
  phone.wire.receive(compose('INVITE sip:1001@pbx.example SIP/2.0', ['From: <<<', 'To: x', 'Via: y']))
  phone.network.transport.onMessage?.(
    compose('NOTIFY sip:1001@pbx.example SIP/2.0', [
      'Via: SIP/2.0/WSS h;branch=z9hG4bKx',
      'From: <sip:a@b>;tag=1',
      'To: <sip:1001@pbx.example>',
      'Call-ID: x',
      'CSeq: 1 NOTIFY',
    ]),
  )
  far.request('OPTIONS')
  await phone.wire.next('481 NOTIFY')
  await phone.wire.next('200 OPTIONS')
  expect(call.rest()).toEqual([])
})
