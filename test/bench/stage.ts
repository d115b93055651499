import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { browserFlags, findBrowser } from '../../dev/find-browser'
import { type Pbx, startPbx } from '../../dev/pbx/pbx'
import { ChunkGraph } from '../../dev/size/chunks'
import { isOnDemand } from '../../dev/size/measure'
import { serveFolder } from '../../dev/static-server'
import { dist } from './build'
import { type CpuClock, startCpuClock } from './cpu-clock'
import { htmlOf, type PageName } from './html'

/** A browser, the embedded PBX, and a server of what was built. */
export class Stage {
  readonly browser: Browser
  /** Where the chunk of the mount door is, on the server of the pages. */
  readonly mountUrl: string
  readonly #pbx: Pbx
  readonly #url: string
  readonly #close: () => Promise<void>

  private constructor(parts: { browser: Browser; pbx: Pbx; url: string; mount: string; close: () => Promise<void> }) {
    this.browser = parts.browser
    this.mountUrl = parts.mount
    this.#pbx = parts.pbx
    this.#url = parts.url
    this.#close = parts.close
  }

  static async open(): Promise<Stage> {
    const executablePath = findBrowser()
    if (executablePath === undefined) throw new Error('No browser was found: `npm test` says how to get one')
    const [pbx, pages, remote, browser] = await Promise.all([
      startPbx({ port: 0 }),
      serveFolder({ folder: dist }),
      serveFolder({ folder: join(dist, 'remote'), cors: true }),
      chromium.launch({ executablePath, args: [...browserFlags, '--js-flags=--expose-gc'] }),
    ])
    const graph = new ChunkGraph(join(dist, 'remote'))
    const door = graph.find('src/mount.ts')
    const [mount = '', ...rest] = [...graph.everything(door, isOnDemand)].map((key) => `/remote/${graph.file(key)}`)
    const html = htmlOf({
      server: pbx.url,
      mount,
      chunks: [mount, ...rest],
      manifest: `${remote.url}/mf-manifest.json`,
    })
    for (const [name, text] of Object.entries(html)) writeFileSync(join(dist, `${name}.html`), text)
    const close = async () => {
      await browser.close()
      await Promise.all([pbx.close(), pages.close(), remote.close()])
    }
    return new Stage({ browser, pbx, url: pages.url, mount, close })
  }

  /** Opens one of the pages, or the lab, in a profile of its own, does the work there, and closes it. Page errors are errors. */
  async visit<Result>(
    name: PageName | 'lab/index',
    work: (page: Page, clock: CpuClock) => Promise<Result>,
  ): Promise<Result> {
    const context = await this.browser.newContext()
    try {
      const page = await context.newPage()
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(String(error)))
      await page.addInitScript({ path: join(dist, 'pages/probe.js') })
      const clock = await startCpuClock(page)
      await page.goto(`${this.#url}/${name}.html`)
      const result = await inTime(work(page, clock), () => `${name}.html was waited for in vain. ${errors.join('\n')}`)
      if (errors.length > 0) throw new Error(`${name}.html: ${errors.join('\n')}`)
      return result
    } finally {
      await context.close()
    }
  }

  /** Nobody is registered: the next phone meets the PBX that this one met. */
  async untilDeserted(): Promise<void> {
    if (this.#pbx.registrations().length === 0) return
    const deserted = new Promise<void>((resolve) => {
      const off = this.#pbx.on(({ type }) => {
        if (type !== 'unregistered' || this.#pbx.registrations().length > 0) return
        off()
        resolve()
      })
    })
    await inTime(deserted, () => `Still registered at the PBX: ${this.#pbx.registrations().join(', ')}`)
  }

  get browserVersion(): string {
    return this.browser.version()
  }

  close(): Promise<void> {
    return this.#close()
  }
}

/** How long a page may take, on a machine that is busy too. */
const patienceMs = 120_000

/** A page that hangs is an error with its name on it, and not a bench that hangs. */
async function inTime<Result>(work: Promise<Result>, complaint: () => string): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const impatience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(complaint())), patienceMs)
  })
  return Promise.race([work, impatience]).finally(() => clearTimeout(timer))
}
