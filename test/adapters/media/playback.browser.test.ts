import { expect, onTestFinished, test, vi } from 'vitest'
import { Playback } from '../../../src/adapters/media/playback'

const refusal = () => new DOMException('a gesture first', 'NotAllowedError')

function openPlayback() {
  const playback = new Playback()
  onTestFinished(() => playback.dispose())
  const told: string[] = []
  playback.watch((state) => told.push(state))
  const play = vi.fn<() => Promise<void>>().mockRejectedValue(refusal())
  const sink = { role: 'speaker' as const, play, useOutput: vi.fn(async () => {}), setVolume: vi.fn() }
  return { playback, told, sink, play }
}

test('a refusal that comes after a later attempt’s success changes nothing', async () => {
  const { playback, told, sink, play } = openPlayback()
  playback.add(sink)
  await vi.waitFor(() => expect(told).toEqual(['blocked']))
  let refuse: (error: DOMException) => void = () => {}
  play.mockReturnValueOnce(
    new Promise((_, reject) => {
      refuse = reject
    }),
  )
  play.mockResolvedValueOnce()
  dispatchEvent(new Event('pointerdown'))
  dispatchEvent(new Event('pointerup'))
  await vi.waitFor(() => expect(told).toEqual(['blocked', 'allowed']))
  refuse(refusal())
  await new Promise((resolve) => setTimeout(resolve))
  expect(told).toEqual(['blocked', 'allowed'])
  expect(playback.state).toBe('allowed')
})

test('what fails for another reason is not blocked', async () => {
  const { playback, told, sink, play } = openPlayback()
  play.mockRejectedValue(new DOMException('the call is over', 'AbortError'))
  await playback.start(sink)
  expect(told).toEqual([])
})

test('what sounds later sounds from the chosen speaker', async () => {
  const { playback, sink } = openPlayback()
  const devices = await navigator.mediaDevices.enumerateDevices()
  const speaker = devices.findLast(({ kind }) => kind === 'audiooutput')?.deviceId ?? ''
  await playback.useDevice('speaker', speaker)
  playback.add(sink)
  expect(sink.useOutput).toHaveBeenCalledExactlyOnceWith(speaker)
  await playback.useDevice('speaker', null)
  expect(sink.useOutput).toHaveBeenLastCalledWith('')
})

test('a gesture plays nothing while nothing is blocked, or after the end', async () => {
  const { playback, told, sink, play } = openPlayback()
  play.mockResolvedValue()
  await playback.start(sink)
  dispatchEvent(new Event('keydown'))
  expect(play).toHaveBeenCalledTimes(1)
  play.mockRejectedValue(refusal())
  playback.add(sink)
  await vi.waitFor(() => expect(told).toEqual(['blocked']))
  playback.dispose()
  dispatchEvent(new Event('keydown'))
  expect(play).toHaveBeenCalledTimes(2)
})

test('the ring device is another one, and its volume its own', async () => {
  const { playback, sink, play } = openPlayback()
  play.mockResolvedValue()
  const ring = { ...sink, role: 'ringDevice' as const, useOutput: vi.fn(async () => {}), setVolume: vi.fn() }
  const devices = await navigator.mediaDevices.enumerateDevices()
  const other = devices.findLast(({ kind }) => kind === 'audiooutput')?.deviceId ?? ''
  playback.add(sink)
  playback.add(ring)
  await playback.useDevice('ringDevice', other)
  expect(ring.useOutput).toHaveBeenCalledExactlyOnceWith(other)
  expect(sink.useOutput).not.toHaveBeenCalled()
  playback.setVolumes({ callVolume: 0.25, ringVolume: 0.75 })
  expect([sink.setVolume.mock.lastCall, ring.setVolume.mock.lastCall]).toEqual([[0.25], [0.75]])
})

test('a sound that the system takes away is interrupted, and comes back with the next gesture', async () => {
  const { playback, told, sink, play } = openPlayback()
  play.mockResolvedValue()
  playback.add(sink)
  playback.interrupt()
  playback.interrupt()
  expect(told).toEqual(['interrupted'])
  dispatchEvent(new Event('keydown'))
  await vi.waitFor(() => expect(told).toEqual(['interrupted', 'allowed']))
})
