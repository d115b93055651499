import type { Phone } from '../../src/api/phone'
import type { Stage } from './stage'

/** Makes a call with everything in it that people do in one, over the wire, and returns its trace. */
export async function recordCall(stage: Stage): Promise<string> {
  const trace = await stage.visit('ours', (page) =>
    page.evaluate(async () => {
      const { phone, probe } = globalThis as unknown as {
        readonly phone: Phone
        readonly probe: { until(name: string): Promise<number> }
      }
      await probe.until('registered')
      const established = new Promise<void>((resolve) => phone.on('call.established', () => resolve()))
      await phone.dial('601')
      await Promise.all([established, probe.until('media')])
      await phone.mute()
      await phone.unmute()
      await phone.hold()
      await phone.resume()
      await phone.sendDtmf('42#')
      await phone.hangUp()
      return phone.exportTrace()
    }),
  )
  await stage.untilDeserted()
  return trace
}
