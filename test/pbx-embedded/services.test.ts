import { type Core, SessionState } from 'sip.js'
import { describe, expect, it } from 'vitest'
import { type DialedCall, mediaOf, Phone, reinvite } from './support/phone'
import { authorize, RawClient, request, statusOf } from './support/raw'
import { type TestPbx, testPbx } from './support/setup'
import { strengthOf } from './support/tones'
import { until } from './support/until'

async function dial(number: string): Promise<{ pbx: TestPbx; alice: Phone; call: DialedCall }> {
  const pbx = await testPbx()
  const alice = await Phone.connect(pbx, '1001')
  return { pbx, alice, call: await alice.dial(number) }
}

describe('services', () => {
  it('600 echoes', async () => {
    const { call } = await dial('600')
    await call.established()
    mediaOf(call.inviter).speak('hello')
    await until('the echo is heard', () => mediaOf(call.inviter).heard().includes('hello'))
  })

  it('600 may be held and taken back', async () => {
    const { pbx, call } = await dial('600')
    await call.established()
    expect(await reinvite(call.inviter, { hold: true })).toBe(200)
    expect(mediaOf(call.inviter).remoteDirection).toBe('recvonly')
    expect(await reinvite(call.inviter, { hold: false })).toBe(200)
    expect(mediaOf(call.inviter).remoteDirection).toBe('sendrecv')
    expect(await pbx.event('resumed')).toMatchObject({ by: 'caller' })
  })

  it('601 plays 440 Hz in packets of 20 ms', async () => {
    const { call } = await dial('601')
    await call.established()
    const media = mediaOf(call.inviter)
    await until('50 packets came', () => media.received.length >= 50)
    const packets = media.received.slice(0, 50)
    const samples = media.samples(0, 50)
    expect(samples.length).toBe(50 * 160)
    expect(strengthOf(440, samples)).toBeGreaterThan(0.3)
    expect(strengthOf(1000, samples)).toBeLessThan(0.01)
    const steps = packets.slice(1).map(({ header }, n) => header.timestamp - (packets[n]?.header.timestamp ?? 0))
    expect(new Set(steps)).toEqual(new Set([160]))
  })

  it.each([
    ['603', 486],
    ['608', 403],
    ['614', 503],
    ['606', 404],
  ])('%s is refused with %i', async (number, status) => {
    const { call } = await dial(number)
    expect(await call.final()).toBe(status)
    expect(call.statuses).toEqual([100, status])
  })

  it('604 rings until it is cancelled', async () => {
    const { call } = await dial('604')
    await until('it rings', () => call.status === 180)
    await call.inviter.cancel()
    expect(await call.final()).toBe(487)
  })

  it('does not ring anybody for a call that is cancelled before its 401', async () => {
    const pbx = await testPbx()
    const bob = await Phone.register(pbx, '1002')
    const client = await RawClient.connect(pbx)
    const dialog = { to: '1002', callId: 'gone', branch: 'z9hG4bK-gone' }
    client.send(request({ method: 'INVITE', ...dialog, headers: ['Contact: <sip:me@raw.invalid>'] }))
    client.send(request({ method: 'CANCEL', ...dialog }))
    await until('both are answered', () => client.received.length >= 2)
    expect(client.received.map(statusOf).slice(0, 2)).toEqual([401, 200])
    client.send(request({ method: 'ACK', ...dialog }))
    expect(bob.invitations).toEqual([])
    expect(pbx.eventsOf('call.started')).toEqual([])
  })

  it.each([
    ['no description', '', 488],
    ['plain RTP', 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n', 488],
    ['nonsense', 'this is no SDP', 488],
  ])('refuses an INVITE with %s', async (_, body, status) => {
    const pbx = await testPbx()
    const client = await RawClient.connect(pbx)
    const headers = ['Contact: <sip:me@raw.invalid>', ...(body ? ['Content-Type: application/sdp'] : [])]
    const options = { method: 'INVITE', to: '600', callId: 'odd', headers, body }
    const challenge = await client.ask(request(options))
    const credentials = authorize(challenge, { method: 'INVITE', password: 'pw1001' })
    client.send(request({ ...options, cseq: 2, headers: [...headers, credentials] }))
    await until('it is refused', () => client.received.some((text) => statusOf(text) === status))
    expect(pbx.calls()).toEqual([])
  })
})

describe('DTMF', () => {
  it('is read from telephone events, each digit once', async () => {
    const { pbx, call } = await dial('609')
    await call.established()
    const media = mediaOf(call.inviter)
    media.speak('x')
    await until('media flows', () => media.received.length > 0)
    expect(media.sendDtmf('1123*0#')).toBe(true)
    await until('all digits came', () => pbx.eventsOf('dtmf').length >= 7)
    expect(
      pbx
        .eventsOf('dtmf')
        .map(({ digit }) => digit)
        .join(''),
    ).toBe('1123*0#')
    expect(pbx.eventsOf('dtmf')[0]).toMatchObject({ by: 'caller', method: 'rfc4733' })
  })

  it('is read from INFO; another body gets 415', async () => {
    const { pbx, call } = await dial('609')
    await call.established()
    const send = (contentType: string, content: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const finish = ({ message }: Core.IncomingResponse): void => resolve(message.statusCode ?? 0)
        call.inviter
          .info({
            requestOptions: { body: { contentDisposition: 'render', contentType, content } },
            requestDelegate: { onAccept: finish, onReject: finish },
          })
          .catch(reject)
      })
    expect(await send('application/dtmf-relay', 'Signal=5\r\nDuration=100')).toBe(200)
    expect(await send('application/dtmf', '#')).toBe(200)
    expect(await send('application/json', '{}')).toBe(415)
    expect(pbx.eventsOf('dtmf').map(({ digit, method }) => `${digit} ${method}`)).toEqual(['5 info', '# info'])
  })

  it('goes on to the other user by the way it came', async () => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001')
    const bob = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002')
    const invitation = await bob.ringing()
    const signals: string[] = []
    invitation.delegate = {
      onInfo: (info) => {
        signals.push(info.request.body)
        info.accept().catch(() => {})
      },
    }
    await invitation.accept()
    await call.established()
    mediaOf(call.inviter).speak('x')
    await until('media flows', () => mediaOf(invitation).received.length > 0)
    mediaOf(call.inviter).sendDtmf('7')
    await until('the event arrives', () => mediaOf(invitation).received.some(({ payload }) => payload[0] === 7))
    await call.inviter.info({
      requestOptions: {
        body: { contentDisposition: 'render', contentType: 'application/dtmf-relay', content: 'Signal=8\r\n' },
      },
    })
    await until('the INFO arrives', () => signals.length > 0)
    expect(signals[0]).toMatch(/^Signal=8\r\n/)
    expect(call.inviter.state).toBe(SessionState.Established)
    expect(pbx.eventsOf('dtmf').map(({ digit }) => digit)).toEqual(['7', '8'])
  })
})
