import { afterEach, expect, test, vi } from 'vitest'
import { calledOut, dialing } from './calls'
import { at } from './phone'

const tone = (digit: string) => ({ type: 'tone.send', tone: digit, durationMs: 160, gapMs: 70 }) as const

afterEach(() => {
  vi.useRealTimers()
})

test('a tone is an INFO, and sent when it is accepted', async () => {
  const { phone } = await calledOut()
  const tones = phone.tones('out')
  tones.send(tone('#'))
  const info = await phone.wire.next('INFO')
  expect(info.startLine).toBe('INFO sip:far@198.51.100.7;transport=ws SIP/2.0')
  expect(info.header('Content-Type')).toBe('application/dtmf-relay')
  expect(info.body).toBe('Signal=#\r\nDuration=160\r\n')
  await phone.wire.quiet()
  expect(tones.rest()).toEqual([])
  phone.wire.answer(info, '200 OK')
  expect(await tones.next()).toEqual({ type: 'tone.sent', tone: '#' })
})

test('tones wait for each other: duration and gap', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { phone } = await calledOut()
  const tones = phone.tones('out')
  tones.send(tone('1'))
  tones.send(tone('2'))
  phone.wire.answer(await phone.wire.next('INFO'), '200 OK')
  expect(await tones.next()).toEqual({ type: 'tone.sent', tone: '1' })
  await vi.advanceTimersByTimeAsync(229)
  expect(await phone.wire.rest()).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect((await phone.wire.next('INFO')).body).toContain('Signal=2')
})

test('a tone that is refused says why, and the call goes on', async () => {
  const { phone, call } = await calledOut()
  const tones = phone.tones('out')
  tones.send(tone('1'))
  phone.wire.answer(await phone.wire.next('INFO'), '415 Unsupported Media Type')
  const failure = { code: 'not-acceptable', sipStatus: 415, text: 'Unsupported Media Type' }
  expect(await tones.next()).toEqual({ type: 'tone.refused', tone: '1', failure })
  expect(call.rest()).toEqual([])
})

test('481 to a tone: the call is over', async () => {
  const { phone, call } = await calledOut()
  const tones = phone.tones('out')
  tones.send(tone('1'))
  phone.wire.answer(await phone.wire.next('INFO'), '481 Call/Transaction Does Not Exist')
  expect(await tones.next()).toMatchObject({ type: 'tone.refused', failure: { sipStatus: 481 } })
  const text = 'Call/Transaction Does Not Exist'
  const failure = { code: 'dialog-gone', sipStatus: 481, text }
  expect(await call.next()).toEqual({ type: 'session.ended', by: 'lost', failure, reason: null, at })
})

test('before the answer, and after the end, a tone is refused', async () => {
  const { phone } = await dialing()
  const early = phone.tones('out')
  early.send(tone('1'))
  expect(await early.next()).toEqual({ type: 'tone.refused', tone: '1', failure: { code: 'refused' } })
  const late = phone.tones('gone')
  late.send(tone('1'))
  expect(await late.next()).toEqual({ type: 'tone.refused', tone: '1', failure: { code: 'ended' } })
  expect(await phone.wire.rest()).toEqual([])
})

test('a closed port sends no more tones', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { phone } = await calledOut()
  const tones = phone.tones('out')
  tones.send(tone('1'))
  tones.send(tone('2'))
  await phone.wire.next('INFO')
  tones.close()
  await vi.advanceTimersByTimeAsync(1000)
  expect(await phone.wire.rest()).toEqual([])
})
