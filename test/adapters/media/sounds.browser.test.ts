import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { createMediaAdapter } from '../../../src/adapters/media/media.adapter'
import { patience } from './peers'
import { openPort, recordPorts } from './ports'

afterEach(() => {
  vi.restoreAllMocks()
})

/** Listens to whatever is sent to a loudspeaker of this page. */
function tapSpeakers() {
  const taps: AnalyserNode[] = []
  const contexts = new Set<BaseAudioContext>()
  const { connect } = AudioNode.prototype
  const toNode: (this: AudioNode, to: AudioNode) => AudioNode = connect
  vi.spyOn(AudioNode.prototype, 'connect').mockImplementation(function (this: AudioNode, to: AudioNode | AudioParam) {
    if (to instanceof AudioParam) return connect.call(this, to)
    if (to instanceof AudioDestinationNode) {
      const tap = new AnalyserNode(this.context)
      toNode.call(this, tap)
      taps.push(tap)
      contexts.add(this.context)
    }
    return toNode.call(this, to)
  })
  const level = () => Math.max(0, ...taps.flatMap((tap) => [...samplesOf(tap)].map(Math.abs)))
  return { contexts, level }
}

function samplesOf(tap: AnalyserNode): Float32Array {
  const samples = new Float32Array(tap.fftSize)
  tap.getFloatTimeDomainData(samples)
  return samples
}

function openSounds() {
  const { makePort, factsOf } = recordPorts()
  const adapter = createMediaAdapter({ makePort })
  onTestFinished(() => adapter.dispose())
  return { adapter, factsOf }
}

test('local tones: a tone sounds as long as it is sent, and no longer, though its port is open', async () => {
  const { level } = tapSpeakers()
  const { adapter } = openSounds()
  openPort(adapter.playSound, { sound: 'tone', tone: '5', durationMs: 300 })
  await vi.waitFor(() => expect(level()).toBeGreaterThan(0.01), patience)
  await vi.waitFor(() => expect(level()).toBe(0), patience)
})

test.each(['ringtone', 'knock', 'ringback'] as const)('a %s sounds until its port closes', async (sound) => {
  const { level } = tapSpeakers()
  const disconnect = vi.spyOn(AudioNode.prototype, 'disconnect')
  const { adapter } = openSounds()
  const port = openPort(adapter.playSound, { sound })
  await vi.waitFor(() => expect(level()).toBeGreaterThan(0.01), patience)
  port.close()
  await vi.waitFor(() => expect(level()).toBe(0), patience)
  await vi.waitFor(() => expect(disconnect).toHaveBeenCalled(), patience)
})

test('the sounds of an output share one AudioContext, which ends with the adapter', async () => {
  const { contexts } = tapSpeakers()
  const { adapter } = openSounds()
  openPort(adapter.playSound, { sound: 'knock' }).close()
  openPort(adapter.playSound, { sound: 'ringback' })
  expect(contexts.size).toBe(1)
  openPort(adapter.playSound, { sound: 'ringtone' })
  openPort(adapter.playSound, { sound: 'chime', on: 'ringDevice' })
  expect(contexts.size).toBe(2)
  adapter.dispose()
  await vi.waitFor(() => expect([...contexts].map(({ state }) => state)).toEqual(['closed', 'closed']), patience)
})

test('no sound, no AudioContext', () => {
  const opened = vi.spyOn(globalThis, 'AudioContext')
  const { adapter } = openSounds()
  openPort(adapter.watchDevices, undefined)
  expect(opened).not.toHaveBeenCalled()
})
