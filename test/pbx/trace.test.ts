import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Phone } from '../../src/api/phone'
import type { Trace } from '../../src/trace/entry'
import { judge } from '../../src/trace/judge'
import { readTrace } from '../../src/trace/read-trace'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const factsOf = ({ entries }: Trace) => entries.flatMap((entry) => ('fact' in entry ? [entry.fact.type] : []))
const refusalsOf = ({ entries }: Trace) =>
  entries.flatMap((entry) => ('sip' in entry && entry.sip.text.startsWith('SIP/2.0 491 ') ? [entry.sip.direction] : []))

test('a trace of a call on Asterisk, with offers that crossed and a transfer in it, replays without a difference', async () => {
  const relay = await stage.openHoldingRelay()
  // As phones record by themselves: which states changed, and not the data of them all.
  const query = { server: relay.url, trace: 'changes' }
  const [carol, far] = await Promise.all([stage.openReady('1003', query), stage.openFarEnd()])
  const call = await far.dial('1003')
  await carol.untilRinging()
  expect(await carol.command('answer')).toMatchObject({ ok: true })
  await carol.untilHears()
  const exported = () =>
    carol.page.evaluate(() =>
      (globalThis as unknown as { callchart: Phone }).callchart.exportTrace({
        note: 'Crossed offers, then a transfer',
      }),
    )
  // Its sound has been measured for a while, as that of every call that people have.
  const samplesOf = (trace: Trace) => factsOf(trace).filter((type) => type === 'quality.sampled').length
  await expect.poll(async () => samplesOf(readTrace(await exported()))).toBeGreaterThanOrEqual(3)

  // Neither her offer nor her refusal of Asterisk's has reached it when Asterisk's is on its way.
  relay.hold(/^(?:INVITE |SIP\/2\.0 491 )/)
  const ours = carol.command('hold')
  await expect.poll(() => relay.held.length).toBe(1)
  expect(await call.offer('sendonly')).toBe(200)
  await expect.poll(() => relay.held.length).toBe(2)
  relay.release()
  expect(await ours).toMatchObject({ ok: true })
  await carol.until('both hold', ({ calls: [held] }) => held?.hold === 'held' && held.remoteHold === 'held')

  expect(await carol.command('transfer', '600')).toMatchObject({ ok: true })
  const { lastCall } = await carol.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'transferred' })
  await call.hangUp()

  const text = await exported()
  const trace = readTrace(text)
  expect(refusalsOf(trace).sort(), 'each refused the other’s offer').toEqual(['in', 'out'])
  expect(factsOf(trace)).toEqual(expect.arrayContaining(['session.offersCrossed', 'session.referAccepted']))
  expect(judge(trace)).toMatchObject({ difference: null, changes: [], ended: [{ ending: 'transferred' }] })

  const folder = process.env.CALLCHART_TRACES_DIR
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'asterisk-transfer-491.jsonl'), text)
})
