import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PbxEvent } from '../../dev/pbx/events'
import { type Pbx, startPbx } from '../../dev/pbx/pbx'
import { type DialedCall, isOver, mediaOf, Phone } from './support/phone'
import { strengthOf } from './support/tones'
import { until } from './support/until'

/** These take seconds by their nature, so they wait together, on one PBX. */
describe.concurrent('services that take their time', () => {
  let pbx: Pbx
  const events: PbxEvent[] = []

  beforeAll(async () => {
    pbx = await startPbx({ port: 0 })
    pbx.on((event) => events.push(event))
  })
  afterAll(() => pbx.close())

  const dial = async (number: string, earlyMedia = false): Promise<DialedCall> => {
    const phone = await Phone.connect(pbx, '1001')
    return phone.dial(number, { earlyMedia })
  }

  it('602 plays its announcement to the end, then hangs up', { timeout: 15_000 }, async () => {
    const call = await dial('602')
    await call.established()
    const media = mediaOf(call.inviter)
    await until('it hangs up', () => isOver(call.inviter), 10_000)
    expect(media.received.length).toBeGreaterThanOrEqual(195)
    expect(strengthOf(523.25, media.samples(0, 30))).toBeGreaterThan(0.05)
    const ended = events.find((event) => event.type === 'call.ended' && event.callId === call.inviter.request.callId)
    expect(ended).toMatchObject({ by: 'pbx', why: 'the announcement is over' })
  })

  it('605 rings, and nobody answers', async () => {
    const call = await dial('605')
    expect(await call.final()).toBe(480)
    expect(call.statuses).toContain(180)
  })

  it('607 answers and hangs up', async () => {
    const call = await dial('607')
    await call.established()
    await until('it hangs up', () => isOver(call.inviter))
    const { callId } = call.inviter.request
    const bye = events
      .map((event) => (event.type === 'message' && event.direction === 'out' ? event.text : ''))
      .find((text) => text.startsWith('BYE') && text.includes(callId))
    expect(bye).toContain('Reason: Q.850;cause=16')
  })

  it('620 gives audio before an answer that never comes', async () => {
    const call = await dial('620', true)
    await until('a tone is heard', () => mediaOf(call.inviter).received.length > 20)
    expect(strengthOf(440, mediaOf(call.inviter).samples())).toBeGreaterThan(0.3)
    expect(await call.final()).toBe(480)
    expect(call.statuses).toContain(183)
  })
})
