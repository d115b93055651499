import { describe, expect, test } from 'vitest'
import { readAnswerAfter } from '../../../src/adapters/sip/auto-answer'
import { alerting, connectedPhone } from './calls'
import { sdp } from './fake-media'
import { createNormaliser } from './message'
import { at } from './phone'

const endedByUs = { type: 'session.ended', by: 'local', failure: null, reason: null, at }

describe('auto-answer by header', () => {
  const messageWith = (headers: readonly (readonly [string, string])[]) => ({
    getHeaders: (name: string) => headers.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value),
  })

  test.each<[string, string, number | null]>([
    ['Call-Info', '<sip:pbx.example>;answer-after=0', 0],
    ['Call-Info', '<sip:a;answer-after=9@pbx.example>;answer-after=5', 5_000],
    ['Call-Info', '<sip:pbx.example>; purpose=info, <sip:pbx.example> ;Answer-After=2', 2_000],
    ['Alert-Info', '<http://pbx.example>;info=alert-autoanswer;delay=0', 0],
    ['Alert-Info', 'info=alert-autoanswer', 0],
    ['Alert-Info', '<http://www.notused.com>;info="alert-autoanswer"', 0],
    ['Alert-Info', ';answer-after=0', 0],
    ['Alert-Info', 'Ring Answer', 0],
    ['Alert-Info', 'Auto Answer', 0],
    ['Answer-Mode', 'Auto', 0],
    ['Priv-Answer-Mode', 'Auto;require', 0],
    ['Answer-Mode', 'Manual', null],
    ['Alert-Info', '<urn:alert:source:external>', null],
    ['Alert-Info', '<http://pbx.example/answer-after=0>', null],
    ['Call-Info', '<sip:pbx.example>;answer-after=-1', null],
    ['Call-Info', '<sip:pbx.example>;answer-after=soon', null],
    ['Call-Info', '<sip:pbx.example>;answer-after=99999999', 180_000],
    ['Alert-Info', '', null],
  ])('%s: %s', (name, value, expected) => expect(readAnswerAfter(messageWith([[name, value]]))).toBe(expected))

  test('what asks for it is told with the caller', async () => {
    const phone = await connectedPhone()
    phone.wire.request('INVITE', 'sip:1001@pbx.example', {
      body: sdp('sendrecv'),
      headers: [
        'Alert-Info: <http://pbx.example>;info=alert-autoanswer',
        'Call-Info: <sip:pbx.example>;answer-after=3',
      ],
    })
    expect(await phone.invitations.next()).toMatchObject({ type: 'invitation.received', answerAfterMs: 3_000 })
  })
})

describe('a call that rings is forwarded', () => {
  test('by 302 with the new address, message by message', async () => {
    const { phone, call } = await alerting()
    const exact = createNormaliser()
    call.send({ type: 'session.deflect', target: 'sip:611@pbx.example' })
    const moved = await phone.wire.next('302 INVITE')
    expect(exact(moved.text)).toBe(
      [
        'SIP/2.0 302 Moved Temporarily',
        'Via: SIP/2.0/WSS pbx.example;branch=branch1',
        'From: "Bob" <sip:1002@pbx.example>;tag=tag1',
        'To: <sip:1001@pbx.example>;tag=tag2',
        'CSeq: 1 INVITE',
        'Call-ID: call1',
        'Supported: outbound, 100rel, timer, replaces',
        'User-Agent: Callchart',
        'Contact: <sip:611@pbx.example>',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    )
    expect(await call.next()).toEqual(endedByUs)
    expect(await phone.wire.rest()).toEqual([])
  })

  test('to an address without headers of its own: none is smuggled into the next INVITE', async () => {
    const { phone, call } = await alerting()
    call.send({ type: 'session.deflect', target: 'sip:611@pbx.example?Replaces=x' })
    const moved = await phone.wire.next('302 INVITE')
    expect(moved.header('Contact')).toBe('<sip:611@pbx.example>')
  })

  test('to an address that is none: the caller hears that nobody is there', async () => {
    const { phone, call } = await alerting()
    call.send({ type: 'session.deflect', target: 'nobody' })
    await phone.wire.next('480 INVITE')
    expect(await call.next()).toEqual(endedByUs)
  })
})

test('a call that is declined as not found: 404', async () => {
  const { phone, call } = await alerting()
  call.send({ type: 'session.reject', reason: 'not-found' })
  await phone.wire.next('404 INVITE')
  expect(await call.next()).toEqual(endedByUs)
})
