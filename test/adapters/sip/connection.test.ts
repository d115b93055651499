import { afterEach, describe, expect, test, vi } from 'vitest'
import { calledOut, connectedPhone } from './calls'
import { account, server, TestPhone } from './phone'

const connect = { type: 'transport.connect', account, server } as const

describe('the stack', () => {
  test('is loaded once, when it is asked for', async () => {
    let loads = 0
    const phone = new TestPhone({
      loadSip: () => {
        loads += 1
        return import('../../../src/adapters/sip/sip-facade')
      },
    })
    expect(loads).toBe(0)
    phone.adapter.preload()
    phone.adapter.preload()
    await phone.connect()
    expect(loads).toBe(1)
  })

  test('that does not load is a fact, and the next connect tries again', async () => {
    let isOffline = true
    const phone = new TestPhone({
      loadSip: async () => {
        if (isOffline) throw new TypeError('Failed to fetch dynamically imported module')
        return import('../../../src/adapters/sip/sip-facade')
      },
    })
    phone.adapter.preload()
    phone.connection.send(connect)
    expect(await phone.connection.next()).toEqual({
      type: 'sip.notLoaded',
      failure: { code: 'sip-not-loaded', text: 'Failed to fetch dynamically imported module' },
    })
    isOffline = false
    phone.connection.send(connect)
    expect(await phone.connection.next()).toEqual({ type: 'transport.connected', server })
  })

  test('that loads after we have given up connects nobody', async () => {
    let load = () => {}
    const loading = new Promise<void>((resolve) => {
      load = resolve
    })
    const phone = new TestPhone({ loadSip: () => loading.then(() => import('../../../src/adapters/sip/sip-facade')) })
    phone.connection.send(connect)
    phone.connection.send({ type: 'transport.disconnect' })
    expect(await phone.connection.next()).toEqual({ type: 'transport.disconnected' })
    load()
    await phone.wire.quiet()
    expect(phone.network.transports).toEqual([])
    expect(phone.connection.rest()).toEqual([])
  })
})

describe('the connection', () => {
  test('that cannot be opened says so, and waits longer each time, with full jitter', async () => {
    const phone = new TestPhone()
    phone.network.opening = () => Promise.reject(new Error('WebSocket closed (code: 1006)'))
    const waits: unknown[] = []
    for (phone.chance of [0.5, 0.5, 0.5, 0, 0.999, 0.999, 0.999]) {
      phone.connection.send(connect)
      const fact = await phone.connection.next()
      expect(fact).toMatchObject({ type: 'transport.closed', failure: { code: 'unreachable' } })
      if (fact.type === 'transport.closed') waits.push(fact.retryAfterMs)
    }
    expect(waits).toEqual([500, 1000, 2000, 0, 15_984, 29_970, 29_970])
  })

  test('that breaks says so, once, and success has reset the wait', async () => {
    const phone = new TestPhone()
    phone.network.opening = () => Promise.reject(new Error('no'))
    phone.connection.send(connect)
    await phone.connection.next()
    phone.network.opening = async () => {}
    await phone.connect()
    phone.network.transport.break()
    expect(await phone.connection.next()).toEqual({
      type: 'transport.closed',
      failure: { code: 'unreachable', text: 'WebSocket closed (code: 1006)' },
      retryAfterMs: 500,
    })
    await phone.wire.quiet()
    expect(phone.connection.rest()).toEqual([])
    expect(phone.network.transports).toHaveLength(1)
  })

  test.each([
    ['an address that is none', { ...account, uri: 'nonsense' }, server],
    ['a server that is none', account, 'http://pbx.example'],
  ])('with %s is a failure with words', async (_what, wrong, url) => {
    const phone = new TestPhone()
    phone.connection.send({ type: 'transport.connect', account: wrong, server: url })
    const fact = await phone.connection.next()
    expect(fact).toMatchObject({ type: 'transport.closed', failure: { code: 'unreachable' } })
    expect(fact.type === 'transport.closed' && fact.failure.text).toBeTruthy()
  })

  test('is closed when we ask for it, and never opened again by itself', async () => {
    const phone = await connectedPhone()
    phone.connection.send({ type: 'transport.disconnect' })
    expect(await phone.connection.next()).toEqual({ type: 'transport.disconnected' })
    expect(phone.network.transport.isConnected()).toBe(false)
    await phone.connect()
  })

  test('that is wanted again while it says good-bye is a new one', async () => {
    const phone = await connectedPhone()
    await phone.register()
    phone.connection.send({ type: 'transport.disconnect' })
    const removal = await phone.wire.next('REGISTER')
    phone.connection.send(connect)
    expect(await phone.connection.next()).toEqual({ type: 'transport.connected', server })
    const [left] = phone.network.transports
    left?.onMessage?.(phone.wire.responseTo(removal, '200 OK'))
    await phone.wire.quiet()
    expect(phone.connection.rest()).toEqual([])
    expect(phone.network.transports.map((transport) => transport.isConnected())).toEqual([false, true])
  })

  test('is closed while it is being opened', async () => {
    const phone = new TestPhone()
    let open = () => {}
    phone.network.opening = () =>
      new Promise((resolve) => {
        open = resolve
      })
    phone.connection.send(connect)
    await phone.wire.quiet()
    phone.connection.send({ type: 'transport.disconnect' })
    open()
    expect(await phone.connection.next()).toEqual({ type: 'transport.disconnected' })
    await phone.wire.quiet()
    expect(phone.connection.rest()).toEqual([])
    expect(phone.network.transport.isConnected()).toBe(false)
  })

  test('to another server, or for another account, is a new one; the old one is left', async () => {
    const phone = await connectedPhone()
    const other = { ...account, handle: 'other', uri: 'sip:1002@pbx.example' }
    phone.connection.send({ type: 'transport.connect', account: other, server })
    expect(await phone.connection.next()).toEqual({ type: 'transport.connected', server })
    phone.connection.send({ type: 'transport.connect', account: other, server: 'wss://two.example' })
    expect(await phone.connection.next()).toEqual({ type: 'transport.connected', server: 'wss://two.example' })
    await phone.wire.quiet()
    expect(phone.network.transports.map((transport) => [transport.server, transport.isConnected()])).toEqual([
      [server, false],
      [server, false],
      ['wss://two.example', true],
    ])
    expect(phone.connection.rest()).toEqual([])
  })
})

test('another secret for the same account ends no call, and answers the next challenge', async () => {
  const asked: string[] = []
  const secrets = new Map([
    ['main', { username: '1001', password: 'old' }],
    ['again', { username: 'renewed', password: 'new' }],
  ])
  const findSecret = (handle: string) => {
    asked.push(handle)
    return secrets.get(handle)
  }
  const { phone } = await calledOut(await connectedPhone(new TestPhone({ findSecret })))
  phone.connection.send({ type: 'transport.connect', account: { ...account, handle: 'again' }, server })
  expect(await phone.connection.next()).toEqual({ type: 'transport.connected', server })
  phone.connection.send({ type: 'registration.register' })
  const request = await phone.wire.next('REGISTER')
  phone.wire.answer(request, '401 Unauthorized', { headers: ['WWW-Authenticate: Digest realm="r", nonce="n"'] })
  expect((await phone.wire.next('REGISTER')).header('Authorization')).toContain('username="renewed"')
  expect(asked).toEqual(['again'])
  expect(await phone.wire.rest()).toEqual([])
  expect(phone.network.transports).toHaveLength(1)
})

describe('a connection that is silent', () => {
  async function silentPhone(): Promise<TestPhone> {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const phone = await connectedPhone(new TestPhone({ keepAliveMs: 30_000 }))
    await vi.advanceTimersByTimeAsync(29_999)
    expect(await phone.wire.rest()).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    return phone
  }

  test('is asked whether it is there; any answer will do, and a challenge is not taken up', async () => {
    const phone = await silentPhone()
    const options = await phone.wire.next('OPTIONS')
    expect(options.startLine).toBe('OPTIONS sip:pbx.example SIP/2.0')
    phone.wire.answer(options, '401 Unauthorized', { headers: ['WWW-Authenticate: Digest realm="r", nonce="n"'] })
    await phone.wire.quiet()
    await vi.advanceTimersByTimeAsync(29_999)
    expect(await phone.wire.rest()).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await phone.wire.next('OPTIONS')
    expect(phone.connection.rest()).toEqual([])
  })

  test('and does not answer is closed, told once, and opened again when it is asked for', async () => {
    const phone = await silentPhone()
    await phone.wire.next('OPTIONS')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await phone.connection.next()).toEqual({
      type: 'transport.closed',
      failure: { code: 'unreachable', text: 'The server has not answered for a while' },
      retryAfterMs: 500,
    })
    expect(phone.network.transport.isConnected()).toBe(false)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(await phone.wire.rest()).toEqual([])
    expect(phone.connection.rest()).toEqual([])
    await phone.connect()
    await vi.advanceTimersByTimeAsync(30_000)
    await phone.wire.next('OPTIONS')
  })
})

afterEach(() => {
  vi.useRealTimers()
})

test('every message on the wire is seen, both ways', async () => {
  const seen: string[] = []
  const phone = new TestPhone({
    onMessage: (direction, text) => seen.push(`${direction} ${text.split('\r\n')[0]}`),
  })
  await phone.connect()
  await phone.register()
  expect(seen).toEqual(['out REGISTER sip:pbx.example SIP/2.0', 'in SIP/2.0 200 OK'])
})

test('no secret crosses a port', async () => {
  const phone = await connectedPhone()
  await phone.register()
  phone.network.transport.break()
  await phone.connection.next()
  expect(JSON.stringify(phone.connection.facts)).not.toMatch(/pw1001/)
})
