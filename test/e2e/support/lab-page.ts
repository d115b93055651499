import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { browserFlags, findBrowser } from '../../../dev/find-browser'
import { root } from '../../../dev/run'
import { type StaticServer, serveFolder } from '../../../dev/static-server'

/** The built lab in a window, with what it asked of whom and what went wrong in it. */
export interface LabPage {
  readonly page: Page
  /** Of everything that was requested. */
  readonly origins: ReadonlySet<string>
  /** What was complained of there: a breach of the page's own security policy, too. */
  readonly errors: readonly string[]
}

export async function openLabPage(context: BrowserContext, url: string): Promise<LabPage> {
  const page = await context.newPage()
  const origins = new Set<string>()
  const errors: string[] = []
  page.on('request', (request) => void origins.add(new URL(request.url()).origin))
  page.on('websocket', (socket) => void origins.add(new URL(socket.url()).origin))
  page.on('pageerror', (error) => void errors.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.setViewportSize({ width: 1600, height: 1000 })
  await page.goto(url)
  await page.getByRole('heading', { name: 'Callchart lab' }).waitFor()
  return { page, origins, errors }
}

/** Gives a file to the lab, as if it had been chosen. */
export function chooseTraceFile({ page }: LabPage, name: string, text: string): Promise<void> {
  const buffer = Buffer.from(text)
  return page.getByLabel('Trace file').setInputFiles({ name, mimeType: 'application/x-ndjson', buffer })
}

/** The same, and waits until it is there. */
export async function openTraceFile(lab: LabPage, name: string, text: string): Promise<void> {
  await chooseTraceFile(lab, name, text)
  await lab.page.getByRole('banner').getByText(name, { exact: true }).waitFor()
}

/** The states that are lit in the pictures of the chart that is looked at. */
export async function litStates(page: Page): Promise<readonly string[]> {
  const states = await page
    .locator('.picture .leaf')
    .evaluateAll((leaves) => leaves.map((leaf) => (leaf as SVGElement).dataset.state ?? ''))
  return [...new Set(states)].sort()
}

/** The lab alone, as a team would host it: no phone and no PBX anywhere. */
export class LabStage {
  readonly url: string
  readonly #server: StaticServer
  readonly #browser: Browser

  private constructor(server: StaticServer, browser: Browser) {
    this.url = `${server.url}/`
    this.#server = server
    this.#browser = browser
  }

  static async open(): Promise<LabStage> {
    const executablePath = findBrowser()
    if (executablePath === undefined) throw new Error('No browser was found: `npm test` says how to get one')
    const [server, browser] = await Promise.all([
      serveFolder({ folder: `${root}/dist/lab` }),
      chromium.launch({ executablePath, args: [...browserFlags] }),
    ])
    return new LabStage(server, browser)
  }

  /** In a profile of its own. */
  async openLab(): Promise<LabPage> {
    return openLabPage(await this.#browser.newContext({ reducedMotion: 'reduce' }), this.url)
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.#server.close()
  }
}
