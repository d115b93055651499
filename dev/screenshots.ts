import { mkdirSync } from 'node:fs'
import { chromium, type Page } from 'playwright-core'
import { startDemo } from './demo'
import { browserFlags, findBrowser } from './find-browser'
import { root } from './run'

/** `npm run screenshots`: the pictures of the README, of a real call between two agents of the demo. */
const folder = `${root}/docs/images`
const viewport = { width: 1280, height: 800 }

const executablePath = findBrowser()
if (executablePath === undefined) throw new Error('No browser was found: `npm test` says how to get one.')
mkdirSync(folder, { recursive: true })
const demo = await startDemo({ log: console.log })
const browser = await chromium.launch({ executablePath, args: [...browserFlags] })

async function openAgent(user: string): Promise<Page> {
  const page = await browser.newPage({
    viewport,
    deviceScaleFactor: 1.5,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await page.goto(demo.agentUrl(user))
  await page.getByText(/^Ready as/).waitFor()
  return page
}

/** A duration of so many seconds, or more: a busy machine may skip one. */
function fromSecond(seconds: number): RegExp {
  return new RegExp(`^0:(0[${seconds}-9]|[1-5]\\d)$`)
}

/** The lab with a call that was recorded on Asterisk: transferred while on hold, after a glare (491). */
async function pictureOfLab(): Promise<void> {
  const lab = await browser.newPage({ viewport: { width: 1600, height: 1000 }, deviceScaleFactor: 1.5 })
  await lab.emulateMedia({ reducedMotion: 'reduce' })
  await lab.goto(demo.labUrl)
  await lab.getByLabel('Trace file').setInputFiles(`${root}/test/trace/fixtures/asterisk-transfer-491.jsonl`)
  await lab.getByText('replays without a difference').waitFor()
  const list = (name: string) => lab.getByRole('listbox', { name }).getByRole('option')
  const search = lab.getByRole('searchbox', { name: 'Filter the events' })
  // In the midst of the transfer, the server offers anew.
  await search.fill('session.offerReceived')
  await list('Events').filter({ hasText: 'session.offerReceived' }).first().click()
  await search.fill('')
  await list('Actors')
    .filter({ hasText: /^call · / })
    .click()
  await lab
    .locator('.picture .leaf.entered[data-state="open.underway.negotiation.offered"]')
    .first()
    .waitFor({ state: 'attached' })
  for (const theme of ['light', 'dark'] as const) {
    await lab.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await lab.screenshot({ animations: 'disabled', path: `${folder}/lab${theme === 'dark' ? '-dark' : ''}.png` })
  }
}

/** The host shell with two agents who call each other. */
async function picturesOfHost(): Promise<void> {
  const [alice, bob] = await Promise.all([openAgent('1001'), openAgent('1002')])
  await alice.screenshot({ path: `${folder}/host-idle.png` })

  const calling = alice.locator('#phone').getByRole('button', { name: 'Hang up' })
  await alice.getByRole('button', { name: 'Call 1002' }).click()
  await calling.waitFor()
  const answer = bob.locator('#phone').getByRole('button', { name: 'Answer', exact: true })
  await answer.waitFor()
  await bob.screenshot({ path: `${folder}/host-ringing.png` })

  await answer.click()
  // Into the first minute, as a call looks.
  await alice.locator('#phone').getByText(fromSecond(5)).waitFor()
  await alice.screenshot({ path: `${folder}/host-in-call.png` })
  await alice.locator('#phone').getByRole('button', { name: 'Hold', exact: true }).click()
  await bob
    .locator('#phone')
    .getByText(/put you on hold/)
    .waitFor()
  await bob.screenshot({ path: `${folder}/host-held.png` })
  await calling.click()
}

try {
  // `-- lab`: its pictures alone.
  if (!process.argv.includes('lab')) await picturesOfHost()
  await pictureOfLab()
} finally {
  await browser.close()
  await demo.close()
}
