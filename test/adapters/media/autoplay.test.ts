import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { browserFlags, findBrowser } from '../../../dev/find-browser'

/**
 * A browser of its own, since the one of the other tests sounds without a gesture. Real clicks unblock it.
 */
const autoplay = '--autoplay-policy'
const patience = { timeout: 10_000, interval: 50 }

let browser: Browser
let script: string
let page: Page
let facts: string[]

beforeAll(async () => {
  script = await bundle()
  const executablePath = findBrowser()
  browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: browserFlags.filter((flag) => !flag.startsWith(autoplay)),
  })
}, 30_000)

afterAll(() => browser.close())

beforeEach(async () => {
  page = await browser.newPage({ hasTouch: true })
  facts = []
  // Of the browser's own warnings nothing is asked.
  page.on('console', (message) => message.type() === 'log' && facts.push(message.text()))
  const body = `<h1>A page</h1><script>${script}</script>`
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body }))
  return () => page.close()
})

const open = (deed: string) => page.goto(`https://phone.example/#${deed}`)
const told = (expected: string[]) => vi.waitFor(() => expect(facts).toEqual(expected), patience)

test.each(['ring', 'call'])('a %s on an untouched page is blocked, and the first click lets it sound', async (deed) => {
  await open(deed)
  await told(['playback.blocked'])
  await page.mouse.click(10, 10)
  await told(['playback.blocked', 'playback.unblocked'])
})

test('the first key lets it sound too', async () => {
  await open('ring')
  await told(['playback.blocked'])
  await page.keyboard.press('a')
  await told(['playback.blocked', 'playback.unblocked'])
})

test('the first touch lets it sound when it ends', async () => {
  await open('ring')
  await told(['playback.blocked'])
  await page.touchscreen.tap(10, 10)
  await told(['playback.blocked', 'playback.unblocked'])
})

test('what is unblocked without a gesture stays blocked, and that is told', async () => {
  await open('ring')
  await told(['playback.blocked'])
  await open('unblock')
  await told(['playback.blocked', 'playback.blocked'])
})

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('./autoplay.page.ts', import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'page' } },
  })
  const [output] = Array.isArray(built) ? built : []
  const chunk = output?.output.find((file) => file.type === 'chunk')
  if (!chunk) throw new Error('Nothing was built')
  return chunk.code
}
