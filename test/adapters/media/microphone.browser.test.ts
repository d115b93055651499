import { expect, test, vi } from 'vitest'
import { refuseCapture, watchCapture, withGetUserMedia } from './capture'
import { acquire, openPhone, patience } from './peers'

const settled = (phone: ReturnType<typeof openPhone>) =>
  vi.waitFor(() => {
    const fact = phone.factsOf('watchMedia#1')[0]
    expect(fact).toBeDefined()
    return fact
  }, patience)

test.each([
  ['NotAllowedError', 'permission-denied'],
  ['NotFoundError', 'no-microphone'],
  ['NotReadableError', 'microphone-busy'],
  ['AbortError', 'microphone-busy'],
  ['SecurityError', 'media-failed'],
])('a microphone that %s refuses is %s', async (name, code) => {
  const phone = openPhone({ findDevices: refuseCapture(name), now: () => 7 })
  phone.port.send({ type: 'microphone.acquire', deviceId: null })
  expect(await settled(phone)).toEqual({
    type: 'microphone.refused',
    failure: { code, text: `this is a ${name}` },
    at: 7,
  })
})

test('a page without media devices is told to be served over https', async () => {
  const phone = openPhone({ findDevices: () => null })
  phone.port.send({ type: 'microphone.acquire', deviceId: null })
  const text: unknown = expect.stringContaining('https or from localhost')
  expect(await settled(phone)).toMatchObject({ failure: { code: 'permission-denied', text } })
})

test('a microphone that is gone gives way to the default one', async () => {
  const { findDevices, opened } = watchCapture()
  const phone = openPhone({ findDevices })
  await acquire(phone, 'unplugged-long-ago')
  expect(opened.map((stream) => stream.active)).toEqual([true])
})

test('the chosen microphone is the one that is opened', async () => {
  const { findDevices, opened } = watchCapture()
  await acquire(openPhone({ findDevices }))
  const devices = await navigator.mediaDevices.enumerateDevices()
  const chosen = devices.findLast(({ kind }) => kind === 'audioinput')
  await acquire(openPhone({ findDevices }), chosen?.deviceId)
  expect(opened[1]?.getAudioTracks()[0]?.getSettings().deviceId).toBe(chosen?.deviceId)
})

test('a microphone that is granted after the end of the call is given back and not told', async () => {
  let grant: () => void = () => {}
  const granted: MediaStream[] = []
  const phone = openPhone({
    findDevices: withGetUserMedia(async (constraints) => {
      await new Promise<void>((resolve) => {
        grant = resolve
      })
      const stream = await navigator.mediaDevices.getUserMedia(constraints)
      granted.push(stream)
      return stream
    }),
  })
  phone.port.send({ type: 'microphone.acquire', deviceId: null })
  phone.port.close()
  grant()
  await vi.waitFor(() => expect(granted.map((stream) => stream.active)).toEqual([false]), patience)
  expect(phone.facts()).toEqual([])
})

test('a microphone that is granted after it was given back is closed and not told, and can be asked for again', async () => {
  let grant: () => void = () => {}
  const granted: MediaStream[] = []
  const phone = openPhone({
    findDevices: withGetUserMedia(async (constraints) => {
      await new Promise<void>((resolve) => {
        grant = resolve
      })
      const stream = await navigator.mediaDevices.getUserMedia(constraints)
      granted.push(stream)
      return stream
    }),
  })
  phone.port.send({ type: 'microphone.acquire', deviceId: null })
  phone.port.send({ type: 'microphone.release' })
  grant()
  await vi.waitFor(() => expect(granted.map((stream) => stream.active)).toEqual([false]), patience)
  expect(phone.facts()).toEqual([])
  phone.port.send({ type: 'microphone.acquire', deviceId: null })
  grant()
  await vi.waitFor(() => expect(phone.facts()).toEqual(['microphone.acquired']), patience)
  expect(granted.map((stream) => stream.active)).toEqual([false, true])
  phone.port.send({ type: 'microphone.release' })
  expect(granted.map((stream) => stream.active)).toEqual([false, false])
})

test('a refusal after the end of the call is not told', async () => {
  let refuse: (error: DOMException) => void = () => {}
  const asked = new Promise<MediaStream>((_, reject) => {
    refuse = reject
  })
  const phone = openPhone({ findDevices: withGetUserMedia(() => asked) })
  phone.port.send({ type: 'microphone.acquire', deviceId: null })
  phone.port.close()
  refuse(new DOMException('too late', 'NotAllowedError'))
  await asked.catch(() => {})
  expect(phone.facts()).toEqual([])
})

test('another microphone takes the place of the first, which is given back', async () => {
  const { findDevices, opened } = watchCapture()
  const phone = openPhone({ findDevices })
  await acquire(phone)
  phone.port.send({ type: 'microphone.mute' })
  phone.port.send({ type: 'microphone.acquire', deviceId: null })
  await vi.waitFor(
    () => expect(phone.facts()).toEqual(['microphone.acquired', 'microphone.muted', 'microphone.acquired']),
    patience,
  )
  expect(opened.map((stream) => stream.active)).toEqual([false, true])
  expect(opened[1]?.getAudioTracks()[0]?.enabled).toBe(false)
})

test('a microphone that is unplugged in the middle of a call gives way to the default one, cut as it was', async () => {
  const { findDevices, opened } = watchCapture()
  const phone = openPhone({ findDevices })
  await acquire(phone, 'headset')
  phone.port.send({ type: 'microphone.mute' })
  opened[0]?.getAudioTracks()[0]?.dispatchEvent(new Event('ended'))
  await vi.waitFor(() => expect(opened.map((stream) => stream.active)).toEqual([false, true]), patience)
  expect(opened[1]?.getAudioTracks()[0]?.enabled).toBe(false)
})
