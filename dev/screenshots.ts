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
  await alice.locator('#phone').getByText('0:05').waitFor()
  await alice.screenshot({ path: `${folder}/host-in-call.png` })
  await alice.locator('#phone').getByRole('button', { name: 'Hold', exact: true }).click()
  await bob
    .locator('#phone')
    .getByText(/put you on hold/)
    .waitFor()
  await bob.screenshot({ path: `${folder}/host-held.png` })
  await calling.click()
} finally {
  await browser.close()
  await demo.close()
}
