import { parseArgs } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMachine } from 'xstate'
import { bindPorts } from '../../src/machines/bind-ports'
import { focusMachine } from '../../src/machines/focus.machine'
import { replayTrace } from '../../src/trace'
import { run } from '../../src/trace/cli/run'
import { judge } from '../../src/trace/judge'
import { readTrace } from '../../src/trace/read-trace'
import { recordCalls } from '../support/traced-phone'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** A command line over files that are not there. */
function terminal(files: Record<string, string>) {
  const out: string[] = []
  const errors: string[] = []
  const code = (...args: string[]) =>
    run(args, {
      parse: (given) =>
        parseArgs({
          args: [...given],
          allowPositionals: true,
          options: {
            json: { type: 'boolean' },
            quiet: { type: 'boolean' },
            help: { type: 'boolean' },
            out: { type: 'string' },
            from: { type: 'string' },
          },
        }),
      read: (file) => {
        const text = files[file]
        if (text === undefined) throw new Error('there is no such file')
        return text
      },
      write: (file, text) => void (files[file] = text),
      nameOf: (file) => file.replace(/.*\//, '').replace(/\.[^.]*$/, ''),
      print: (text) => void out.push(text),
      complain: (text) => void errors.push(text),
    })
  return { code, files, text: () => out.join('\n'), errors: () => errors.join('\n') }
}

const record = async () => (await recordCalls({ withStates: false })).export()

/** The same trace, with one line of it another. */
const edit = (text: string, find: string, change: (line: string) => string | null): string =>
  text
    .split('\n')
    .flatMap((line) => (line.includes(find) && !line.includes('"format"') ? (change(line) ?? []) : line))
    .join('\n')

describe('callchart replay', () => {
  test('tells the story in order, and that every state is as it was', async () => {
    const { code, text } = terminal({ 'a.jsonl': await record() })
    expect(code('replay', 'a.jsonl')).toBe(0)
    expect(text()).toMatch(/Recorded 1970-01-01T00:00:01.000Z by callchart/)
    expect(text()).toMatch(/» call\.hold callId=a\n +phone\/a → open\.underway\.negotiation\.offering, .*hold\.holding/)
    expect(text()).toMatch(/« session\.offersCrossed retryAfterMs=2500 {2}\(watchSession#1\)/)
    expect(text()).toMatch(/⏲ timer \d+\n/)
    expect(text()).toMatch(/phone\/a → gone/)
    expect(text()).toMatch(/✓ 27 of 27 entries drive the charts, and every state is as it was$/)
  })

  test('tells the verdict alone, for people and for programs', async () => {
    const { code, text } = terminal({ 'a.jsonl': await record() })
    expect(code('replay', 'a.jsonl', '--quiet')).toBe(0)
    expect(text()).toMatch(/^✓ [^\n]*$/)
    const json = terminal({ 'a.jsonl': await record() })
    expect(json.code('replay', 'a.jsonl', '--json')).toBe(0)
    expect(JSON.parse(json.text())).toMatchObject({ file: 'a.jsonl', difference: null, driven: 27, cause: null })
  })

  test('names the line where an edited file parts, and the edit as a possible cause', async () => {
    const text = edit(await record(), 'session.offersCrossed', () => null)
    const { code, text: told } = terminal({ 'a.jsonl': text })
    expect(code('replay', 'a.jsonl', '--quiet')).toBe(1)
    expect(told()).toMatch(/^✗ Line 13: no timer \d+ is set\n {2}Cause: no state or transition has changed/)
  })

  test('tells what rides along, and what is missing of it', async () => {
    const phone = await recordCalls({ withStates: false, limits: { ring: 2 } })
    for (let cseq = 1; cseq < 6; cseq++)
      phone.recorder.accompany({
        sip: { direction: 'out', text: `BYE sip:600@pbx SIP/2.0\r\nCSeq: ${cseq} BYE\r\n\r\n` },
      })
    const { code, text } = terminal({ 'a.jsonl': phone.export() })
    expect(code('replay', 'a.jsonl')).toBe(0)
    expect(text()).toMatch(/… 3 SIP messages are no longer here/)
    expect(text()).toMatch(/→ SIP BYE sip:600@pbx/)
  })
})

describe('a chart that was changed on purpose', () => {
  /** Focus that lets the other call be heard while one is answered. */
  const { holdingOthers, settled } = focusMachine.config.states as Record<string, { on?: Record<string, unknown> }>
  const changed = createMachine(
    {
      ...(focusMachine.config as object),
      states: {
        settled,
        holdingOthers: { ...holdingOthers, on: { ...holdingOthers?.on, 'report.held': {} } },
      },
    } as Parameters<typeof createMachine>[0],
    focusMachine.implementations as never,
  )
  const bind = ((ports) =>
    bindPorts(ports).provide({ actors: { focus: changed as unknown as typeof focusMachine } })) as typeof bindPorts

  test('is named as the cause of the difference: the state, and the event', async () => {
    const { difference, cause, changes } = judge(readTrace(await record()), { bind })
    expect(difference).toMatchObject({ path: 'phone/focus' })
    expect(difference?.why).toMatch(/^phone\/focus went to "settled" and stays as it was$/)
    expect(cause).toEqual({
      chart: 'focus',
      state: 'focus.holdingOthers',
      kind: 'changed',
      itself: false,
      transitions: ['report.held'],
    })
    expect(changes).toEqual([cause])
  })

  test('is told by the command line, for a trace of older charts', async () => {
    // As an older version would have written it, in which another thing followed from the report.
    const text = (await record())
      .replace(/("focus\.holdingOthers":"[0-9a-f]{8} report\.held:)[0-9a-f]{4}/, '$10000')
      .replace('"environment":{}', '"environment":{"version":"0.0.9"}')
    const older = edit(text, '"phone/focus":"settled","phone/a"', (line) =>
      line.replace('"phone/focus":"settled",', ''),
    )
    const { code, text: told } = terminal({ 'a.jsonl': older })
    expect(code('replay', 'a.jsonl', '--quiet')).toBe(1)
    expect(told()).toMatch(/Recorded by callchart 0\.0\.9; this is \d/)
    expect(told()).toMatch(
      /Cause: the charts have changed since: the state focus\.holdingOthers is another: on report\.held/,
    )
  })

  test('that is new since then is not compared, and mentioned: nobody knows what it would have been in', async () => {
    type Line = { charts?: Record<string, unknown>; changed?: Record<string, unknown> }
    const lines = (await record())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
    for (const { charts, changed } of lines) {
      delete charts?.focus
      delete changed?.['phone/focus']
    }
    const { code, text: told } = terminal({ 'a.jsonl': lines.map((line) => JSON.stringify(line)).join('\n') })
    expect(code('replay', 'a.jsonl', '--quiet')).toBe(0)
    expect(told()).toMatch(/every state is as it was[^]*the state focus\.settled is new/)
  })

  test('that tells nothing apart is mentioned all the same', async () => {
    const text = (await record()).replace(/("transfer\.idle":")[0-9a-f]{8}/, '$100000000')
    const { code, text: told } = terminal({ 'a.jsonl': text })
    expect(code('replay', 'a.jsonl', '--quiet')).toBe(0)
    expect(told()).toMatch(/the state transfer\.idle is another: itself/)
  })
})

describe('callchart diff', () => {
  test('finds nothing between two recordings of the same, whatever the pseudonyms and times', async () => {
    const recorded = await record()
    const named = (id: string) =>
      recorded.replaceAll('"callId":"a"', `"callId":"${id}"`).replaceAll('phone/a', `phone/${id}`)
    const [a, b] = [named('0c1b-one'), named('4ee1-other')]
    const { code, text } = terminal({ a, b })
    expect(code('diff', 'a', 'b')).toBe(0)
    expect(text()).toBe('✓ The same entered, and the same came of it')
  })

  test('names the first entry in which they part', async () => {
    const a = await record()
    const b = edit(a, '"call.answer"', (line) => line.replace('call.answer', 'call.decline'))
    const { code, text } = terminal({ a, b })
    expect(code('diff', 'a', 'b')).toBe(1)
    expect(text()).toMatch(
      /✗ They part at entry 16 .*another thing entered\na\n.*» call\.answer.*\nb\n.*» call\.decline/,
    )
  })
})

describe('callchart to-test', () => {
  test('writes a vitest test that holds what the calls came to', async () => {
    const trace = await record()
    const { code, files, text } = terminal({ 'traces/broken-hold.jsonl': trace })
    expect(code('to-test', 'traces/broken-hold.jsonl')).toBe(0)
    expect(text()).toContain('traces/broken-hold.test.ts replays')
    const test = files['traces/broken-hold.test.ts'] ?? ''
    expect(test).toContain('import { replayTrace } from "callchart/trace"')
    expect(test).toContain('new URL("./broken-hold.jsonl", import.meta.url)')
    const { ended, states } = replayTrace(trace)
    expect(test).toContain('"ending": "completed"')
    expect(ended).toHaveLength(1)
    for (const path of Object.keys(states)) expect(test).toContain(`"${path}"`)
  })

  test('writes it where it is told to, and from which module', async () => {
    const { code, files } = terminal({ 'a/t.jsonl': await record() })
    expect(code('to-test', 'a/t.jsonl', '--out', 'b/c.test.ts', '--from', '../src/trace')).toBe(0)
    expect(files['b/c.test.ts']).toContain('new URL("../a/t.jsonl", import.meta.url)')
    expect(files['b/c.test.ts']).toContain('from "../src/trace"')
  })
})

describe('what cannot be read', () => {
  test.each([
    ['cut', (text: string) => text.slice(0, -30), /^t:28: Line 28: this is not JSON; is the file cut off\?$/],
    ['foreign', () => '{"log":{}}', /^t:1: Line 1: this is not the header of a callchart-trace\/1 file$/],
    ['older', (text: string) => text.replace('trace/1', 'trace/0'), /^t:1: .*callchart-trace\/0/],
    ['newer', (text: string) => text.replace('trace/1', 'trace/2'), /a newer callchart wrote it/],
  ])('is said to be %s, with the line', async (_, change, words) => {
    const { code, errors } = terminal({ t: change(await record()) })
    expect(code('replay', 't')).toBe(2)
    expect(errors()).toMatch(words)
  })

  test('is a file that is not there, and a command that there is not', () => {
    const { code, errors } = terminal({})
    expect(code('replay', 'nowhere')).toBe(2)
    expect(errors()).toBe('nowhere: there is no such file')
    expect(code('repaly', 'x')).toBe(2)
    expect(code()).toBe(2)
    expect(errors()).toContain('callchart replay FILE')
  })
})
