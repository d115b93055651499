import { expect, onTestFinished, test, vi } from 'vitest'
import { Playback } from '../../../src/adapters/media/playback'

const refusal = () => new DOMException('a gesture first', 'NotAllowedError')

function openPlayback() {
  const playback = new Playback()
  onTestFinished(() => playback.dispose())
  const told: boolean[] = []
  playback.watch((isBlocked) => told.push(isBlocked))
  const play = vi.fn<() => Promise<void>>().mockRejectedValue(refusal())
  const sink = { play, useSpeaker: vi.fn(async () => {}) }
  return { playback, told, sink, play }
}

test('a refusal that comes after a later attempt’s success changes nothing', async () => {
  const { playback, told, sink, play } = openPlayback()
  playback.add(sink)
  await vi.waitFor(() => expect(told).toEqual([true]))
  let refuse: (error: DOMException) => void = () => {}
  play.mockReturnValueOnce(
    new Promise((_, reject) => {
      refuse = reject
    }),
  )
  play.mockResolvedValueOnce()
  dispatchEvent(new Event('pointerdown'))
  dispatchEvent(new Event('pointerup'))
  await vi.waitFor(() => expect(told).toEqual([true, false]))
  refuse(refusal())
  await new Promise((resolve) => setTimeout(resolve))
  expect(told).toEqual([true, false])
  expect(playback.isBlocked).toBe(false)
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
  await playback.useSpeaker(speaker)
  playback.add(sink)
  expect(sink.useSpeaker).toHaveBeenCalledExactlyOnceWith(speaker)
  await playback.useSpeaker(null)
  expect(sink.useSpeaker).toHaveBeenLastCalledWith('')
})

test('a gesture plays nothing while nothing is blocked, or after the end', async () => {
  const { playback, told, sink, play } = openPlayback()
  play.mockResolvedValue()
  await playback.start(sink)
  dispatchEvent(new Event('keydown'))
  expect(play).toHaveBeenCalledTimes(1)
  play.mockRejectedValue(refusal())
  playback.add(sink)
  await vi.waitFor(() => expect(told).toEqual([true]))
  playback.dispose()
  dispatchEvent(new Event('keydown'))
  expect(play).toHaveBeenCalledTimes(2)
})
