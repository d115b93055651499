import { expect, onTestFinished, vi } from 'vitest'
import type { EventObject } from 'xstate'
import type { CallMedia } from '../../../src/adapters/call-media'
import { createMediaAdapter, type MediaAdapterOptions } from '../../../src/adapters/media/media.adapter'
import type { DeviceChoice, DeviceRole } from '../../../src/machines/ports'
import { openPort, recordPorts } from './ports'

/** Real media take their time, on a busy machine more so. */
export const patience = { timeout: 15_000, interval: 50 }

/** A phone's media, with one call. */
export function openPhone(options: Partial<MediaAdapterOptions> = {}) {
  const { makePort, factsOf } = recordPorts()
  const adapter = createMediaAdapter({ makePort, ...options })
  onTestFinished(() => adapter.dispose())
  const port = openPort(adapter.watchMedia, { callId: 'a' })
  const media = adapter.findCallMedia('a')
  if (!media) throw new Error('The call has no media')
  const facts = () => factsOf('watchMedia#1').map(({ type }) => type)
  return { adapter, factsOf, facts, port, media, stats: () => readStats(adapter.getStats('a')) }
}

export type Phone = ReturnType<typeof openPhone>

/** Chooses a device through the devices' port, and tells how that was answered. */
export async function choose(
  { adapter, factsOf }: Phone,
  role: DeviceRole,
  choice: DeviceChoice,
): Promise<EventObject> {
  const port = openPort(adapter.watchDevices, undefined)
  const answers = () =>
    [...factsOf('watchDevices#1'), ...factsOf('watchDevices#2')].filter(({ type }) => type.startsWith('device.'))
  const before = answers().length
  port.send({ type: 'device.use', role, choice })
  await vi.waitFor(() => expect(answers().length).toBeGreaterThan(before), patience)
  port.close()
  const answer = answers().at(-1)
  if (!answer) throw new Error('No answer')
  return answer
}

export async function acquire(phone: Phone): Promise<void> {
  phone.port.send({ type: 'microphone.acquire' })
  await vi.waitFor(() => expect(phone.facts()).toContain('microphone.acquired'), patience)
}

/** Offer and answer between two calls of this page. */
export async function negotiate(from: CallMedia, to: CallMedia, { hold = false, iceRestart = false } = {}) {
  const offer = await from.createOffer({ hold, iceRestart })
  const answer = await to.createAnswer(offer)
  await from.acceptAnswer(answer)
  return { offer, answer }
}

/** Two phones in a call, with microphones, that hear each other. */
export async function connectPhones(options: Partial<MediaAdapterOptions> = {}) {
  const alice = openPhone(options)
  const bob = openPhone(options)
  await Promise.all([acquire(alice), acquire(bob)])
  const descriptions = await negotiate(alice.media, bob.media)
  for (const phone of [alice, bob]) {
    await vi.waitFor(
      () => expect(phone.facts()).toEqual(expect.arrayContaining(['media.connected', 'media.flowing'])),
      patience,
    )
  }
  return { alice, bob, ...descriptions }
}

export function directionIn(sdp: string): string | undefined {
  return /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(sdp)?.[1]
}

interface Heard {
  readonly packets: number
  /** As RTCInboundRtpStreamStats: seconds times the square of the level. */
  readonly energy: number
  readonly sent: number
}

async function readStats(pending: Promise<RTCStatsReport | undefined>): Promise<Heard> {
  const report = await pending
  let heard: Heard = { packets: 0, energy: 0, sent: 0 }
  report?.forEach(
    (stats: { type: string; packetsReceived?: number; totalAudioEnergy?: number; packetsSent?: number }) => {
      if (stats.type === 'inbound-rtp')
        heard = { ...heard, packets: stats.packetsReceived ?? 0, energy: stats.totalAudioEnergy ?? 0 }
      if (stats.type === 'outbound-rtp') heard = { ...heard, sent: stats.packetsSent ?? 0 }
    },
  )
  return heard
}

/** Waits for `packets` more packets and says how much sound was in them. */
export async function listen(phone: Phone, packets = 60): Promise<number> {
  const before = await phone.stats()
  await vi.waitFor(
    async () => expect((await phone.stats()).packets).toBeGreaterThan(before.packets + packets),
    patience,
  )
  return (await phone.stats()).energy - before.energy
}
