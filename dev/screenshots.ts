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

/** Alice's phone in mid-call, watched from another window: one call on hold, one live. */
async function pictureOfLab(alice: Page): Promise<void> {
  const config = JSON.stringify({ trace: { redaction: 'plain', lab: true } })
  await alice.goto(demo.agentUrl('1001', { config }))
  await alice.getByText(/^Ready as/).waitFor()
  const lab = await alice.context().newPage()
  await lab.setViewportSize({ width: 1720, height: 1060 })
  await lab.goto(demo.labUrl)
  await lab.getByRole('combobox', { name: 'Watch a phone' }).selectOption({ label: 'Alice (1001)' })
  const phone = alice.locator('#phone')
  await alice.getByRole('button', { name: 'Call 600' }).click()
  await phone.getByText(fromSecond(8)).waitFor()
  await phone.getByRole('button', { name: 'Hold', exact: true }).click()
  await phone.getByRole('button', { name: 'Resume', exact: true }).first().waitFor()
  await alice.getByRole('button', { name: 'Call 601' }).click()
  await phone.getByText(fromSecond(6)).first().waitFor()
  await lab
    .getByRole('listbox', { name: 'Actors' })
    .getByRole('option', { name: /^call ·/ })
    .last()
    .click()
  await lab.locator('.picture .leaf[data-state="open.underway.way.established"]').first().waitFor({ state: 'attached' })
  for (const theme of ['light', 'dark'] as const) {
    await lab.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await lab.screenshot({ path: `${folder}/lab${theme === 'dark' ? '-dark' : ''}.png` })
  }
  for (const name of ['Hang up', 'Hang up']) await phone.getByRole('button', { name }).first().click()
}

try {
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
  await pictureOfLab(alice)
} finally {
  await browser.close()
  await demo.close()
}
