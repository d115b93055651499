import { afterEach, describe, expect, test, vi } from 'vitest'
import { alerting, calledIn, calledOut, connectedPhone, dialing } from './calls'

afterEach(() => {
  vi.useRealTimers()
})

describe('a chart that stops leaves nothing on the wire', () => {
  test('while the offer is being made: nothing is sent', async () => {
    const phone = await connectedPhone()
    const call = phone.session('a')
    const release = phone.mediaOf('a').delay('createOffer')
    call.send({ type: 'session.invite', target: 'sip:1002@pbx.example' })
    call.close()
    release()
    expect(await phone.wire.rest()).toEqual([])
  })

  test('while we dial: CANCEL', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '180 Ringing')
    await call.next()
    call.close()
    await phone.wire.next('CANCEL')
    phone.wire.answer(invite, '487 Request Terminated')
    await phone.wire.next('ACK')
    expect(call.rest()).toEqual([])
  })

  test('while it rings: 480', async () => {
    const { phone, call } = await alerting()
    call.close()
    await phone.wire.next('480 INVITE')
    expect(call.rest()).toEqual([])
  })

  test('while the answer is being made: 480', async () => {
    const { phone, call, media } = await alerting()
    const release = media.delay('createAnswer')
    call.send({ type: 'session.accept' })
    call.close()
    await phone.wire.next('480 INVITE')
    release()
    expect(await phone.wire.rest()).toEqual([])
  })

  test.each([
    ['we called', calledOut],
    ['they called', calledIn],
  ])('in a conversation where %s: BYE', async (_who, talk) => {
    const { phone, call } = await talk()
    call.close()
    phone.wire.answer(await phone.wire.next('BYE'), '200 OK')
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
  })

  test('after the end: nothing', async () => {
    const { phone, call, far } = await calledOut()
    far.request('BYE')
    await phone.wire.next('200 BYE')
    await call.next()
    call.close()
    expect(await phone.wire.rest()).toEqual([])
  })

  test('the connection: unregisters and closes', async () => {
    const phone = await connectedPhone()
    await phone.register()
    phone.connection.close()
    const removal = await phone.wire.next('REGISTER')
    expect(removal.header('Contact')).toMatch(/;expires=0$/)
    phone.wire.answer(removal, '200 OK')
    await phone.wire.quiet()
    expect(phone.network.transport.isConnected()).toBe(false)
    expect(phone.connection.rest()).toEqual([])
  })
})

describe('leaving', () => {
  test('hangs up every call, unregisters and closes, in order', async () => {
    const phone = await connectedPhone()
    await phone.register()
    const talk = await calledOut(phone)
    const ringing = await alerting(phone)
    const left = phone.adapter.dispose()
    const bye = await phone.wire.next('BYE')
    await phone.wire.next('480 INVITE')
    const removal = await phone.wire.next('REGISTER')
    phone.wire.answer(bye, '200 OK')
    phone.wire.answer(removal, '200 OK')
    await left
    expect((await talk.call.next()).type).toBe('session.ended')
    expect((await ringing.call.next()).type).toBe('session.ended')
    expect(phone.network.transport.isConnected()).toBe(false)
    expect(phone.errors).toEqual([])
  })

  test('leaves no timer behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    const phone = await connectedPhone()
    await phone.register()
    await calledOut(phone)
    const dialed = await dialing(phone, 'second')
    await alerting(phone)
    await alerting(phone)
    const left = phone.adapter.dispose()
    for (const sent of ['BYE', '480 INVITE', '480 INVITE', 'REGISTER']) {
      const message = await phone.wire.next(sent)
      if (message.status === null) phone.wire.answer(message, '200 OK')
    }
    phone.wire.answer(dialed.invite, '486 Busy Here')
    await left
    expect(vi.getTimerCount()).toBe(0)
  })

  test('waits no longer than 2 s for a server that is silent', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const phone = await connectedPhone()
    await phone.register()
    await calledOut(phone)
    let isLeft = false
    const left = phone.adapter.dispose().then(() => {
      isLeft = true
    })
    await phone.wire.next('BYE')
    await phone.wire.next('REGISTER')
    await vi.advanceTimersByTimeAsync(1_999)
    expect(isLeft).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    await left
    expect(phone.network.transport.isConnected()).toBe(false)
  })

  test('without a connection loses the calls at once', async () => {
    const { phone, call } = await calledOut()
    phone.network.transport.break()
    phone.connection.send({ type: 'transport.disconnect' })
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'lost', failure: { code: 'unreachable' } })
  })

  test('without ever having connected is nothing', async () => {
    const phone = await connectedPhone()
    await phone.adapter.dispose()
    await phone.adapter.dispose()
    expect(await phone.wire.rest()).toEqual([])
  })
})
