import { describe, expect, test } from 'vitest'
import { alerting, calledIn, calledOut, connectedPhone } from './calls'

const referTo = 'Refer-To: <sip:+19005550000@premium.example>'

describe('a REFER is never followed unasked', () => {
  test.each([
    ['we called', calledOut],
    ['they called', calledIn],
  ])('in a conversation where %s', async (_who, talk) => {
    const { phone, call, far } = await talk()
    far.request('REFER', { headers: [referTo] })
    expect(await phone.wire.rest()).toEqual([])
    expect(call.rest()).toEqual([])
  })

  test('while it rings', async () => {
    const { phone, far } = await alerting()
    far.request('REFER', { headers: [referTo] })
    expect((await phone.wire.rest())[0]).toMatch(/^[4-6]\d\d REFER$/)
    expect(phone.wire.all.filter(({ status }) => status === null)).toEqual([])
  })

  test('outside of any dialog', async () => {
    const phone = await connectedPhone()
    phone.wire.request('REFER', 'sip:1001@pbx.example', { headers: [referTo] })
    expect(await phone.wire.rest()).toEqual(['603 REFER'])
  })

  test('without a target', async () => {
    const { phone, far } = await calledOut()
    far.request('REFER')
    expect(await phone.wire.rest()).toEqual(['400 REFER'])
  })
})

describe('requests in a conversation', () => {
  test.each([
    ['INFO', '200', { body: 'Signal=5\r\nDuration=160', contentType: 'application/dtmf-relay' }],
    ['INFO', '200', { body: '5', contentType: 'application/dtmf' }],
    ['INFO', '200', {}],
    ['INFO', '415', { body: '<media_control/>', contentType: 'application/media_control+xml' }],
    ['INFO', '469', { headers: ['Info-Package: x'] }],
    // Nobody here reads messages.
    ['MESSAGE', '480', { body: 'hello', contentType: 'text/plain' }],
    ['NOTIFY', '200', { headers: ['Event: refer', 'Subscription-State: active'] }],
    ['OPTIONS', '200', {}],
    ['PRACK', '481', { headers: ['RAck: 1 1 INVITE'] }],
    ['UPDATE', '200', {}],
    ['UPDATE', '415', { body: 'hello', contentType: 'text/plain' }],
    ['UPDATE', '420', { headers: ['Require: precondition'] }],
    ['INVITE', '415', { body: 'hello', contentType: 'text/plain' }],
    ['INVITE', '420', { headers: ['Require: precondition'] }],
    ['UPDATE', '422', { headers: ['Session-Expires: 60', 'Supported: timer'] }],
    ['SUBSCRIBE', '501', { headers: ['Event: dialog'] }],
  ])('%s is answered with %s', async (method, status, request) => {
    const { phone, call, far } = await calledOut()
    far.request(method, request)
    expect(await phone.wire.rest()).toEqual([`${status} ${method}`])
    expect(call.rest()).toEqual([])
    expect(phone.errors).toEqual([])
  })
})

describe('requests outside of any dialog', () => {
  test.each([
    ['OPTIONS', '200', {}],
    ['MESSAGE', '480', { body: 'hello', contentType: 'text/plain' }],
    ['NOTIFY', '481', { headers: ['Event: message-summary', 'Subscription-State: active'] }],
    ['SUBSCRIBE', '489', { headers: ['Event: dialog'] }],
    ['REGISTER', '405', {}],
    ['BYE', '481', {}],
    ['PUBLISH', '405', {}],
    ['UPDATE', '481', {}],
  ])('%s is answered with %s', async (method, status, request) => {
    const phone = await connectedPhone()
    phone.wire.request(method, 'sip:1001@pbx.example', request)
    expect(await phone.wire.rest()).toEqual([`${status} ${method}`])
    expect(phone.errors).toEqual([])
  })
})
