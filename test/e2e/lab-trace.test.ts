import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyMachineSnapshot } from 'xstate'
import { leafStates } from '../../src/lab/states'
import { visitCharts } from '../../src/trace/describe'
import { readTrace } from '../../src/trace/read-trace'
import { createReplay } from '../../src/trace/replay'
import { chooseTraceFile, LabStage, litStates, openTraceFile } from './support/lab-page'

/** A call on Asterisk, recorded in Chromium: both sides hold at once (491), and the far end is transferred away. */
const recorded = readFileSync(new URL('../trace/fixtures/asterisk-transfer-491.jsonl', import.meta.url), 'utf8')
const lineOf = (fact: string) => recorded.split('\n').findIndex((line) => line.includes(`"type":"${fact}"`)) + 1
const edited = (line: number, edit: (text: string) => string, of = recorded) =>
  of
    .split('\n')
    .map((text, index) => (index === line - 1 ? edit(text) : text))
    .join('\n')

let stage: LabStage

beforeAll(async () => {
  stage = await LabStage.open()
})
afterAll(() => stage.close())

/** What the call's chart is in after each entry, by a replay outside of any browser; null: there is no call. */
function callStatesInNode(): (readonly string[] | null)[] {
  const replay = createReplay(readTrace(recorded))
  const states: (readonly string[] | null)[] = []
  do {
    let call: AnyMachineSnapshot | null = null
    visitCharts(replay.actor, (_, __, snapshot) => {
      if (snapshot.machine.id === 'call') call = snapshot
    })
    states.push(call === null ? null : [...leafStates(call)].sort())
  } while (replay.step())
  replay.dispose()
  return states
}

describe('the trace of a call on Asterisk, with offers that crossed and a transfer', () => {
  test('replays without a difference in the lab, which lights at every moment what it is in without a browser', async () => {
    const lab = await stage.openLab()
    const { page, origins, errors } = lab
    await openTraceFile(lab, 'asterisk.jsonl', recorded)
    await page.getByText('replays without a difference').waitFor()

    const expected = callStatesInNode()
    const call = page.getByRole('listbox', { name: 'Actors' }).getByRole('option', { name: /^call ·/ })
    const time = page.getByRole('slider', { name: 'Moment' })
    await time.focus()
    await page.keyboard.press('Home')
    let isLookedAt = false
    for (const [position, states] of expected.entries()) {
      expect(await time.getAttribute('aria-valuenow')).toBe(String(position))
      expect(await call.count(), `moment ${position}`).toBe(states === null ? 0 : 1)
      if (states !== null && !isLookedAt) {
        await call.click()
        await time.focus()
        isLookedAt = true
      }
      if (isLookedAt) expect(await litStates(page), `moment ${position}`).toEqual(states ?? [])
      await page.keyboard.press('ArrowRight')
    }
    expect(isLookedAt).toBe(true)
    expect([...origins]).toEqual([new URL(stage.url).origin])
    expect(errors).toEqual([])
    await page.context().close()
  })

  test('has its 491 and its REFER in the ladder, and the phone as it was then', async () => {
    const lab = await stage.openLab()
    const { page, errors } = lab
    await openTraceFile(lab, 'asterisk.jsonl', recorded)
    const ladder = page.getByRole('listbox', { name: 'SIP ladder' })
    const phone = page.getByRole('region', { name: 'Phone at this moment' })
    const message = page.getByRole('region', { name: 'SIP message' })
    await ladder.focus()
    await page.keyboard.press('Home')
    /** Down the ladder to the next one of these words. */
    const goTo = async (words: RegExp) => {
      const chosen = ladder.locator('[role=option][aria-selected=true]').filter({ hasText: words })
      for (let rung = 0; rung < 60 && (await chosen.count()) === 0; rung += 1) await page.keyboard.press('ArrowDown')
      await chosen.waitFor()
    }
    await goTo(/180 Ringing/)
    await phone.getByRole('button', { name: 'Answer', exact: true }).waitFor()
    await goTo(/491/)
    await message.getByText(/CSeq: \d+ INVITE/).waitFor()
    await phone
      .getByText(/^Putting on hold/)
      .first()
      .waitFor()
    await goTo(/REFER/)
    await message.getByText(/^Refer-To: /m).waitFor()
    await phone.getByRole('button', { name: 'Resume', exact: true }).waitFor()
    await goTo(/BYE/)
    expect(errors).toEqual([])
    await page.context().close()
  })

  test('of charts that were others: the lab names the line, and the state and the event that have changed', async () => {
    // As an older version would have written it, in which crossed offers were not waited for.
    const older = edited(1, (header) =>
      header.replace(/("call\.[^"]*\.negotiation\.offering":"[^"]*session\.offersCrossed:)[0-9a-f]{4}/, '$10000'),
    )
    expect(older).not.toBe(recorded)
    const line = lineOf('session.offersCrossed')
    const text = edited(line, (entry) => entry.replace('"negotiation":"crossed"', '"negotiation":"stable"'), older)
    const lab = await stage.openLab()
    const { page, errors } = lab
    await openTraceFile(lab, 'older.jsonl', text)
    await page.getByText('differs from what was recorded').waitFor()
    const words = await page.getByRole('region', { name: 'Difference' }).innerText()
    expect(words).toMatch(
      new RegExp(
        `^Line ${line}: phone/[0-9a-f]+ went to .*"negotiation":"stable".* and goes to .*"negotiation":"crossed"`,
      ),
    )
    expect(words).toMatch(
      /Cause: the charts have changed since: the state call\.open\.underway\.negotiation\.offering is another: on session\.offersCrossed\./,
    )
    await page.getByRole('button', { name: /^Show entry/ }).click()
    const moment = page.getByRole('slider', { name: 'Moment' })
    expect(await moment.getAttribute('aria-valuenow')).toBe(String(line - 1))
    expect(errors).toEqual([])
    await page.context().close()
  })
})

describe('a file that the lab cannot read', () => {
  const entries = recorded.split('\n').length - 2

  test.each([
    ['is cut off', recorded.slice(0, -60), entries + 1, /not JSON; is the file cut off\?/],
    ['has a line that is no entry', edited(12, () => '{"t":1300}'), 12, /neither an intent/],
    [
      'was edited so that time runs backwards',
      edited(20, (text) => text.replace(/"t":[\d.]+/, '"t":1')),
      20,
      /time runs backwards/,
    ],
    ['is of something else', '{"log":{"entries":[]}}\n', 1, /not the header of a callchart-trace\/1 file/],
    ['is of a later version', edited(1, (text) => text.replace('trace/1', 'trace/2')), 1, /a newer callchart wrote it/],
    ['is empty', '', 1, /not the header/],
  ])('because it %s is refused with the line', async (_, text, line, words) => {
    const lab = await stage.openLab()
    await chooseTraceFile(lab, 'broken.jsonl', text)
    const alert = lab.page.getByRole('alert').filter({ hasText: 'cannot be opened' })
    await alert.getByText(`broken.jsonl cannot be opened. Line ${line}: `).waitFor()
    expect(await alert.innerText()).toMatch(words)
    // What was there before is there still.
    await lab.page.getByRole('banner').getByText('Simulation', { exact: true }).waitFor()
    expect(lab.errors).toEqual([])
    await lab.page.context().close()
  })
})
