import { expect, test, vi } from 'vitest'
import { refuseCapture, watchCapture, withGetUserMedia } from './capture'
import { acquire, choose, openPhone, patience } from './peers'
import { openPort } from './ports'

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
  phone.port.send({ type: 'microphone.acquire' })
  expect(await settled(phone)).toEqual({
    type: 'microphone.refused',
    failure: { code, text: `this is a ${name}` },
    at: 7,
  })
})

test('a page without media devices is told to be served over https', async () => {
  const phone = openPhone({ findDevices: () => null })
  phone.port.send({ type: 'microphone.acquire' })
  const text: unknown = expect.stringContaining('https or from localhost')
  expect(await settled(phone)).toMatchObject({ failure: { code: 'permission-denied', text } })
})

async function secondMicrophone(): Promise<string> {
  const devices = await navigator.mediaDevices.enumerateDevices()
  const second = devices.findLast(({ kind }) => kind === 'audioinput')
  if (second === undefined) throw new Error('The browser has no microphones')
  return second.deviceId
}

const settingsOf = (stream: MediaStream | undefined) => stream?.getAudioTracks()[0]?.getSettings()

test('a microphone that is gone gives way to the default one', async () => {
  const { findDevices, opened } = watchCapture()
  const phone = openPhone({ findDevices })
  await choose(phone, 'microphone', { microphoneId: 'unplugged-long-ago' })
  await acquire(phone)
  expect(opened.map((stream) => stream.active)).toEqual([true])
})

test('the chosen microphone is the one that is opened', async () => {
  const { findDevices, opened } = watchCapture()
  const phone = openPhone({ findDevices })
  const microphoneId = await secondMicrophone()
  await choose(phone, 'microphone', { microphoneId })
  await acquire(phone)
  expect(settingsOf(opened[0])?.deviceId).toBe(microphoneId)
})

test('change of the microphone: one that is chosen in the middle of a call takes the place of the first, cut as that was', async () => {
  const { findDevices, opened } = watchCapture()
  const phone = openPhone({ findDevices })
  await acquire(phone)
  phone.port.send({ type: 'microphone.mute' })
  const microphoneId = await secondMicrophone()
  expect(await choose(phone, 'microphone', { microphoneId })).toMatchObject({ type: 'device.used' })
  expect(opened.map((stream) => stream.active)).toEqual([false, true])
  expect(settingsOf(opened[1])?.deviceId).toBe(microphoneId)
  expect(opened[1]?.getAudioTracks()[0]?.enabled).toBe(false)
  expect(phone.facts()).toEqual(['microphone.acquired', 'microphone.muted', 'microphone.acquired'])
})

test('a microphone that is not there is refused in the middle of a call, which keeps its own', async () => {
  const { findDevices, opened } = watchCapture()
  const phone = openPhone({ findDevices })
  await acquire(phone)
  const answer = await choose(phone, 'microphone', { microphoneId: 'unplugged-long-ago' })
  expect(answer).toMatchObject({ type: 'device.refused', failure: { code: 'no-microphone' } })
  expect(opened.map((stream) => stream.active)).toEqual([true])
})

test('noise suppression and its like are switched in the middle of a call, by another track of the same device', async () => {
  const { findDevices, opened } = watchCapture()
  const phone = openPhone({ findDevices })
  await acquire(phone)
  expect(settingsOf(opened[0])).toMatchObject({ noiseSuppression: true, echoCancellation: true, autoGainControl: true })
  await choose(phone, 'microphone', { processing: ['echoCancellation'] })
  expect(settingsOf(opened[1])).toMatchObject({
    noiseSuppression: false,
    echoCancellation: true,
    autoGainControl: false,
  })
  expect(opened.map((stream) => stream.active)).toEqual([false, true])
})

test('processing that the browser does not let a page decide on is refused', async () => {
  const { findDevices } = watchCapture()
  const phone = openPhone({
    findDevices: () => ({
      ...(findDevices() as NonNullable<ReturnType<typeof findDevices>>),
      getSupportedConstraints: () => ({ echoCancellation: true }),
    }),
  })
  expect(await choose(phone, 'microphone', { processing: ['echoCancellation', 'autoGainControl'] })).toMatchObject({
    type: 'device.refused',
    failure: { code: 'unsupported' },
  })
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
  phone.port.send({ type: 'microphone.acquire' })
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
  phone.port.send({ type: 'microphone.acquire' })
  phone.port.send({ type: 'microphone.release' })
  grant()
  await vi.waitFor(() => expect(granted.map((stream) => stream.active)).toEqual([false]), patience)
  expect(phone.facts()).toEqual([])
  phone.port.send({ type: 'microphone.acquire' })
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
  phone.port.send({ type: 'microphone.acquire' })
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
  phone.port.send({ type: 'microphone.acquire' })
  await vi.waitFor(
    () => expect(phone.facts()).toEqual(['microphone.acquired', 'microphone.muted', 'microphone.acquired']),
    patience,
  )
  expect(opened.map((stream) => stream.active)).toEqual([false, true])
  expect(opened[1]?.getAudioTracks()[0]?.enabled).toBe(false)
})

test('a microphone that is unplugged in the middle of a call is told, and the default opened when it is asked for', async () => {
  const { findDevices, opened } = watchCapture()
  const phone = openPhone({ findDevices })
  await choose(phone, 'microphone', { microphoneId: 'headset' })
  await acquire(phone)
  phone.port.send({ type: 'microphone.mute' })
  opened[0]?.getAudioTracks()[0]?.dispatchEvent(new Event('ended'))
  await vi.waitFor(() => expect(phone.facts().at(-1)).toBe('microphone.ended'), patience)
  phone.port.send({ type: 'microphone.acquire' })
  await vi.waitFor(() => expect(opened.map((stream) => stream.active)).toEqual([false, true]), patience)
  expect(opened[1]?.getAudioTracks()[0]?.enabled).toBe(false)
})

test('microphone interrupted: a device that is muted itself is told, and its end; what a former track says is not', async () => {
  const { findDevices, opened } = watchCapture()
  const phone = openPhone({ findDevices })
  await acquire(phone)
  const track = opened[0]?.getAudioTracks()[0]
  track?.dispatchEvent(new Event('mute'))
  track?.dispatchEvent(new Event('unmute'))
  const told = ['microphone.acquired', 'microphone.interrupted', 'microphone.restored']
  await vi.waitFor(() => expect(phone.facts()).toEqual(told), patience)
  await choose(phone, 'microphone', { microphoneId: await secondMicrophone() })
  track?.dispatchEvent(new Event('mute'))
  track?.dispatchEvent(new Event('ended'))
  await new Promise((resolve) => setTimeout(resolve))
  expect(phone.facts()).toEqual([...told, 'microphone.acquired'])
})

test('a call that has lost its microphone hears of devices that come, and of none after its end', async () => {
  const { findDevices, opened } = watchCapture()
  const enumerateDevices = vi.fn(() => navigator.mediaDevices.enumerateDevices())
  const phone = openPhone({
    findDevices: () => ({ ...(findDevices() as NonNullable<ReturnType<typeof findDevices>>), enumerateDevices }),
  })
  const devices = openPort(phone.adapter.watchDevices, undefined)
  await vi.waitFor(() => expect(phone.factsOf('watchDevices#1').map(({ type }) => type)).toContain('devices.listed'))
  await acquire(phone)
  const plug = () => {
    enumerateDevices.mockResolvedValueOnce([{ kind: 'audioinput', deviceId: crypto.randomUUID(), label: '' }] as never)
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  }
  const listed = (count: number) =>
    vi.waitFor(
      () => expect(phone.factsOf('watchDevices#1').filter(({ type }) => type === 'devices.listed')).toHaveLength(count),
      patience,
    )
  plug()
  await listed(2)
  expect(phone.facts()).toEqual(['microphone.acquired'])
  // What a browser does when the device goes.
  opened[0]?.getAudioTracks()[0]?.stop()
  plug()
  await listed(3)
  await vi.waitFor(() => expect(phone.facts()).toEqual(['microphone.acquired', 'microphone.available']), patience)
  phone.port.close()
  plug()
  await listed(4)
  expect(phone.facts()).toHaveLength(2)
  devices.close()
})
