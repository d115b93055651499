import { expect, test, vi } from 'vitest'
import { acquire, connectPhones, directionIn, listen, negotiate, openPhone, patience } from './peers'

test('Replaces: with another far end the microphone is the same, and as muted as it was', async () => {
  const { alice } = await connectPhones()
  const carol = openPhone()
  await acquire(carol)
  alice.port.send({ type: 'microphone.mute' })
  const renewal = await alice.media.renew()
  await negotiate(carol.media, alice.media)
  renewal.keep()
  await vi.waitFor(() => expect(carol.facts()).toContain('media.flowing'), patience)
  expect(await listen(alice)).toBeGreaterThan(0)
  expect(await listen(carol)).toBeLessThan(1e-6)
  alice.port.send({ type: 'microphone.unmute' })
  await vi.waitFor(async () => expect(await listen(carol, 10)).toBeGreaterThan(0), patience)
})

test('Replaces: on hold the answer to whoever comes still holds', async () => {
  const { alice, bob } = await connectPhones()
  await negotiate(alice.media, bob.media, { hold: true })
  const carol = openPhone()
  await acquire(carol)
  const renewal = await alice.media.renew()
  const { answer } = await negotiate(carol.media, alice.media)
  renewal.keep()
  expect(directionIn(answer)).toBe('sendonly')
})

test('Replaces: when nothing comes of it, the two who talked still hear each other', async () => {
  const { alice, bob } = await connectPhones()
  const renewal = await alice.media.renew()
  await expect(alice.media.createAnswer('no description')).rejects.toThrow()
  renewal.goBack()
  expect(await listen(bob)).toBeGreaterThan(0)
  expect(await listen(alice)).toBeGreaterThan(0)
})
