import { describe, expect, test } from 'vitest'
import { availabilityMachine } from '../../src/machines/availability.machine'
import type { CallRecord } from '../../src/machines/reports'
import { settledIn } from '../support/call-harness'
import { type Fed, startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const remote = { number: '600', name: null, uri: 'sip:600@pbx.example' }
const record = (callId: string, answeredAt: number | null): CallRecord => ({
  callId,
  direction: 'incoming',
  remote,
  startedAt: 1_000,
  answeredAt,
  endedAt: 65_000,
  waitMs: 0,
  durationMs: 0,
  ending: 'completed',
  endedBy: 'remote',
  failure: null,
})
const intent = (type: string, data: object = {}): Fed => ({
  type: `availability.${type}`,
  commandId: type,
  at: 1,
  ...data,
})
const alice = 'sip:1001@pbx.example'

const events = {
  available: intent('set', { status: 'available' }),
  away: intent('set', { status: 'away' }),
  disturbNot: intent('set', { status: 'doNotDisturb' }),
  waitingOff: intent('setCallWaiting', { callWaiting: 'off' }),
  autoAnswer: intent('setAutoAnswer', { autoAnswer: 'always' }),
  finish: intent('finishWrapUp'),
  useAlice: { type: 'availability.use', account: alice },
  useBob: { type: 'availability.use', account: 'sip:1002@pbx.example' },
  rememberedDnd: { type: 'choices.loaded', account: alice, choices: { status: 'doNotDisturb' } },
  rememberedNothing: { type: 'choices.loaded', account: alice, choices: {} },
  saved: { type: 'choices.saved' },
  forgotten: { type: 'choices.failed' },
  up: { type: 'line.up' },
  down: { type: 'line.down' },
  began: { type: 'availability.callBegan', callId: 'a' },
  beganB: { type: 'availability.callBegan', callId: 'b' },
  answeredEnds: { type: 'report.ended', callId: 'a', record: record('a', 5_000) },
  missedEnds: { type: 'report.ended', callId: 'a', record: record('a', null) },
  brokenEnds: { type: 'report.ended', callId: 'a', record: null },
  missedEndsB: { type: 'report.ended', callId: 'b', record: record('b', null) },
  caller: { type: 'invitation.received', callId: 'c', remote, at: 2_000 },
} as const satisfies Record<string, Fed>

type Step = keyof typeof events | 'silence'

const start = (changes: object = {}) =>
  startChart(availabilityMachine, {
    ports: ['keepChoices'],
    input: { maxCalls: 2, wrapUpMs: 30_000, preferred: { callWaiting: 'on', autoAnswer: 'asked' }, ...changes },
  })
const go = (way: readonly Step[], changes: object = {}) => {
  const chart = start(changes)
  for (const step of way) chart.feed(step === 'silence' ? step : events[step])
  return chart
}
type Chart = ReturnType<typeof start>
const at = (chart: Chart) => ['status', 'wrapUp', 'line', 'room', 'memory'].map((region) => chart.at(region)).join(' ')

/** What becomes of a caller. */
const admission = (chart: Chart): string => {
  chart.feed(events.caller)
  const report = chart.reported.at(-1) as (Fed & { why?: string }) | undefined
  return report?.why ?? report?.type ?? 'nothing'
}

testReactions('availability', {
  start: () => start(),
  events,
  at,
  rows: [
    {
      way: [],
      at: 'available none offline idle unread',
      reactions: {
        available: 'available none offline idle unread',
        away: 'away none offline idle unread',
        disturbNot: 'doNotDisturb none offline idle unread',
        waitingOff: 'available none offline idle unread',
        autoAnswer: 'available none offline idle unread',
        useAlice: 'available none offline idle reading',
        useBob: 'available none offline idle reading',
        up: 'available none online idle unread',
        began: 'available none offline engaged unread',
        beganB: 'available none offline engaged unread',
        answeredEnds: 'available underway offline idle unread',
        caller: 'available none offline idle unread',
      },
    },
    {
      way: ['useAlice', 'up'],
      at: 'available none online idle reading',
      reactions: {
        available: 'available none online idle reading',
        away: 'away none online idle reading',
        disturbNot: 'doNotDisturb none online idle reading',
        waitingOff: 'available none online idle reading',
        autoAnswer: 'available none online idle reading',
        useAlice: 'available none online idle reading',
        useBob: 'available none online idle reading',
        rememberedDnd: 'doNotDisturb none online idle kept',
        rememberedNothing: 'available none online idle kept',
        forgotten: 'available none online idle forgotten',
        down: 'available none offline idle reading',
        began: 'available none online engaged reading',
        beganB: 'available none online engaged reading',
        answeredEnds: 'available underway online idle reading',
        caller: 'available none online idle reading',
      },
    },
    {
      way: ['useAlice', 'rememberedDnd', 'forgotten', 'began', 'beganB'],
      at: 'doNotDisturb none offline full forgotten',
      reactions: {
        available: 'available none offline full forgotten',
        away: 'away none offline full forgotten',
        disturbNot: 'doNotDisturb none offline full forgotten',
        waitingOff: 'doNotDisturb none offline full forgotten',
        autoAnswer: 'doNotDisturb none offline full forgotten',
        useAlice: 'doNotDisturb none offline full reading',
        useBob: 'available none offline full reading',
        saved: 'doNotDisturb none offline full kept',
        up: 'doNotDisturb none online full forgotten',
        began: 'doNotDisturb none offline full forgotten',
        beganB: 'doNotDisturb none offline full forgotten',
        answeredEnds: 'doNotDisturb owed offline engaged forgotten',
        missedEnds: 'doNotDisturb none offline engaged forgotten',
        brokenEnds: 'doNotDisturb none offline engaged forgotten',
        missedEndsB: 'doNotDisturb none offline engaged forgotten',
        caller: 'doNotDisturb none offline full forgotten',
      },
    },
    {
      way: ['began', 'beganB', 'answeredEnds'],
      at: 'available owed offline engaged unread',
      reactions: {
        available: 'available owed offline engaged unread',
        away: 'away owed offline engaged unread',
        disturbNot: 'doNotDisturb owed offline engaged unread',
        waitingOff: 'available owed offline engaged unread',
        autoAnswer: 'available owed offline engaged unread',
        useAlice: 'available owed offline engaged reading',
        useBob: 'available owed offline engaged reading',
        up: 'available owed online engaged unread',
        began: 'available owed offline full unread',
        beganB: 'available owed offline full unread',
        missedEndsB: 'available underway offline idle unread',
        caller: 'available owed offline engaged unread',
      },
    },
    {
      way: ['began', 'answeredEnds', 'up'],
      at: 'available underway online idle unread',
      reactions: {
        available: 'available underway online idle unread',
        away: 'away underway online idle unread',
        disturbNot: 'doNotDisturb underway online idle unread',
        waitingOff: 'available underway online idle unread',
        autoAnswer: 'available underway online idle unread',
        finish: 'available none online idle unread',
        useAlice: 'available underway online idle reading',
        useBob: 'available underway online idle reading',
        down: 'available underway offline idle unread',
        began: 'available underway online engaged unread',
        beganB: 'available underway online engaged unread',
        answeredEnds: 'available underway online idle unread',
        caller: 'available underway online idle unread',
        silence: 'available none online idle unread',
      },
    },
  ],
})

describe('who calls', () => {
  test.each<[string, readonly Step[], object, string]>([
    ['gets through when nothing is in the way', ['up'], {}, 'admission.granted'],
    ['gets through to somebody who is away: the phone rings', ['away'], {}, 'admission.granted'],
    ['hears busy while do not disturb is on', ['disturbNot'], {}, 'doNotDisturb'],
    ['hears busy during a wrap-up', ['began', 'answeredEnds'], {}, 'wrapUp'],
    ['gets through once the wrap-up is finished', ['began', 'answeredEnds', 'finish'], {}, 'admission.granted'],
    ['gets through when the wrap-up’s time is over', ['began', 'answeredEnds', 'silence'], {}, 'admission.granted'],
    [
      'gets through after a call when there is no wrap-up',
      ['began', 'answeredEnds'],
      { wrapUpMs: 0 },
      'admission.granted',
    ],
    ['gets through after a call that nobody answered', ['began', 'missedEnds'], {}, 'admission.granted'],
    ['knocks while there is a call: call waiting', ['began'], {}, 'admission.granted'],
    ['hears busy while there is a call, without call waiting', ['began', 'waitingOff'], {}, 'callWaitingOff'],
    ['hears busy beyond the limit', ['began', 'beganB'], {}, 'tooManyCalls'],
    [
      'hears that the limit is reached, whatever else is in the way',
      ['began', 'beganB', 'disturbNot'],
      {},
      'tooManyCalls',
    ],
    ['gets through when a place is free again', ['began', 'beganB', 'missedEnds'], {}, 'admission.granted'],
    [
      'hears busy as the host prefers it',
      ['began'],
      { preferred: { callWaiting: 'off', autoAnswer: 'never' } },
      'callWaitingOff',
    ],
  ])('%s', (_, way, changes, outcome) => expect(admission(go(way, changes))).toBe(outcome))

  test('takes with them how calls are answered by themselves', () => {
    const chart = go(['autoAnswer'])
    chart.feed(events.caller)
    expect(chart.reported.at(-1)).toEqual({
      type: 'admission.granted',
      invitation: events.caller,
      autoAnswer: 'always',
    })
  })
})

describe('what was chosen', () => {
  test('is confirmed at once and told', () => {
    const chart = go(['disturbNot', 'waitingOff', 'autoAnswer'])
    expect(settledIn(chart)).toEqual([
      ['set', 'ok'],
      ['setCallWaiting', 'ok'],
      ['setAutoAnswer', 'ok'],
    ])
    expect(chart.emitted.filter(({ type }) => type === 'availability.changed')).toHaveLength(3)
  })

  test('is kept for the account that chose it, and not for the next one', () => {
    const chart = go(['useAlice', 'rememberedNothing', 'away', 'useBob', 'waitingOff'])
    expect(chart.asked.map(({ command }) => command)).toEqual([
      { type: 'choices.load', account: alice },
      { type: 'choices.save', account: alice, choices: { status: 'away' } },
      { type: 'choices.load', account: 'sip:1002@pbx.example' },
      { type: 'choices.save', account: 'sip:1002@pbx.example', choices: { callWaiting: 'off' } },
    ])
    expect(chart.at('status')).toBe('available')
  })

  test('on this page counts before what is remembered, and is kept beside it', () => {
    const chart = start()
    chart.feed(events.useAlice)
    chart.feed(events.away)
    chart.feed({ type: 'choices.loaded', account: alice, choices: { status: 'doNotDisturb', callWaiting: 'off' } })
    expect(chart.at('status')).toBe('away')
    expect(chart.asked.at(-1)?.command).toEqual({
      type: 'choices.save',
      account: alice,
      choices: { status: 'away', callWaiting: 'off' },
    })
  })

  test('by somebody else, and read late, is nobody’s', () => {
    const chart = go(['useAlice', 'useBob', 'rememberedDnd'])
    expect([chart.at('status'), chart.at('memory')]).toEqual(['available', 'reading'])
  })

  test('counts though the port for it is broken', () => {
    const chart = startChart(availabilityMachine, {
      ports: ['keepChoices'],
      broken: { keepChoices: 'choices.load' },
      input: { maxCalls: 2, wrapUpMs: 0, preferred: { callWaiting: 'on', autoAnswer: 'asked' } },
    })
    chart.feed(events.useAlice)
    chart.feed(events.disturbNot)
    expect(admission(chart)).toBe('doNotDisturb')
  })
})
