import { expect, onTestFinished, test, vi } from 'vitest'
import { createMediaAdapter, type MediaAdapterOptions } from '../../../src/adapters/media/media.adapter'
import { refuseCapture, watchCapture } from './capture'
import { patience } from './peers'
import { openPort, recordPorts } from './ports'

function watchDevices(options: Partial<MediaAdapterOptions> = {}) {
  const { makePort, factsOf } = recordPorts()
  const adapter = createMediaAdapter({ makePort, ...options })
  onTestFinished(() => adapter.dispose())
  const port = openPort(adapter.watchDevices, undefined)
  const facts = (type: string) => factsOf('watchDevices#1').filter((fact) => fact.type === type)
  const told = (type: string, count = 1) => vi.waitFor(() => expect(facts(type)).toHaveLength(count), patience)
  return { adapter, port, facts, told }
}

test('tells the permission and the devices, without the second entry of the default', async () => {
  const { told, facts } = watchDevices()
  await told('permission.changed')
  await told('devices.listed')
  expect(facts('permission.changed')).toEqual([{ type: 'permission.changed', permission: 'granted' }])
  const [listed] = facts('devices.listed') as { microphones?: { id: string; label: string }[]; speakers?: object[] }[]
  expect(listed?.microphones?.map(({ label }) => label)).toEqual(['Fake Audio Input 1', 'Fake Audio Input 2'])
  expect(listed?.speakers).toHaveLength(2)
})

test('tells a change of the devices, and not the same list again', async () => {
  const { findDevices } = watchCapture()
  let listed: MediaDeviceInfo[] = []
  const { told, facts } = watchDevices({
    findDevices: () => ({ ...required(findDevices()), enumerateDevices: async () => listed }),
  })
  const change = (devices: MediaDeviceInfo[]) => {
    listed = devices
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  }
  const [first, second] = ['a', 'b'].map((id) => ({ kind: 'audioinput', deviceId: id, label: id }) as MediaDeviceInfo)
  await told('devices.listed')
  change([])
  change([required(first)])
  change([required(first)])
  change([required(second)])
  const list = (...ids: string[]) => ({
    type: 'devices.listed',
    microphones: ids.map((id) => ({ id, label: id })),
    speakers: [],
  })
  await vi.waitFor(() => expect(facts('devices.listed').at(-1)).toEqual(list('b')), patience)
  expect(facts('devices.listed')).toEqual([list(), list('a'), list('b')])
})

test('a permission that is asked for opens a microphone and gives it back', async () => {
  const { findDevices, opened } = watchCapture()
  const { port, told } = watchDevices({ findDevices })
  await told('permission.changed')
  port.send({ type: 'permission.request' })
  await told('permission.changed', 2)
  expect(opened.map((stream) => stream.active)).toEqual([false])
})

test.each([
  ['NotAllowedError', 'permission-denied'],
  ['NotFoundError', 'no-microphone'],
])('a permission that ends in %s is refused', async (name, code) => {
  const { port, told, facts } = watchDevices({ findDevices: refuseCapture(name) })
  port.send({ type: 'permission.request' })
  await told('permission.refused')
  expect(facts('permission.refused')).toMatchObject([{ failure: { code } }])
})

test('a page without media devices has no permission and no devices', async () => {
  const { port, told, facts } = watchDevices({ findDevices: () => null })
  await told('permission.changed')
  await told('devices.listed')
  expect(facts('permission.changed')).toMatchObject([{ permission: 'denied' }])
  port.send({ type: 'permission.request' })
  await told('permission.refused')
})

test.each([
  ['Fake Audio Input 1', 'granted'],
  ['', 'prompt'],
])('where the browser does not tell the permission, a label "%s" says %s', async (label, permission) => {
  vi.spyOn(navigator.permissions, 'query').mockRejectedValue(new TypeError('no such name'))
  onTestFinished(restoreMocks)
  const device = { kind: 'audioinput', deviceId: 'x', label } as MediaDeviceInfo
  const { findDevices } = watchCapture()
  const { told, facts } = watchDevices({
    findDevices: () => ({ ...required(findDevices()), enumerateDevices: async () => [device] }),
  })
  await told('permission.changed')
  expect(facts('permission.changed')).toMatchObject([{ permission }])
})

test('a speaker is used, and one that is not there is refused', async () => {
  const { port, told, facts } = watchDevices()
  const devices = await navigator.mediaDevices.enumerateDevices()
  const speaker = devices.findLast(({ kind }) => kind === 'audiooutput')?.deviceId ?? null
  const use = (speakerId: string | null) => port.send({ type: 'device.use', role: 'speaker', choice: { speakerId } })
  use(speaker)
  await told('device.used')
  use('no-such-speaker')
  await told('device.refused')
  use(null)
  await told('device.used', 2)
  const used = facts('device.used') as { choice?: object }[]
  expect(used.map(({ choice }) => choice)).toEqual([{ speakerId: speaker }, { speakerId: null }])
  expect(facts('device.refused')).toMatchObject([{ role: 'speaker', failure: { code: 'no-speaker' } }])
})

test('after its end it looks for no devices', async () => {
  const { findDevices } = watchCapture()
  const enumerateDevices = vi.fn(() => navigator.mediaDevices.enumerateDevices())
  const { port, told } = watchDevices({ findDevices: () => ({ ...required(findDevices()), enumerateDevices }) })
  await told('devices.listed')
  port.close()
  navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  expect(enumerateDevices).toHaveBeenCalledTimes(1)
})

function restoreMocks(): void {
  vi.restoreAllMocks()
}

function required<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('There is nothing')
  return value
}
