import { afterEach, expect, test, vi } from 'vitest'
import { connectPhones, openPhone, patience } from './peers'
import { openPort } from './ports'

const tone = (tone: string) => ({ type: 'tone.send', tone, durationMs: 60, gapMs: 40 }) as const

afterEach(() => {
  vi.restoreAllMocks()
})

test('tones are sent one after another, and each is told', async () => {
  const { alice } = await connectPhones()
  const insert = vi.spyOn(RTCDTMFSender.prototype, 'insertDTMF')
  const port = openPort(alice.adapter.sendTonesByRtp, { callId: 'a' })
  port.send(tone('5'))
  port.send(tone('#'))
  await vi.waitFor(
    () =>
      expect(alice.factsOf('sendTonesByRtp#1')).toEqual([
        { type: 'tone.sent', tone: '5' },
        { type: 'tone.sent', tone: '#' },
      ]),
    patience,
  )
  expect(insert.mock.calls).toEqual([
    ['5', 60, 40],
    ['#', 60, 40],
  ])
})

test.each([
  ['of a call without media', 'b'],
  ['of a call that is not connected', 'a'],
])('a tone %s is refused', async (_, callId) => {
  const phone = openPhone()
  await phone.media.createOffer({ hold: false, iceRestart: false })
  openPort(phone.adapter.sendTonesByRtp, { callId }).send(tone('1'))
  const text: unknown = expect.stringContaining('no sound')
  const refused = { type: 'tone.refused', tone: '1', failure: { code: 'media-failed', text } }
  await vi.waitFor(() => expect(phone.factsOf('sendTonesByRtp#1')).toEqual([refused]))
})

test('what is no tone is refused', async () => {
  const { alice } = await connectPhones()
  openPort(alice.adapter.sendTonesByRtp, { callId: 'a' }).send(tone('x'))
  await vi.waitFor(() =>
    expect(alice.factsOf('sendTonesByRtp#1')).toMatchObject([
      { type: 'tone.refused', failure: { code: 'media-failed' } },
    ]),
  )
})

test('a tone that is sounding when the call ends is not told', async () => {
  const { alice } = await connectPhones()
  const port = openPort(alice.adapter.sendTonesByRtp, { callId: 'a' })
  const insert = vi.spyOn(RTCDTMFSender.prototype, 'insertDTMF')
  port.send({ type: 'tone.send', tone: '5', durationMs: 6_000, gapMs: 40 })
  await vi.waitFor(() => expect(insert).toHaveBeenCalled())
  port.close()
  alice.port.close()
  expect(alice.factsOf('sendTonesByRtp#1')).toEqual([])
})
