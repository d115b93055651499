import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { flows } from '../../src/lab/simulator/flows'
import { writeTest } from '../../src/trace/cli/to-test'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import { type LabPage, LabStage, litStates, openTraceFile } from './support/lab-page'

let stage: LabStage
let lab: LabPage

beforeAll(async () => {
  stage = await LabStage.open()
})
afterEach(async () => {
  expect([...lab.origins]).toEqual([new URL(stage.url).origin])
  expect(lab.errors).toEqual([])
  await lab.page.context().close()
})
afterAll(() => stage.close())

/** The steps of the flow that have not been taken. */
const left = (page: Page) => page.locator('.steps [data-state="later"], .steps [data-state="next"]').count()

/** What buttons save, as files. */
async function save(page: Page, button: string, files: number): Promise<{ name: string; text: string }[]> {
  const downloads: Promise<{ name: string; text: string }>[] = []
  page.on('download', (download) => {
    const read = async () => ({
      name: download.suggestedFilename(),
      text: readFileSync(await download.path(), 'utf8'),
    })
    downloads.push(read())
  })
  await page.getByRole('button', { name: button }).click()
  await expect.poll(() => downloads.length).toBe(files)
  page.removeAllListeners('download')
  return Promise.all(downloads)
}

type Role = Parameters<Page['getByRole']>[0]

/** By the Tab key alone, as somebody does who has no mouse. */
async function tabTo(page: Page, role: Role, name: string | RegExp, key = 'Tab'): Promise<void> {
  const target = page.getByRole(role, { name, exact: true }).first()
  for (let stop = 0; stop < 150; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`The Tab key does not come to the ${role} ${String(name)}`)
}

/** By the Tab key to the group of options that has this one, and by the arrows to it. */
async function arrowTo(page: Page, name: string): Promise<void> {
  const target = page.getByRole('button', { name, exact: true }).first()
  const isFocused = () => target.evaluate((element) => element === document.activeElement)
  const isInItsGroup = () =>
    target.evaluate((element) => element.closest('fieldset')?.contains(document.activeElement) === true)
  for (let stop = 0; stop < 100 && !(await isInItsGroup()); stop += 1) await page.keyboard.press('Tab')
  for (let option = 0; option < 50 && !(await isFocused()); option += 1) await page.keyboard.press('ArrowDown')
  expect(await isFocused(), `The arrows come to ${name}`).toBe(true)
}

/** How many of these the Tab key stops at. */
const tabStops = (page: Page, among: string) =>
  page.locator(among).evaluateAll((all) => all.filter((one) => (one as HTMLElement).tabIndex === 0).length)

describe('a canned flow in the lab', () => {
  test.each(flows.map(({ name, steps }) => [name, steps.length] as const))(
    '%s: it is stepped through to its end, and saved as a trace that replays and as a test',
    async (name, length) => {
      lab = await stage.openLab()
      const { page } = lab
      await page.getByRole('combobox', { name: 'Flow' }).selectOption(name)
      const step = page.getByRole('button', { name: 'Step', exact: true })
      for (let taken = 0; taken < length; taken += 1) {
        expect(await left(page)).toBe(length - taken)
        await step.click()
      }
      expect(await left(page)).toBe(0)
      expect(await page.locator('.flow [role=alert]').count()).toBe(0)

      const [written, saved] = (await save(page, 'Save as test', 2)).sort((a, b) => b.name.localeCompare(a.name))
      const trace = readTrace(saved?.text ?? '')
      expect(trace.entries).toHaveLength(length)
      expect(verifyTrace(trace)).toBeNull()
      expect(written?.text).toBe(writeTest({ trace, name, file: `./${saved?.name ?? ''}`, from: 'callchart/trace' }))
    },
  )

  test('runs by itself, is changed in the middle, and happens anew as far as it goes', async () => {
    lab = await stage.openLab()
    const { page } = lab
    await page.getByRole('combobox', { name: 'Flow' }).selectOption('Busy')
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await expect.poll(() => left(page)).toBe(0)
    const last = page.getByRole('list', { name: 'Steps' }).getByRole('listitem').last()
    await last.hover()
    await last.getByRole('button', { name: /^Edit step/ }).click()
    const editor = page.getByRole('textbox', { name: 'The step as JSON' })
    await editor.fill((await editor.inputValue()).replace('"busy"', '"declined"').replace('486', '603'))
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    const [saved] = await save(page, 'Save trace', 1)
    const { entries } = readTrace(saved?.text ?? '')
    expect(entries.at(-1)).toMatchObject({ fact: { failure: { code: 'declined', sipStatus: 603 } } })

    await last.hover()
    await last.getByRole('button', { name: /^Edit step/ }).click()
    await editor.fill('{"timer":')
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await page.locator('.editor').getByRole('alert').getByText('This is not JSON').waitFor()
  })

  test('what the state does not allow is greyed, and says why', async () => {
    lab = await stage.openLab()
    const { page } = lab
    const options = page.getByRole('region', { name: 'What could happen next' })
    const signIn = options.getByRole('button', { name: /^signIn\b/ })
    expect(await signIn.getAttribute('aria-disabled')).toBe('true')
    expect(await signIn.innerText()).toMatch(/somebody is signed in already/)
    const connected = options.getByRole('button', { name: /^transport\.connected\b/ })
    expect(await connected.innerText()).toMatch(/not accepted in this state/)
    const before = await page.getByRole('slider', { name: 'Moment' }).getAttribute('aria-valuemax')
    // Playwright itself would wait until it is allowed.
    await connected.click({ force: true })
    expect(await page.getByRole('slider', { name: 'Moment' }).getAttribute('aria-valuemax')).toBe(before)
    // Of all that is greyed, nothing is without its reason.
    const silent = await options
      .locator('[aria-disabled=true]')
      .evaluateAll((all) => all.filter((one) => (one.querySelector('.why')?.textContent ?? '') === '').length)
    expect(silent).toBe(0)
  })
})

describe('the lab without a mouse, and without a network', () => {
  test('a call is simulated, looked at and travelled through by keys alone, offline', async () => {
    lab = await stage.openLab()
    const { page } = lab
    // What the lab needs is there once its page is.
    await page.context().setOffline(true)
    await tabTo(page, 'combobox', 'Flow')
    await page.keyboard.type('A second')
    expect(await page.getByRole('combobox', { name: 'Flow' }).inputValue()).toBe('A second caller')
    await tabTo(page, 'button', 'Step')
    while ((await left(page)) > 0) await page.keyboard.press('Enter')

    await arrowTo(page, 'sendDtmf')
    await page.keyboard.press('Enter')
    await page.locator('.event[aria-selected=true]').getByText('call.sendDtmf').waitFor()

    await tabTo(page, 'option', /^phone /, 'Shift+Tab')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await litStates(page)).not.toEqual([])

    await tabTo(page, 'searchbox', 'Filter the events')
    await page.keyboard.type('call.answer')
    await tabTo(page, 'listbox', 'Events')
    await page.keyboard.press('Home')
    const moment = page.getByRole('slider', { name: 'Moment' })
    const answered = Number(await moment.getAttribute('aria-valuenow'))
    expect(answered).toBeGreaterThan(5)

    await tabTo(page, 'tab', 'Simulator')
    await page.keyboard.press('ArrowLeft')
    await tabTo(page, 'listbox', 'SIP ladder')
    await page.keyboard.press('ArrowUp')
    expect(Number(await moment.getAttribute('aria-valuenow'))).toBeLessThan(answered)

    await tabTo(page, 'slider', 'Moment')
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowLeft')
    const end = Number(await moment.getAttribute('aria-valuemax'))
    expect(await moment.getAttribute('aria-valuenow')).toBe(String(end - 1))
  })

  test('a step and an option are each one Tab stop with its buttons, and the arrows go to the next', async () => {
    lab = await stage.openLab()
    const { page } = lab
    await page.getByRole('combobox', { name: 'Flow' }).selectOption('A second caller')
    const step = page.getByRole('button', { name: 'Step', exact: true })
    while ((await left(page)) > 0) await step.click()
    expect(await page.locator('.steps .step').count()).toBeGreaterThan(5)
    expect(await tabStops(page, '.steps .step')).toBe(1)
    const groups = await page.locator('.options fieldset:has([data-rove])').count()
    expect(await page.locator('.options [data-rove]').count()).toBeGreaterThan(5 * groups)
    expect(await tabStops(page, '.options [data-rove]')).toBe(groups)
    expect(await tabStops(page, '.options .tool')).toBe(groups)

    await arrowTo(page, 'hold')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('textbox', { name: 'The step as JSON' }).inputValue()).toContain('"type": "hold"')
    // What was used last is where the Tab key comes back to.
    await page.keyboard.press('Shift+Tab')
    expect(await page.evaluate(() => document.activeElement?.firstChild?.textContent)).toBe('hold')
  })

  test('the ladder is filtered by call', async () => {
    lab = await stage.openLab()
    const { page } = lab
    await page.getByRole('combobox', { name: 'Flow' }).selectOption('A second caller')
    const step = page.getByRole('button', { name: 'Step', exact: true })
    while ((await left(page)) > 0) await step.click()
    const [saved] = await save(page, 'Save trace', 1)
    await openTraceFile(lab, 'two-calls.jsonl', saved?.text ?? '')
    const rungs = page.getByRole('listbox', { name: 'SIP ladder' }).getByRole('option')
    const words = () => rungs.evaluateAll((all) => all.map((rung) => rung.querySelector('b')?.textContent ?? ''))
    await expect.poll(words).toContain('transport.connected')
    const filter = page.getByRole('combobox', { name: 'Call in the ladder' })
    await filter.selectOption({ label: 'Dave Petrov' })
    await expect.poll(words).toEqual(['call.answer', 'session.accept', 'session.accepted'])
    await filter.selectOption({ label: 'Bob Lindqvist' })
    await expect.poll(words).toContain('call.dial')
    expect(await words()).not.toContain('call.answer')
  })
})
