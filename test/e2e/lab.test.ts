import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Phone } from '../../src/api/phone'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import type { Agent } from './support/agent'
import { openLabPage, openTraceFile } from './support/lab-page'
import { Stage } from './support/stage'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

/** A window beside an agent's, so that they are of one origin and one profile. */
const openLab = (agent: Agent) => openLabPage(agent.page.context(), stage.demo.labUrl)

/** 600 says back what it hears: a call for one. */
async function call600(alice: Agent): Promise<string> {
  const dialed = await alice.command('dial', '600')
  expect(dialed).toMatchObject({ ok: true })
  await alice.until(
    'the echo answers',
    ({ calls: [call] }) => call?.phase === 'established' && call.media === 'flowing',
  )
  return (dialed as { readonly value: string }).value
}

const exportTrace = (agent: Agent) =>
  agent.page.evaluate(() => (globalThis as unknown as { callchart: Phone }).callchart.exportTrace())

const isLit = (page: Page, state: string) =>
  page.locator(`.picture .leaf[data-state="${state}"]`).first().waitFor({ state: 'attached' })

describe('the built lab', () => {
  test('opens the trace of a real call: lit charts, log, ladder and phone agree at every moment', async () => {
    const alice = await stage.openReady('1001')
    const callId = await call600(alice)
    expect(await alice.command('hold', callId)).toMatchObject({ ok: true })
    expect(await alice.command('resume', callId)).toMatchObject({ ok: true })
    expect(await alice.command('hangUp', callId)).toMatchObject({ ok: true })
    const trace = await exportTrace(alice)

    const lab = await openLab(alice)
    const { page, origins, errors } = lab
    await openTraceFile(lab, 'yesterday.jsonl', trace)
    await page.getByText('replays without a difference').waitFor()

    // By the log: the first of the two negotiations is the hold's.
    await page.getByRole('searchbox', { name: 'Filter the events' }).fill('session.negotiated')
    await page
      .getByRole('listbox', { name: 'Events' })
      .getByRole('option')
      .filter({ hasText: 'session.negotiated' })
      .first()
      .click()
    await page
      .getByRole('listbox', { name: 'Actors' })
      .getByRole('option', { name: /^call ·/ })
      .click()
    await isLit(page, 'open.underway.hold.held')
    await isLit(page, 'open.underway.way.established')
    await page.locator('.host').getByText('On hold', { exact: false }).first().waitFor()

    // One entry back by a key: not confirmed yet.
    await page.getByRole('slider', { name: 'Moment' }).focus()
    await page.keyboard.press('ArrowLeft')
    await isLit(page, 'open.underway.hold.holding')

    // Dragged to the start of time: no call is there.
    const box = await page.getByRole('slider', { name: 'Moment' }).boundingBox()
    if (box === null) throw new Error('The time line has no place')
    await page.mouse.move(box.x + box.width / 2, box.y + 30)
    await page.mouse.down()
    await page.mouse.move(box.x + 80, box.y + 30, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => page.getByRole('option', { name: /^call ·/ }).count()).toBe(0)

    const ladder = page.getByRole('listbox', { name: 'SIP ladder' })
    await page.keyboard.press('End')
    for (const words of [/INVITE/, /200 OK/, /BYE/])
      await ladder.getByText(words).first().waitFor({ state: 'attached' })
    await ladder
      .getByText(/INVITE/)
      .first()
      .click()
    await page
      .getByRole('region', { name: 'SIP message' })
      .getByText(/CSeq: \d+ INVITE/)
      .waitFor()

    expect([...origins]).toEqual([new URL(stage.demo.labUrl).origin])
    expect(errors).toEqual([])
  })

  test('watches a phone in another window as it calls, holds and hangs up', async () => {
    const alice = await stage.openReady('1001')
    const { page, errors } = await openLab(alice)
    await page.getByRole('combobox', { name: 'Watch a phone' }).selectOption({ label: 'Alice (1001)' })
    await page.getByText('Live phone').waitFor()
    const callId = await call600(alice)
    await page
      .getByRole('listbox', { name: 'Actors' })
      .getByRole('option', { name: /^call ·/ })
      .click()
    await isLit(page, 'open.underway.way.established')
    expect(await alice.command('hold', callId)).toMatchObject({ ok: true })
    await isLit(page, 'open.underway.hold.held')
    expect(await alice.command('hangUp', callId)).toMatchObject({ ok: true })
    await expect.poll(() => page.getByRole('option', { name: /^call ·/ }).count()).toBe(0)
    expect(await page.getByText(/^differs from/).count()).toBe(0)
    expect(errors).toEqual([])
  })

  test('runs a canned flow without a PBX, and saves it as a trace and as a test', async () => {
    const alice = await stage.openReady('1001')
    const { page, errors } = await openLab(alice)
    await page.getByRole('combobox', { name: 'Flow' }).selectOption('Attended transfer, Bob hangs up')
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor()
    await expect.poll(() => page.locator('.steps [data-state="later"], .steps [data-state="next"]').count()).toBe(0)
    const save = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()])
      return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') }
    }
    const saved = await save('Save trace')
    expect(saved.name).toBe('attended-transfer-bob-hangs-up.jsonl')
    const trace = readTrace(saved.text)
    expect(verifyTrace(trace)).toBeNull()
    expect(trace.entries.length).toBeGreaterThan(15)
    const written = await save('Save as test')
    expect(written.name).toBe('attended-transfer-bob-hangs-up.test.ts')
    expect(written.text).toMatch(/from 'vitest'/)
    expect(errors).toEqual([])
  })
})
