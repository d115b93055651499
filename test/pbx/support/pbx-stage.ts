import { expect, inject } from 'vitest'
import type { Agent } from '../../e2e/support/agent'
import { type AgentOptions, Stage, type StageOptions, type TestContext } from '../../e2e/support/stage'
import type { AmiMessage } from '../clients/ami-messages'
import { type OriginatedCall, type Origination, originate } from '../clients/originate'
import { FarEnd } from '../far-end/far-end'
import { HoldingRelay } from '../relay/holding-relay'
import { Relay, type RelayOptions } from '../relay/relay'
import { type Asterisk, attachAsterisk, startAsterisk } from '../server/asterisk'
import { SupervisionService } from '../services/supervision-service'
import { playScenario, type Scenario } from '../sipp/sipp'

type Query = Readonly<Record<string, string>>

export interface PbxStageOptions extends StageOptions {
  /** For tests that kill it. Default: the one that all files share. */
  readonly hasOwnAsterisk?: boolean
}

/** The stage of the end-to-end tests with Asterisk as the server of its phones, and with whom Asterisk can call. */
export class PbxStage {
  readonly asterisk: Asterisk
  readonly #stage: Stage
  /** What a scene opened beside its phones. */
  readonly #closing: (() => void)[] = []
  readonly #relays: Relay[] = []

  private constructor(asterisk: Asterisk, stage: Stage) {
    this.asterisk = asterisk
    this.#stage = stage
  }

  static async open({ hasOwnAsterisk = false, ...options }: PbxStageOptions = {}): Promise<PbxStage> {
    const asterisk = hasOwnAsterisk ? await startAsterisk() : await attachAsterisk(inject('asterisk'))
    try {
      return new PbxStage(asterisk, await Stage.open(options))
    } catch (error) {
      await asterisk.stop()
      throw error
    }
  }

  /** A person at the host shell, whose phone is told to use Asterisk; `query` may name another server. */
  openAgent(user: string | null, query: Query = {}, options?: AgentOptions): Promise<Agent> {
    const server = { server: this.asterisk.wsUrl, ...(user === null ? {} : { password: `pw${user}` }) }
    return this.#stage.openAgent(user, { ...server, ...query }, options)
  }

  async openReady(user: string, query?: Query, options?: AgentOptions): Promise<Agent> {
    return (await this.openAgent(user, query, options)).untilReady()
  }

  /** Somebody beyond the PBX, who is called by 9 and a number, and may call any number. */
  async openFarEnd(): Promise<FarEnd> {
    const { farEnd, sip } = this.asterisk.place.ports
    const far = await FarEnd.open({ port: farEnd, pbxPort: sip })
    this.#closing.push(() => far.close())
    return far
  }

  /** A server for a phone that passes everything on to whoever plays it: SIPp, unless told otherwise. */
  async openRelay(options: RelayOptions = { peerPort: this.asterisk.place.ports.sipp }): Promise<Relay> {
    const relay = await Relay.open(options)
    this.#relays.push(relay)
    return relay
  }

  /** Asterisk, by way of a relay that can hold back what the phone says. */
  async openHoldingRelay(): Promise<HoldingRelay> {
    const relay = await HoldingRelay.open(this.asterisk.wsUrl)
    this.#closing.push(() => relay.close())
    return relay
  }

  /** SIPp plays a scenario: it is called through the relay, or by 8 and a number; with `relay` it calls its phone. */
  async play(name: string, relay?: Relay): Promise<Scenario> {
    const { sipp: port } = this.asterisk.place.ports
    const called = relay === undefined ? {} : { peerPort: relay.udpPort, values: { contact: relay.contact } }
    const scenario = await playScenario(name, { port, ...called })
    this.#closing.push(() => scenario.stop())
    return scenario
  }

  /** A backend that lets a supervisor into calls of this Asterisk. */
  async openSupervisionService(): Promise<SupervisionService> {
    const service = await SupervisionService.open(this.asterisk)
    this.#closing.push(() => service.close())
    return service
  }

  originate(user: string, options?: Origination): Promise<OriginatedCall> {
    return originate(this.asterisk, user, options)
  }

  /** The events of one name that AMI told since the last `endScene`. */
  told(name: string): AmiMessage[] {
    return this.asterisk.ami.events.filter(({ Event }) => Event === name)
  }

  /** The same, but only of the dial plan's `UserEvent(name,…)`. */
  toldByDialPlan(name: string): AmiMessage[] {
    return this.told('UserEvent').filter(({ UserEvent }) => UserEvent === name)
  }

  /** After each test: what the stage asks of its phones, and nobody is left on the PBX. */
  async endScene(context: TestContext): Promise<void> {
    // A test that froze it may have failed before it came to thaw it.
    this.asterisk.thaw()
    const hasFailed = context.task.result?.state === 'fail'
    const relays = this.#relays.splice(0)
    if (hasFailed) for (const relay of relays) console.error(`What crossed the relay:\n${relay.transcript()}`)
    try {
      // A page that is closed takes its calls with it: they have to be over before.
      await this.#stage.endScene(context, () => this.#untilQuiet())
      if (!hasFailed) await this.#untilEmpty()
    } finally {
      await Promise.all(relays.map((relay) => relay.close()))
      for (const close of this.#closing.splice(0)) close()
      await this.#clear()
      this.asterisk.ami.events.length = 0
    }
  }

  async close(): Promise<void> {
    await this.asterisk.stop()
    await this.#stage.close()
  }

  async #untilQuiet(): Promise<void> {
    await expect.poll(() => this.asterisk.channels(), { message: 'channels left on the PBX' }).toEqual([])
  }

  async #untilEmpty(): Promise<void> {
    await this.#untilQuiet()
    await expect.poll(() => this.asterisk.registrations(), { message: 'phones left' }).toEqual([])
  }

  /** A test that failed is not to spoil the next one. A channel that waits in Transfer() outlives its hang-up. */
  async #clear(): Promise<void> {
    if ((await this.asterisk.channels()).length === 0) return
    await this.asterisk.hangUpAll()
    await this.#untilEmpty().catch(() => this.asterisk.restartNow())
  }
}
