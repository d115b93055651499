import { expect, onTestFinished, test, vi } from 'vitest'
import { gathered } from '../../../src/adapters/media/gathering'
import { openPhone } from './peers'

const offer = { hold: false, iceRestart: false }

/** The codecs of an SDP in their order. */
function codecsIn(sdp: string): string[] {
  const formats = /^m=audio \d+ \S+ (.*)$/m.exec(sdp)?.[1]?.trim().split(' ') ?? []
  return formats.map((format) => new RegExp(`^a=rtpmap:${format} ([^/]+)`, 'm').exec(sdp)?.[1] ?? format)
}

test('codecs are offered in the order of preference, and what is not named follows', async () => {
  const sdp = await openPhone({ codecs: ['pcma', 'no-such-codec', 'PCMU'] }).media.createOffer(offer)
  const codecs = codecsIn(sdp)
  expect(codecs.slice(0, 2)).toEqual(['PCMA', 'PCMU'])
  expect(codecs).toEqual(expect.arrayContaining(['opus', 'telephone-event']))
})

test('codecs are answered in the order of preference', async () => {
  const sdp = await openPhone().media.createOffer(offer)
  expect(codecsIn(await openPhone({ codecs: ['PCMU'] }).media.createAnswer(sdp))[0]).toBe('PCMU')
})

test('without servers the offer has the host candidates of UDP', async () => {
  const sdp = await openPhone().media.createOffer(offer)
  expect(sdp).toMatch(/^a=candidate:\S+ 1 udp .* typ host/m)
})

test('without servers nothing is waited for but this machine’s own UDP candidates', async () => {
  const peer = new RTCPeerConnection()
  onTestFinished(() => peer.close())
  const candidates: string[] = []
  peer.addEventListener('icecandidate', ({ candidate }) => candidate && candidates.push(candidate.protocol ?? ''))
  peer.addTransceiver('audio')
  await peer.setLocalDescription()
  await gathered(peer, null, 60_000)
  expect(candidates).toContain('udp')
})

test('a STUN server that does not answer keeps the offer waiting for about a second', async () => {
  const from = performance.now()
  const sdp = await openPhone({ iceServers: [{ urls: 'stun:127.0.0.1:9' }] }).media.createOffer(offer)
  const tookMs = performance.now() - from
  expect(tookMs).toBeGreaterThan(900)
  expect(tookMs).toBeLessThan(5_000)
  expect(sdp).toMatch(/^a=candidate:.* typ host/m)
})

test('the first candidate of the kind that is waited for ends the wait', async () => {
  const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:9' }] })
  onTestFinished(() => peer.close())
  peer.addTransceiver('audio')
  await peer.setLocalDescription()
  await gathered(peer, 'host', 60_000)
  expect(peer.iceGatheringState).toBe('gathering')
})

test('servers that cannot be had are done without, and said', async () => {
  const warn = vi.fn()
  const phone = openPhone({ iceServers: () => Promise.reject(new Error('401')), warn })
  await expect(phone.media.createOffer(offer)).resolves.toMatch(/^a=candidate:/m)
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('without ICE servers'), new Error('401'))
})

test('servers that the browser does not take are done without, and said', async () => {
  const warn = vi.fn()
  const phone = openPhone({ iceServers: [{ urls: 'turn:turn.example' }], warn })
  await expect(phone.media.createOffer(offer)).resolves.toMatch(/^a=candidate:/m)
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('without ICE servers'), expect.any(DOMException))
})

test('servers are asked for once a call, and only when it needs them', async () => {
  const iceServers = vi.fn(async () => [])
  const phone = openPhone({ iceServers })
  expect(iceServers).not.toHaveBeenCalled()
  await phone.media.createOffer(offer)
  await phone.media.createOffer({ ...offer, iceRestart: true })
  expect(iceServers).toHaveBeenCalledTimes(1)
})
