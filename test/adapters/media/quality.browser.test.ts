import { expect, test, vi } from 'vitest'
import type { QualitySample } from '../../../src/machines/ports'
import { connectPhones, type Phone, patience } from './peers'
import { openPort } from './ports'

const samplesOf = (phone: Phone): QualitySample[] =>
  phone.factsOf('watchQuality#1').map((fact) => (fact as unknown as { sample: QualitySample }).sample)

/** The first sample that begins after now. */
async function next(phone: Phone): Promise<QualitySample> {
  const from = samplesOf(phone).length + 1
  await vi.waitFor(() => expect(samplesOf(phone).length).toBeGreaterThan(from), patience)
  return samplesOf(phone)[from] as QualitySample
}

test('quality: a call between two peers is measured both ways; muted it has packets and no level', async () => {
  const { alice, bob } = await connectPhones()
  const port = openPort(alice.adapter.watchQuality, { callId: 'a' })
  const sample = await next(alice)
  expect(sample).toMatchObject({ direction: 'sendrecv', codec: 'opus' })
  // 50 packets a second for 2 s.
  for (const flow of [sample.received, sample.sent]) {
    expect(flow.packets).toBeGreaterThan(50)
    expect(flow.packets).toBeLessThan(200)
    expect(flow.bitrate).toBeGreaterThan(1_000)
    expect(flow.level).toBeGreaterThan(0)
  }
  expect(sample.received.lossRatio).toBe(0)
  expect(sample.received.jitterMs).toBeLessThan(30)
  alice.port.send({ type: 'microphone.mute' })
  const muted = await next(alice)
  expect(muted.sent.level).toBeNull()
  expect(muted.sent.packets).toBeGreaterThan(50)
  // Nobody else measures, and nothing is measured once it is closed.
  port.close()
  expect(bob.factsOf('watchQuality#1')).toEqual([])
})
