import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { CallMediaClosed } from '../../../src/adapters/call-media'
import { watchCapture } from './capture'
import { acquire, connectPhones, directionIn, listen, negotiate, openPhone, type Phone, patience } from './peers'

/** The fake microphone beeps once a second: less than this in more than a second is no beep. */
const silence = 1e-4

/** Sound comes in: the first packets may come before the browser plays any. */
const hears = (phone: Phone) =>
  vi.waitFor(async () => expect(await listen(phone)).toBeGreaterThan(silence), { timeout: 15_000, interval: 50 })

describe('a call between two peers of this page', () => {
  test('carries sound both ways, and says that it is connected and flowing', async () => {
    const { alice, bob } = await connectPhones()
    await hears(alice)
    await hears(bob)
  })

  test('mute sends silence and unmute sends sound again', async () => {
    const { alice, bob } = await connectPhones()
    alice.port.send({ type: 'microphone.mute' })
    await vi.waitFor(() => expect(alice.facts()).toContain('microphone.muted'), patience)
    await listen(bob, 20)
    expect(await listen(bob)).toBeLessThan(silence)
    alice.port.send({ type: 'microphone.unmute' })
    await vi.waitFor(() => expect(alice.facts()).toContain('microphone.unmuted'), patience)
    await hears(bob)
  })

  test('what was muted before a hold is muted after it', async () => {
    const { alice, bob } = await connectPhones()
    alice.port.send({ type: 'media.silence' })
    alice.port.send({ type: 'microphone.mute' })
    alice.port.send({ type: 'media.unsilence' })
    await listen(bob, 20)
    expect(await listen(bob)).toBeLessThan(silence)
    alice.port.send({ type: 'media.silence' })
    alice.port.send({ type: 'microphone.unmute' })
    await listen(bob, 20)
    expect(await listen(bob)).toBeLessThan(silence)
    alice.port.send({ type: 'media.unsilence' })
    await hears(bob)
  })

  test('a hold is sendonly and silent, and what the far end sent stops until the call is resumed', async () => {
    const { alice, bob } = await connectPhones()
    alice.port.send({ type: 'media.silence' })
    const held = await negotiate(alice.media, bob.media, { hold: true })
    expect([directionIn(held.offer), directionIn(held.answer)]).toEqual(['sendonly', 'recvonly'])
    await listen(bob, 20)
    expect(await listen(bob)).toBeLessThan(silence)
    await vi.waitFor(() => expect(alice.facts().at(-1)).toBe('media.stopped'), patience)
    alice.port.send({ type: 'media.unsilence' })
    const resumed = await negotiate(alice.media, bob.media)
    expect([directionIn(resumed.offer), directionIn(resumed.answer)]).toEqual(['sendrecv', 'sendrecv'])
    await vi.waitFor(() => expect(alice.facts().at(-1)).toBe('media.flowing'), patience)
    await hears(bob)
    await hears(alice)
  })

  test('an ICE restart offers new credentials and the sound goes on', async () => {
    const { alice, bob, offer } = await connectPhones()
    const restarted = await negotiate(alice.media, bob.media, { iceRestart: true })
    const ufrag = (sdp: string) => /^a=ice-ufrag:(.*)$/m.exec(sdp)?.[1]
    expect(ufrag(restarted.offer)).not.toBe(ufrag(offer))
    expect(restarted.offer).toContain('a=candidate:')
    await hears(bob)
  })

  test('the far end going away is an interruption', async () => {
    const { alice, bob } = await connectPhones()
    bob.port.close()
    await vi.waitFor(() => expect(alice.facts()).toContain('media.interrupted'), patience)
    await vi.waitFor(() => expect(alice.facts()).toContain('media.stopped'), patience)
  })

  test('the end of the call stops the microphone, the statistics and the finding of its media', async () => {
    const { findDevices, opened } = watchCapture()
    const alice = openPhone({ findDevices })
    await acquire(alice)
    await alice.media.createOffer({ hold: false, iceRestart: false })
    expect(opened.map((stream) => stream.active)).toEqual([true])
    alice.port.close()
    expect(opened.map((stream) => stream.active)).toEqual([false])
    expect(alice.adapter.findCallMedia('a')).toBeUndefined()
    expect(await alice.adapter.getStats('a')).toBeUndefined()
  })
})

describe('directions (RFC 3264 6.1)', () => {
  test.each([
    ['sendrecv', false, 'sendrecv'],
    ['sendonly', false, 'recvonly'],
    ['recvonly', false, 'sendonly'],
    ['inactive', false, 'inactive'],
    ['sendrecv', true, 'sendonly'],
    ['sendonly', true, 'inactive'],
    ['inactive', true, 'inactive'],
  ])('an offer of %s, held by us: %s, is answered with %s', async (offered, hold, answered) => {
    const alice = openPhone()
    const bob = openPhone()
    await negotiate(alice.media, bob.media)
    if (hold) await negotiate(bob.media, alice.media, { hold })
    const offer = await alice.media.createOffer({ hold: false, iceRestart: false })
    const answer = await bob.media.createAnswer(offer.replace(/a=(sendrecv|recvonly)\r/, `a=${offered}\r`))
    expect(directionIn(answer)).toBe(answered)
  })

  test('after the far end has held and resumed, we offer sendrecv again', async () => {
    const alice = openPhone()
    const bob = openPhone()
    await negotiate(alice.media, bob.media)
    await negotiate(alice.media, bob.media, { hold: true })
    expect(directionIn(await bob.media.createOffer({ hold: false, iceRestart: false }))).toBe('sendrecv')
  })

  test('a second audio line and a video line are refused with port 0', async () => {
    const other = new RTCPeerConnection()
    other.addTransceiver('audio')
    other.addTransceiver('audio')
    other.addTransceiver('video')
    const offer = await other.createOffer()
    const answer = await openPhone().media.createAnswer(offer.sdp ?? '')
    other.close()
    expect(answer.match(/^m=(audio [1-9]|\S+ 0)/gm)).toEqual([
      expect.stringMatching(/^m=audio [1-9]/),
      'm=audio 0',
      'm=video 0',
    ])
  })

  test('an offer without an audio line is an error, and the next offer is answered', async () => {
    const other = new RTCPeerConnection()
    other.addTransceiver('video')
    const offer = await other.createOffer()
    other.close()
    const bob = openPhone()
    await expect(bob.media.createAnswer(offer.sdp ?? '')).rejects.toThrow('no audio line')
    const { answer } = await negotiate(openPhone().media, bob.media)
    expect(directionIn(answer)).toBe('sendrecv')
  })
})

describe('answers and refusals', () => {
  test('a refused offer is rolled back, our intention with it', async () => {
    const { alice, bob } = await connectPhones()
    await alice.media.createOffer({ hold: true, iceRestart: false })
    await alice.media.rollBack()
    const { answer } = await negotiate(bob.media, alice.media)
    expect(directionIn(answer)).toBe('sendrecv')
    await hears(bob)
  })

  test('the refusal of a resume leaves the call held', async () => {
    const { alice, bob } = await connectPhones()
    await negotiate(alice.media, bob.media, { hold: true })
    await alice.media.createOffer({ hold: false, iceRestart: false })
    await alice.media.rollBack()
    const { answer } = await negotiate(bob.media, alice.media)
    expect(directionIn(answer)).toBe('sendonly')
  })

  test('rolling back without an offer changes nothing', async () => {
    const alice = openPhone()
    await alice.media.rollBack()
    const { answer } = await negotiate(alice.media, openPhone().media)
    await alice.media.rollBack()
    await expect(alice.media.acceptAnswer(answer)).resolves.toBeUndefined()
  })

  test('the same answer in a 183 and a 200 is taken once, another one is an error', async () => {
    const alice = openPhone()
    const offer = await alice.media.createOffer({ hold: false, iceRestart: false })
    const answer = await openPhone().media.createAnswer(offer)
    await alice.media.acceptAnswer(answer)
    await alice.media.acceptAnswer(answer)
    const fork = await openPhone().media.createAnswer(offer)
    await expect(alice.media.acceptAnswer(fork)).rejects.toThrow('another answer')
  })

  test('early media of one fork, and then the answer of another: its sound is heard, both ways', async () => {
    const [alice, announcer, bob] = [openPhone(), openPhone(), openPhone()]
    await Promise.all([acquire(alice), acquire(announcer), acquire(bob)])
    const offer = await alice.media.createOffer({ hold: false, iceRestart: false })
    await alice.media.acceptAnswer(await announcer.media.createAnswer(offer), { isProvisional: true })
    await vi.waitFor(() => expect(alice.facts()).toContain('media.flowing'), patience)
    await hears(alice)
    const answer = await bob.media.createAnswer(offer)
    announcer.port.close()
    await alice.media.acceptAnswer(answer)
    await vi.waitFor(() => expect(bob.facts()).toContain('media.flowing'), patience)
    await hears(bob)
    await hears(alice)
    await expect(alice.media.acceptAnswer(answer)).resolves.toBeUndefined()
  })

  test('an answer without an offer is an error', async () => {
    await expect(openPhone().media.acceptAnswer('v=0')).rejects.toThrow('no offer')
  })

  test('an offer that is no SDP is an error, and the call goes on', async () => {
    const { alice, bob } = await connectPhones()
    await expect(alice.media.createAnswer('nonsense')).rejects.toThrow()
    await hears(bob)
  })
})

describe('the end of a call that is still being made', () => {
  test('rejects the offer that is being gathered', async () => {
    const described = vi.spyOn(RTCPeerConnection.prototype, 'setLocalDescription')
    onTestFinished(() => described.mockRestore())
    const alice = openPhone({ iceServers: [{ urls: 'stun:127.0.0.1:9' }] })
    const offer = alice.media.createOffer({ hold: false, iceRestart: false })
    await vi.waitFor(() => expect(described).toHaveBeenCalled(), patience)
    alice.port.close()
    await expect(offer).rejects.toBeInstanceOf(CallMediaClosed)
    expect(described.mock.contexts[0]).toHaveProperty('connectionState', 'closed')
  })

  test('rejects the offer that waits for its servers, and opens no connection when they come', async () => {
    const opened = vi.spyOn(globalThis, 'RTCPeerConnection')
    onTestFinished(() => opened.mockRestore())
    let give: (servers: []) => void = () => {}
    const iceServers = vi.fn(() => new Promise<[]>((resolve) => (give = resolve)))
    const alice = openPhone({ iceServers })
    const offer = alice.media.createOffer({ hold: false, iceRestart: false })
    const next = alice.media.acceptAnswer('v=0')
    const { media } = alice
    await vi.waitFor(() => expect(iceServers).toHaveBeenCalled())
    alice.port.close()
    give([])
    await expect(offer).rejects.toBeInstanceOf(CallMediaClosed)
    await expect(next).rejects.toBeInstanceOf(CallMediaClosed)
    await expect(media.rollBack()).rejects.toBeInstanceOf(CallMediaClosed)
    // Every microtask that the servers have set off comes before the next task.
    await new Promise((resolve) => setTimeout(resolve))
    expect(opened).not.toHaveBeenCalled()
  })
})
