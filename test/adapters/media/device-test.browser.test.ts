import { expect, onTestFinished, test, vi } from 'vitest'
import { refuseCapture, watchCapture } from './capture'
import { choose, openPhone, patience } from './peers'
import { openPort } from './ports'

function openTest(options: Parameters<typeof openPhone>[0] = {}) {
  const phone = openPhone(options)
  const port = openPort(phone.adapter.testMicrophone, undefined)
  const facts = () => phone.factsOf('testMicrophone#1')
  const told = (type: string) => vi.waitFor(() => expect(facts().map((fact) => fact.type)).toContain(type), patience)
  return { phone, port, facts, told }
}

test('echo test: what was said is played back, and the microphone closed with the port', async () => {
  const { findDevices, opened } = watchCapture()
  const { phone, port, told, facts } = openTest({ findDevices })
  await told('test.opened')
  const levels: number[] = []
  const end = phone.adapter.watchLevel('test', ({ microphone }) => levels.push(microphone))
  port.send({ type: 'test.record' })
  // Chromium's fake microphone beeps once a second.
  await vi.waitFor(() => expect(Math.max(0, ...levels)).toBeGreaterThan(0.01), patience)
  end()
  port.send({ type: 'test.play' })
  await told('test.played')
  expect(facts().map(({ type }) => type)).toEqual(['test.opened', 'test.played'])
  port.close()
  expect(opened.map((stream) => stream.active)).toEqual([false])
})

test('echo test: what is begun anew plays once, and what was begun before is silent', async () => {
  const { findDevices } = watchCapture()
  const { phone, port, told, facts } = openTest({ findDevices })
  const played = vi.spyOn(AudioBufferSourceNode.prototype, 'start')
  onTestFinished(() => played.mockRestore())
  await told('test.opened')
  const record = async () => {
    const levels: number[] = []
    const end = phone.adapter.watchLevel('test', ({ microphone }) => levels.push(microphone))
    port.send({ type: 'test.record' })
    await vi.waitFor(() => expect(Math.max(0, ...levels)).toBeGreaterThan(0.01), patience)
    end()
  }
  await record()
  port.send({ type: 'test.play' })
  // It is still being read.
  await record()
  port.send({ type: 'test.play' })
  await told('test.played')
  expect(played).toHaveBeenCalledTimes(1)
  expect(facts().map(({ type }) => type)).toEqual(['test.opened', 'test.played'])
})

test('echo test: another microphone that is chosen meanwhile is the one that is tried', async () => {
  const { findDevices, opened } = watchCapture()
  const { phone, told } = openTest({ findDevices })
  await told('test.opened')
  const devices = await navigator.mediaDevices.enumerateDevices()
  const second = devices.findLast(({ kind }) => kind === 'audioinput')?.deviceId ?? null
  await choose(phone, 'microphone', { microphoneId: second })
  expect(opened.map((stream) => stream.active)).toEqual([false, true])
  expect(opened[1]?.getAudioTracks()[0]?.getSettings().deviceId).toBe(second)
})

test('echo test: a microphone that is refused or goes, and nothing to be played, is told', async () => {
  const refused = openTest({ findDevices: refuseCapture('NotAllowedError') })
  await refused.told('test.refused')
  expect(refused.facts()).toMatchObject([{ failure: { code: 'permission-denied' } }])

  const { findDevices, opened } = watchCapture()
  const { port, told } = openTest({ findDevices })
  await told('test.opened')
  port.send({ type: 'test.play' })
  await told('test.failed')
  opened[0]?.getAudioTracks()[0]?.dispatchEvent(new Event('ended'))
  await told('test.ended')
})
