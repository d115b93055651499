import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { defaultPreferences } from '../../src/machines/devices.setup'
import { describe as describeStates } from '../../src/trace/describe'
import type { Trace, TraceEntry } from '../../src/trace/entry'
import { readTrace, TraceUnreadable } from '../../src/trace/read-trace'
import { createReplay, verifyTrace } from '../../src/trace/replay'
import { account, createTracedPhone, recordCalls, remote } from '../support/traced-phone'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

function kindOf(entry: TraceEntry): string {
  if ('intent' in entry) return entry.intent.type
  if ('timer' in entry) return `timer ${entry.timer}`
  return 'fact' in entry ? `${entry.port} ${entry.fact.type}` : 'rides along'
}

describe('a recorded run', () => {
  test('replays to the same states with ports that stay silent and time that the trace drives', async () => {
    const phone = await recordCalls()
    const trace = phone.trace()
    // The offer that was repeated, and the comma between the tones.
    expect(trace.entries.filter((entry) => 'timer' in entry)).toHaveLength(2)
    expect(verifyTrace(trace)).toBeNull()

    const replay = createReplay(trace)
    while (replay.step());
    expect(replay.position).toBe(trace.entries.length)
    expect(describeStates(replay.actor)).toEqual(phone.states())
    replay.dispose()
  })

  test('replays without recorded states too', async () => {
    const phone = await recordCalls({ withStates: false })
    const trace = phone.trace()
    expect(trace.entries.some((entry) => 'states' in entry)).toBe(false)
    expect(trace.header.states).toBe('changes')
    expect(verifyTrace(trace)).toBeNull()
  })

  test('says what entered, in order, each in a turn of its own', async () => {
    const phone = createTracedPhone()
    await phone.enter({ type: 'auth.signIn', account })
    const { header, entries } = phone.trace()
    expect(header).toMatchObject({
      format: 'callchart-trace/1',
      input: { maxCalls: 4, preferences: defaultPreferences },
    })
    expect(entries.map(kindOf)).toEqual([
      'keepPreferences#1 preferences.loaded',
      'auth.signIn',
      'keepCredentials#1 credentials.obtained',
      'keepChoices#1 choices.loaded',
      'watchConnection#1 transport.connected',
      'watchConnection#1 registration.accepted',
    ])
    expect(entries.map(({ t }) => t)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('numbers the ports of calls in the order in which they were opened', async () => {
    const { entries } = (await recordCalls()).trace()
    const sessions = new Set(entries.flatMap((entry) => ('port' in entry ? [entry.port] : [])))
    expect([...sessions].filter((port) => port.startsWith('watchSession'))).toEqual([
      'watchSession#1',
      'watchSession#2',
    ])
  })

  test('has no timer in it that was cleared before it fired', async () => {
    const phone = createTracedPhone({ session: () => [] })
    await phone.enter({ type: 'auth.signIn', account })
    await phone.enter({ type: 'call.dial', callId: 'a', target: remote.uri, remote })
    phone.world.tellSession('a', { type: 'session.accepted', remote: null, at: 5_000 })
    await phone.rest(600_000)
    const { entries } = phone.trace()
    expect(entries.filter((entry) => 'timer' in entry)).toEqual([])
    expect(verifyTrace({ header: phone.trace().header, entries })).toBeNull()
  })

  test('of a fact that comes after its port was closed has nothing of it', async () => {
    const phone = await recordCalls()
    const before = phone.export()
    phone.world.tellSession('a', { type: 'session.negotiated', offer: { hold: true } })
    await phone.rest()
    expect(phone.export()).toBe(before)
  })

  test('replays up to any entry', async () => {
    const trace = (await recordCalls()).trace()
    for (let length = 0; length < trace.entries.length; length++)
      expect(verifyTrace({ ...trace, entries: trace.entries.slice(0, length) })).toBeNull()
  })
})

describe('a replay', () => {
  test('tells which ports are open, whose they are, what they were asked for, and which timers run', async () => {
    const phone = createTracedPhone({ session: () => [] })
    await phone.enter({ type: 'auth.signIn', account })
    await phone.enter({ type: 'call.dial', callId: 'a', target: remote.uri, remote })
    const { header, entries } = phone.trace()
    const replay = createReplay({ header, entries })
    while (replay.step());
    expect(replay.open).toContainEqual({ port: 'watchSession#1', owner: 'phone/a', input: { callId: 'a' } })
    const last = entries.length - 1
    expect(replay.asked.at(-1)).toMatchObject({
      index: last,
      port: 'watchSession#1',
      command: { type: 'session.invite' },
    })
    // How long a call may ring.
    expect(replay.timers.map(({ due }) => due - (entries[last]?.t ?? 0))).toEqual([180_000])
    replay.dispose()
    phone.actor.stop()
  })
})

describe('a trace that was tampered with', () => {
  const indexOf = ({ entries }: Trace, kind: string) => entries.findIndex((entry) => kindOf(entry) === kind)
  const without = (trace: Trace, index: number): Trace => ({
    ...trace,
    entries: trace.entries.filter((_, other) => other !== index),
  })

  test.each([
    'keepCredentials#1 credentials.obtained',
    'watchConnection#1 registration.accepted',
    'watchMedia#1 microphone.acquired',
    'watchSession#1 session.accepted',
    'watchSession#1 session.offersCrossed',
    'watchInvitations#1 invitation.received',
    'call.hold',
    'call.answer',
  ])('is found out where %s is missing', async (kind) => {
    const trace = (await recordCalls()).trace()
    const index = indexOf(trace, kind)
    expect(index).toBeGreaterThan(-1)
    const difference = verifyTrace(without(trace, index))
    expect(difference).toMatchObject({ index, entry: trace.entries[index + 1] })
  })

  test('is found out where a timer is missing, or is another', async () => {
    const trace = (await recordCalls()).trace()
    const index = trace.entries.findIndex((entry) => 'timer' in entry)
    expect(verifyTrace(without(trace, index))).toMatchObject({ index })
    const entries = trace.entries.map((entry, other) => (other === index ? { ...entry, timer: 999 } : entry))
    expect(verifyTrace({ ...trace, entries })).toMatchObject({ index, why: 'no timer 999 is set' })
  })

  test('is found out where a fact is another, and the chart that differs is named', async () => {
    const trace = (await recordCalls()).trace()
    const index = indexOf(trace, 'watchSession#1 session.accepted')
    const entries = trace.entries.map((entry, other) =>
      other === index && 'fact' in entry ? { ...entry, fact: { ...entry.fact, at: 7 } } : entry,
    )
    const difference = verifyTrace({ ...trace, entries })
    expect(difference).toMatchObject({ index, entry: entries[index] })
    expect(difference?.why).toMatch(/^phone\/a was .*"answeredAt":1000.* and is .*"answeredAt":7/)
  })

  test('is found out where a port is not open', async () => {
    const trace = (await recordCalls({ withStates: false })).trace()
    const index = indexOf(trace, 'call.dial')
    const difference = verifyTrace(without(trace, index))
    expect(difference).toMatchObject({ index, why: 'the port watchMedia#1 is not open' })
  })
})

describe('a file that cannot be read', () => {
  const lineOf = (text: string): number | undefined => {
    try {
      readTrace(text)
    } catch (error) {
      if (error instanceof TraceUnreadable) {
        expect(error.message).toMatch(new RegExp(`^Line ${error.line}: `))
        return error.line
      }
      throw error
    }
    return undefined
  }
  const header =
    '{"format":"callchart-trace/1","input":{"maxCalls":4,"preferences":{}},"charts":{},"environment":{},"startedAt":1}'
  const entry = '{"t":1,"timer":1}'

  test('because it is cut off, names its last line', async () => {
    const text = (await recordCalls()).export()
    const lines = text.trimEnd().split('\n').length
    expect(lineOf(text.slice(0, -10))).toBe(lines)
  })

  test.each([
    ['is empty', ''],
    ['is no trace', 'Dear Sir or Madam'],
    ['is other JSON', '{"log":{"entries":[]}}'],
    ['is of a later version', header.replace('/1', '/9')],
    ['is of an earlier version', header.replace('/1', '/0')],
    ['has no input', '{"format":"callchart-trace/1"}'],
    ['has an input that is nothing', '{"format":"callchart-trace/1","input":null}'],
    ['has an input of another kind', '{"format":"callchart-trace/1","input":{"maxCalls":"four"}}'],
    ['is a list', '[]'],
    ['is null', 'null'],
  ])('because it %s, names line 1', (_, text) => {
    expect(lineOf(text)).toBe(1)
  })

  test.each([
    ['is no entry', '{"t":1}'],
    ['has no time', '{"timer":1}'],
    ['is null', 'null'],
    ['is a number', '7'],
    ['has an intent that is nothing', '{"t":1,"intent":null}'],
    ['has an intent without a type', '{"t":1,"intent":{}}'],
    ['has a fact that is nothing', '{"t":1,"port":"watchSession#1","fact":null}'],
    ['has a fact without a type', '{"t":1,"port":"watchSession#1","fact":{"at":1}}'],
    ['has a fact without a port', '{"t":1,"fact":{"type":"session.accepted"}}'],
    ['is cut off', '{"t":1,"tim'],
    ['comes before the one before it', '{"t":0.5,"timer":2}'],
    ['folds in mid-stream', '{"t":1,"folded":{"calls":[],"entries":1,"checkpoint":{}}}'],
  ])('because a line %s, names it', (_, line) => {
    expect(lineOf([header, entry, line, entry, ''].join('\n'))).toBe(3)
  })

  test('counts the empty lines, which it skips', () => {
    expect(lineOf([header, '', entry, '', 'nonsense'].join('\n'))).toBe(5)
    expect(readTrace(`${header}\n\n${entry}\r\n\n`).entries).toEqual([{ t: 1, timer: 1 }])
  })
})
