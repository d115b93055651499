import { compare, type Figure } from '../figure'
import type { PageName } from '../html'
import type { Caller, Probe } from '../pages/probe'
import type { Stage } from '../stage'
import { interleave } from '../statistics'

const rounds = 12

/** A tone from the first packet on, as soon as it answers: the echo would wait for what we send. */
const tone = '601'

/** From an empty page to somebody heard, next to the least that can be written on SIP.js, on the same PBX. */
export async function measureFirstCall(stage: Stage): Promise<Figure[]> {
  const samples = await interleave(rounds, {
    ours: () => call(stage, 'ours'),
    bare: () => call(stage, 'bare-sip'),
    preloaded: () => call(stage, 'preloaded'),
    federated: () => call(stage, 'federated'),
  })
  const row = (what: string, ours: readonly Times[], read: (times: Times) => number) => ({
    what,
    unit: 'ms' as const,
    ours: ours.map(read),
    peer: { name: 'bare SIP.js', samples: samples.bare.map(read) },
  })
  const budget = { atMost: 1.1 }
  return [
    compare({ ...row('page load to registered', samples.ours, ({ registered }) => registered), budget }),
    compare(row('the same, with links that preload it', samples.preloaded, ({ registered }) => registered)),
    compare(row('the same, as a federated remote', samples.federated, ({ registered }) => registered)),
    compare(row('main thread until then, CPU', samples.ours, ({ cpu }) => cpu)),
    compare({ ...row('dial() to INVITE on the wire', samples.ours, ({ dialing }) => dialing), budget }),
    compare({ ...row('INVITE to the first RTP packet', samples.ours, ({ connecting }) => connecting), budget }),
  ]
}

/** ms. */
interface Times {
  readonly registered: number
  /** Of the main thread, until registered. */
  readonly cpu: number
  readonly dialing: number
  readonly connecting: number
}

/** What the pages and the probe put there. */
type Global = { readonly phone: Caller; readonly probe: Probe }

async function call(stage: Stage, name: PageName): Promise<Times> {
  const times = await stage.visit(name, async (page, clock) => {
    const registered = await page.evaluate(() => (globalThis as unknown as Global).probe.until('registered'))
    const cpu = await clock.cpuMs()
    const { dial, invite, media } = await page.evaluate(async (number) => {
      const { phone, probe } = globalThis as unknown as Global
      // What follows a registration is over before somebody dials.
      await new Promise((resolve) => requestIdleCallback(resolve))
      probe.mark('dial')
      const [, media] = await Promise.all([phone.dial(number), probe.until('media')])
      return { dial: await probe.until('dial'), invite: await probe.until('invite'), media }
    }, tone)
    await page.evaluate(() => (globalThis as unknown as Global).phone.hangUp())
    return { registered, cpu, dialing: invite - dial, connecting: media - invite }
  })
  await stage.untilDeserted()
  return times
}
