import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { type Demo, startDemo } from '../../../dev/demo'
import { browserFlags, findBrowser } from '../../../dev/find-browser'
import type { PbxEvent } from '../../../dev/pbx/events'
import { Agent } from './agent'
import { installInstruments } from './instruments'
import type { TokenProvider } from './token-provider'

type Query = Readonly<Record<string, string>>

export interface StageOptions {
  /** Browser flags that this stage does without. */
  readonly withoutFlags?: readonly string[]
  readonly flags?: readonly string[]
}

export interface TestContext {
  readonly task: { readonly result?: { readonly state: string } | undefined }
}

export interface AgentOptions {
  /** The page's timers can be made to end sooner: `agent.skip`. */
  readonly hasOwnClock?: boolean
  /** The host's backend, which gives tokens in the place of a password. */
  readonly tokens?: TokenProvider
}

/** The demo and a browser: everything that a test of calls between people needs. */
export class Stage {
  readonly demo: Demo
  readonly pbxEvents: PbxEvent[] = []
  readonly #browser: Browser
  #agents: Agent[] = []

  private constructor(demo: Demo, browser: Browser) {
    this.demo = demo
    this.#browser = browser
    demo.pbx.on((event) => this.pbxEvents.push(event))
  }

  static async open({ withoutFlags = [], flags = [] }: StageOptions = {}): Promise<Stage> {
    const executablePath = findBrowser()
    if (executablePath === undefined) throw new Error('No browser was found: `npm test` says how to get one')
    const [demo, browser] = await Promise.all([
      startDemo({ build: false }),
      chromium.launch({
        executablePath,
        args: [...browserFlags.filter((flag) => !withoutFlags.includes(flag)), ...flags],
      }),
    ])
    return new Stage(demo, browser)
  }

  /** A person in a browser profile of their own, at the host shell; `user` null: the phone asks who is there. */
  async openAgent(
    user: string | null,
    query: Query = {},
    { hasOwnClock = false, tokens }: AgentOptions = {},
  ): Promise<Agent> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    if (hasOwnClock) await page.clock.install()
    await tokens?.serve(page)
    await page.addInitScript(installInstruments)
    const agent = new Agent(page, user ?? 'nobody')
    this.#agents.push(agent)
    const url = new URL(this.demo.agentUrl(user ?? '', { trace: 'states', ...query }))
    if (tokens !== undefined) url.searchParams.set('tokens', tokens.path)
    if (user === null) url.searchParams.delete('user')
    await page.goto(url.href)
    return agent
  }

  /** A profile of its own, for pages that are no agent's. The test closes it. */
  newContext(): Promise<BrowserContext> {
    return this.#browser.newContext({ viewport: { width: 1600, height: 1000 } })
  }

  async openReady(user: string, query?: Query, options?: AgentOptions): Promise<Agent> {
    return (await this.openAgent(user, query, options)).untilReady()
  }

  /** What the PBX saw of one kind, since the last `endScene`. */
  seen<Type extends PbxEvent['type']>(type: Type): Extract<PbxEvent, { readonly type: Type }>[] {
    return this.pbxEvents.filter((event): event is Extract<PbxEvent, { readonly type: Type }> => event.type === type)
  }

  /**
   * After each test: everybody's phone is at rest and their traces replay, unless it failed anyway; then they leave.
   * `beforeTheyLeave` holds for what the phones have to bring about themselves.
   */
  async endScene({ task }: TestContext, beforeTheyLeave = async (): Promise<void> => {}): Promise<void> {
    const agents = this.#agents
    this.#agents = []
    try {
      if (task.result?.state === 'fail') return
      for (const agent of agents) await agent.expectCleanEnd()
      await beforeTheyLeave()
    } finally {
      await Promise.all(agents.map(({ page }) => page.context().close()))
      this.pbxEvents.length = 0
    }
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.demo.close()
  }
}
