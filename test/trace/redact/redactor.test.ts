import { describe, expect, test } from 'vitest'
import { Redactor } from '../../../src/trace/redact/redactor'
import { createRandom } from '../../support/random'

const redactor = (redaction: 'pseudonyms' | 'plain' = 'pseudonyms') =>
  new Redactor({ redaction, random: createRandom(3) })

describe('a number or a name', () => {
  test('is another of the same form, the same each time', () => {
    const { redact } = bound(redactor())
    const { number, name } = redact({ number: '+1 (555) 123-4567', name: 'Ana Müller-Ruiz 2' })
    expect(number).toMatch(/^\+\d \(\d{3}\) \d{3}-\d{4}$/)
    expect(number).not.toContain('123')
    expect(name).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{5}-[A-Z][a-z]{3} \d$/)
    expect(redact({ number: '+1 (555) 123-4567', name: 'Ana Müller-Ruiz 2' })).toEqual({ number, name })
  })

  test('is the same number however it is written, in a URI too', () => {
    const { redact } = bound(redactor())
    const { number } = redact({ number: '15551234567' })
    expect(redact({ uri: 'sip:15551234567@pbx.example' }).uri).toBe(`sip:${number}@pbx.example`)
    expect(redact({ number: '1 555 123 45 67' }).number.replace(/ /g, '')).toBe(number)
    expect(redact({ uri: 'tel:+1-555-1234567' }).uri.replace(/\D/g, '')).toBe(number)
  })

  test('is another for each: a thousand extensions stay a thousand, and none is its own', () => {
    const { redact } = bound(redactor())
    const numbers = Array.from({ length: 1_000 }, (_, index) => String(1_000 + index))
    const disguised = numbers.map((number) => redact({ number }).number)
    expect(new Set(disguised).size).toBe(1_000)
    expect(disguised.filter((number, index) => number === numbers[index])).toEqual([])
  })

  test('stays when the host allows it; secrets go all the same', () => {
    const { redact, sip } = bound(redactor('plain'))
    expect(redact({ number: '1002', name: 'Bob', uri: 'sip:1002:hush@pbx.example?X=1' })).toEqual({
      number: '1002',
      name: 'Bob',
      uri: 'sip:1002@pbx.example',
    })
    expect(redact({ tones: '12,3', metadata: { pin: 4711 }, headers: { 'X-Key': 'k' }, data: 'd' })).toEqual({
      tones: '00,0',
      metadata: { 'field-1': null },
      headers: { 'X-Key': '[redacted]' },
      data: '[redacted]',
    })
    expect(
      sip('BYE sip:1002@pbx SIP/2.0\r\nAuthorization: Digest x="hush"\r\nCall-ID: hush-hush\r\n\r\n'),
    ).not.toContain('hush')
  })
})

test('ids, words of ours, numbers and times stay', () => {
  const value = {
    type: 'call.dial',
    callId: '7c1f3b1e-9a',
    commandId: 'command-3',
    at: 1_700_000_000_000,
    progress: 'ringing',
    offer: { hold: true },
    commands: { dial: 'command-1' },
    calls: ['7c1f3b1e-9a'],
    failure: { code: 'not-found', sipStatus: 404, text: 'Not Found' },
  }
  expect(redactor().redact(value)).toEqual(value)
})

test('what a field that nobody knows holds is hidden, unless it is a word', () => {
  const { redact } = bound(redactor())
  expect(redact({ unheardOf: 'Grace Hopper' }).unheardOf).not.toMatch(/grace|hopper/i)
  expect(redact({ unheardOf: 'ringing' })).toEqual({ unheardOf: 'ringing' })
})

test('what a server says in words of its own is disguised', () => {
  const { redact } = bound(redactor())
  expect(redact({ text: 'Bob Smith is in Rome' }).text).not.toMatch(/bob|smith|rome/i)
})

test('what somebody wrote goes, in plain traces too; what a server said beside a code stays', () => {
  for (const level of ['plain', 'pseudonyms'] as const) {
    const { redact } = bound(redactor(level))
    expect(redact({ messageId: 'command-1', text: 'Meet me at eight' }).text).toBe('[redacted]')
    expect(redact({ code: 'busy', text: 'Busy Here' }).text).toBe('Busy Here')
    expect(redact({ headers: { 'X-Parking-Slot': '701', 'X-Text': 'hush', name: 'hush' } }).headers).toEqual({
      'X-Parking-Slot': '701',
      'X-Text': '[redacted]',
      name: '[redacted]',
    })
  }
})

test('a chart that is named by an address is named by the disguised one', () => {
  const of = redactor()
  const { uri } = of.redact({ uri: 'sip:5551234@pbx.example' })
  expect(of.path('phone/presence/sip:5551234@pbx.example/0.watch')).toBe(`phone/presence/${uri}/0.watch`)
  expect(of.path('phone/4f-call/tones')).toBe('phone/4f-call/tones')
})

test('what is inside of what stays is looked at all the same', () => {
  const { redact } = bound(redactor())
  const { calls } = redact({ calls: [{ slot: '701', remote: { name: 'Grace' } }] })
  expect(calls).toEqual([{ slot: '701', remote: { name: expect.not.stringMatching(/grace/i) as string } }])
})

test('the query of a server goes, and who is named in it', () => {
  expect(redactor().redact({ servers: ['wss://me:pw@pbx.example/ws?token=t0ken'], server: 'nonsense t0ken' })).toEqual({
    servers: ['wss://pbx.example/ws'],
    server: '[redacted]',
  })
})

describe('a SIP message', () => {
  const message = [
    'INVITE sip:5551234567@pbx.example;user=phone SIP/2.0',
    'Via: SIP/2.0/WSS c1a2.invalid;branch=z9hG4bKsecretbranch;rport',
    'To: "Grace \\"G\\" Hopper" <sip:5551234567@pbx.example>;tag=secrettag',
    'f: Alice Adams <sip:1001@pbx.example>;tag=secretfrom',
    'Call-ID: secretcallid@host',
    'CSeq: 2 INVITE',
    'Contact: <sip:secretuser@c1a2.invalid;transport=ws>;+sip.instance="<urn:uuid:secretinstance>";expires=600',
    'Replaces: secretcallid@host;to-tag=secrettag;from-tag=secretfrom',
    'Refer-To: <sip:5551234567@pbx.example?Replaces=secretcallid%40host%3Bto-tag%3Dsecrettag%3Bfrom-tag%3Dsecretfrom&X=secretheader>',
    'Proxy-Authorization: Digest username="1001", response="secretresponse",',
    ' nonce="secretnonce"',
    'X-Customer: secretcustomer',
    'Subject: secretsubject',
    'Reason: SIP;cause=200;text="secrettext told"',
    'Max-Forwards: 70',
    'Supported: replaces, timer',
    'User-Agent: Callchart',
    'c: application/sdp',
    'Content-Length: 999',
    '',
    'v=0',
    'o=secretowner 1 2 IN IP4 192.0.2.1',
    's=secretsession',
    'c=IN IP4 192.0.2.1',
    't=0 0',
    'k=prompt:secretkey',
    'm=audio 4000 UDP/TLS/RTP/SAVPF 111',
    'a=rtpmap:111 opus/48000/2',
    'a=ice-ufrag:secretufrag',
    'a=ice-pwd:secretpwd',
    'a=fingerprint:sha-256 SE:CR:ET',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secretcrypto',
    'a=candidate:1 1 udp 1 192.0.2.1 4000 typ host ufrag secretufrag',
    'a=ssrc:1 cname:secretcname',
    'a=msid:secretstream secrettrack',
    'a=sendrecv',
    '',
  ].join('\r\n')

  test('loses every secret, and every number and name', () => {
    const redacted = redactor().sip(message)
    expect(redacted).not.toMatch(/secret|SE:CR:ET|5551234567|Grace|Hopper|Alice|Adams|1001/i)
  })

  test('keeps what the ladder and the reader of a failure need', () => {
    const redacted = redactor().sip(message)
    for (const kept of [
      /^INVITE sip:\d{10}@pbx\.example SIP\/2\.0\r\n/,
      /\r\nCSeq: 2 INVITE\r\n/,
      /\r\nProxy-Authorization: \[redacted\]\r\n/,
      /\r\nReason: SIP;cause=200;text="/,
      /\r\nSupported: replaces, timer\r\n/,
      /\r\nc=IN IP4 192\.0\.2\.1\r\n/,
      /\r\nm=audio 4000 UDP\/TLS\/RTP\/SAVPF 111\r\n/,
      /\r\na=rtpmap:111 opus\/48000\/2\r\n/,
      /\r\na=sendrecv\r\n/,
    ])
      expect(redacted).toMatch(kept)
  })

  test('names the same dialog the same, wherever it is named', () => {
    const { sip } = bound(redactor())
    const redacted = sip(message)
    const callId = /\r\nCall-ID: (\S+)/.exec(redacted)?.[1] ?? ''
    const replaces = /\r\nReplaces: (.+)\r\n/.exec(redacted)?.[1] ?? ''
    expect(replaces.startsWith(`${callId};to-tag=tag-`)).toBe(true)
    expect(redacted).toContain(`?Replaces=${encodeURIComponent(replaces)}>`)
    expect(sip(message)).toBe(redacted)
  })

  test('has the status of a sipfrag, and digits that were sent are nobody’s', () => {
    const { sip } = bound(redactor())
    const notify = (type: string, body: string) => sip(`NOTIFY sip:a@b SIP/2.0\r\nContent-Type: ${type}\r\n\r\n${body}`)
    expect(notify('message/sipfrag;version=2.0', 'SIP/2.0 486 Busy Here\r\nTo: Bob\r\n')).toMatch(
      /\r\n\r\nSIP\/2\.0 486 Busy Here\r\n\[redacted\]\r\n$/,
    )
    expect(notify('application/dtmf-relay', 'Signal=7\r\nDuration=100\r\n')).toMatch(
      /\r\n\r\nSignal=0\r\nDuration=100\r\n$/,
    )
    expect(notify('text/plain', 'See you at eight')).toMatch(/\r\n\r\n\[redacted\]$/)
    expect(notify('application/json', '{"a":1}')).toMatch(/\r\n\r\n\[redacted\]$/)
  })

  test('that is none is hidden, and a keep-alive is what it is', () => {
    const { sip } = bound(redactor())
    expect(sip('my password is hush')).not.toContain('hush')
    expect(sip('\r\n\r\n')).toBe('\r\n\r\n')
  })
})

/** The redactor's methods, which tests take apart. */
function bound(of: Redactor) {
  return {
    redact: <Value>(value: Value): Value => of.redact(value),
    sip: (text: string) => of.sip(text),
  }
}
