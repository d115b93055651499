import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { takeCheckpoint } from '../../src/trace/checkpoint'
import { describe as describeStates } from '../../src/trace/describe'
import { type Checkpoint, isDriving, type Trace } from '../../src/trace/entry'
import { readTrace } from '../../src/trace/read-trace'
import { Redactor } from '../../src/trace/redact/redactor'
import { createReplay, verifyTrace } from '../../src/trace/replay'
import { account, createTracedPhone, recordCalls, remote, type TracedPhone } from '../support/traced-phone'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** A call from its dialling to its end. */
async function call(phone: TracedPhone, callId: string): Promise<void> {
  await phone.enter({ type: 'call.dial', callId, target: remote.uri, remote })
  await phone.enter({ type: 'call.hold', callId })
  await phone.enter({ type: 'call.hangUp', callId })
  await phone.journal.write()
}

async function signedIn(...options: Parameters<typeof createTracedPhone>): Promise<TracedPhone> {
  const phone = createTracedPhone(...options)
  await phone.enter({ type: 'auth.signIn', account })
  return phone
}

const folded = ({ entries: [first] }: Trace) => {
  if (first === undefined || !('folded' in first)) throw new Error('Nothing is folded')
  return first.folded
}

describe('a checkpoint', () => {
  test('taken after any entry, in mid-call and with timers running, goes on to the same states', {
    timeout: 60_000,
  }, async () => {
    const trace = (await recordCalls()).trace()
    const timersAt: number[] = []
    for (let cut = 1; cut < trace.entries.length; cut++) {
      const replay = createReplay({ ...trace, entries: trace.entries.slice(0, cut) })
      while (replay.step());
      const checkpoint = replay.checkpoint()
      expect(checkpoint, `after entry ${cut}`).not.toBeNull()
      if (checkpoint === null) continue
      timersAt.push(checkpoint.timers.length)
      replay.dispose()
      const rest: Trace = {
        ...trace,
        entries: [
          {
            t: 0,
            folded: { calls: [], entries: cut, checkpoint: JSON.parse(JSON.stringify(checkpoint)) as Checkpoint },
          },
          ...trace.entries.slice(cut),
        ],
      }
      expect(verifyTrace(rest), `after entry ${cut}`).toBeNull()
    }
    expect(Math.max(...timersAt), 'timers that were carried over').toBeGreaterThan(1)
  })

  test('is none when the timers of the clock are not those of the charts', async () => {
    const phone = await signedIn()
    const around = { portOf: () => undefined, portsOpened: {}, timers: { running: [9], set: 9 } }
    expect(takeCheckpoint(phone.actor, around, new Redactor({ redaction: 'plain', random: () => 0.5 }))).toBeNull()
  })
})

describe('calls that are long past', () => {
  test('are folded to their records, and what is left replays to the same states', async () => {
    const phone = await signedIn({}, { limits: { calls: 2 } })
    for (let number = 1; number <= 7; number++) {
      await call(phone, `call-${number}`)
      const trace = phone.trace()
      expect(verifyTrace(trace)).toBeNull()
      const replay = createReplay(trace)
      while (replay.step());
      expect(describeStates(replay.actor)).toEqual(phone.states())
      replay.dispose()
    }
    const { calls, entries } = folded(phone.trace())
    expect(calls.map(({ callId, ending }) => [callId, ending])).toEqual(
      [1, 2, 3, 4, 5].map((number) => [`call-${number}`, 'completed']),
    )
    expect(phone.trace().entries.filter(isDriving).length).toBeLessThan(entries)
    expect(phone.export()).not.toContain('"callId":"call-5","commandId"')
  })

  test('are folded when pseudonyms stand for their numbers, too', async () => {
    const phone = await signedIn({}, { limits: { calls: 1 }, redaction: 'pseudonyms' })
    for (const callId of ['a', 'b', 'c', 'd']) await call(phone, callId)
    expect(folded(phone.trace()).calls).toHaveLength(3)
    expect(verifyTrace(phone.trace())).toBeNull()
    expect(phone.export()).not.toContain('sip:600@')
  })

  test('stay as they are while as few are kept as may be', async () => {
    const phone = await signedIn({}, { limits: { calls: 3 } })
    for (const callId of ['a', 'b', 'c']) await call(phone, callId)
    expect(phone.trace().entries.every(isDriving)).toBe(true)
  })

  test('are folded, be they ever so few, when their entries are too many', async () => {
    const phone = await signedIn({}, { limits: { calls: 100, entries: 20 } })
    for (const callId of ['a', 'b', 'c', 'd']) await call(phone, callId)
    expect(folded(phone.trace()).calls.length).toBeGreaterThan(0)
    expect(verifyTrace(phone.trace())).toBeNull()
  })

  test('a call that stands is never folded into the middle of', async () => {
    const phone = await signedIn({}, { limits: { calls: 1, entries: 5 } })
    await phone.enter({ type: 'call.dial', callId: 'long', target: remote.uri, remote })
    await call(phone, 'short')
    await call(phone, 'other')
    expect(phone.trace().entries.every(isDriving)).toBe(true)
  })
})

describe('what rides along', () => {
  const sip = (number: number) => ({
    sip: { direction: 'in' as const, text: `SIP/2.0 200 OK\r\nCSeq: ${number} OPTIONS\r\n\r\n` },
  })

  test('is kept in a ring, and what it has dropped is a gap', async () => {
    const phone = await signedIn({}, { limits: { ring: 10 } })
    for (let number = 1; number <= 25; number++) {
      phone.recorder.accompany(sip(number))
      await phone.journal.write()
    }
    const { entries } = phone.trace()
    const messages = entries.flatMap((entry) => ('sip' in entry ? [entry.sip.text] : []))
    expect(messages.length).toBeLessThanOrEqual(11)
    expect(messages.at(-1)).toContain('CSeq: 25 OPTIONS')
    expect(entries.flatMap((entry) => ('gap' in entry ? [entry.gap] : []))).toEqual([{ sip: 25 - messages.length }])
    expect(verifyTrace(phone.trace())).toBeNull()
  })

  test('is folded with the calls that it belongs to', async () => {
    const phone = await signedIn({}, { limits: { calls: 1 } })
    for (const callId of ['a', 'b', 'c']) {
      phone.recorder.accompany(sip(1))
      await call(phone, callId)
    }
    expect(phone.trace().entries.filter((entry) => 'sip' in entry)).toHaveLength(1)
  })
})

test('what is stored batch by batch, and replaced when it is folded, reads like what is exported', async () => {
  let records: string[] = []
  const written: string[] = []
  const store = {
    append: async (text: string) => void (records.push(text), written.push('append')),
    replace: async (text: string) => void ((records = [text]), written.push('replace')),
  }
  const phone = await signedIn({}, { limits: { calls: 2 }, store })
  for (const callId of ['a', 'b', 'c', 'd', 'e']) {
    await call(phone, callId)
    await phone.journal.write()
    const stored = `${records.map((record) => record.trimEnd()).join('\n')}\n`
    expect(stored).toBe(phone.export())
    expect(verifyTrace(readTrace(stored))).toBeNull()
  }
  // The header, and then one record a batch.
  expect(written).toEqual(['append', 'append', 'append', 'replace', 'replace', 'replace'])
})
