import { describe, expect, test } from 'vitest'
import { deviceTestMachine } from '../../src/machines/device-test.machine'
import { settledIn } from '../support/call-harness'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const intent = (step: string) => ({ type: `test.${step}`, commandId: step, at: 1 })

const events = {
  microphone: intent('microphone'),
  echo: intent('echo'),
  speaker: intent('speaker'),
  ringDevice: intent('ringDevice'),
  stop: intent('stop'),
  opened: { type: 'test.opened' },
  refused: { type: 'test.refused', failure: { code: 'permission-denied' } },
  ended: { type: 'test.ended' },
  played: { type: 'test.played' },
  failed: { type: 'test.failed', failure: { code: 'media-failed' } },
} as const

type Step = keyof typeof events | 'silence'

const start = (broken: Record<string, string> = {}) =>
  startChart(deviceTestMachine, { ports: ['testMicrophone', 'playSound'], broken })

const go = (way: readonly Step[], chart = start()) => {
  for (const step of way) chart.feed(step === 'silence' ? step : events[step])
  return chart
}

const { microphone, echo, speaker, ringDevice, stop, ...facts } = events

testReactions('echo test', {
  start,
  events: { microphone, echo, stop, ...facts },
  at: (chart) => chart.at('microphone'),
  rows: [
    { way: [], at: 'closed', reactions: { microphone: 'open.opening', echo: 'open.opening', stop: 'closed' } },
    {
      way: ['microphone'],
      at: 'open.opening',
      reactions: {
        microphone: 'open.opening',
        echo: 'open.opening',
        opened: 'open.listening',
        refused: 'closed',
        ended: 'closed',
        stop: 'closed',
        silence: 'closed',
      },
    },
    {
      way: ['echo'],
      at: 'open.opening',
      reactions: {
        microphone: 'open.opening',
        echo: 'open.opening',
        opened: 'open.recording',
        refused: 'closed',
        ended: 'closed',
        stop: 'closed',
        silence: 'closed',
      },
    },
    {
      way: ['microphone', 'opened'],
      at: 'open.listening',
      reactions: {
        microphone: 'open.listening',
        echo: 'open.recording',
        ended: 'closed',
        stop: 'closed',
        // A microphone is not left open behind a closed door.
        silence: 'closed',
      },
    },
    {
      way: ['echo', 'opened'],
      at: 'open.recording',
      reactions: {
        microphone: 'open.recording',
        echo: 'open.recording',
        failed: 'open.listening',
        ended: 'closed',
        stop: 'closed',
        silence: 'open.playing',
      },
    },
    {
      way: ['echo', 'opened', 'silence'],
      at: 'open.playing',
      reactions: {
        microphone: 'open.playing',
        echo: 'open.recording',
        played: 'open.listening',
        failed: 'open.listening',
        ended: 'closed',
        stop: 'closed',
        silence: 'open.listening',
      },
    },
  ],
})

testReactions('echo test, its chime', {
  start,
  events: { speaker, ringDevice, stop },
  at: (chart) => chart.at('tone'),
  rows: [
    { way: [], at: 'quiet', reactions: { speaker: 'speaker', ringDevice: 'ringDevice', stop: 'quiet' } },
    {
      way: ['speaker'],
      at: 'speaker',
      reactions: { speaker: 'speaker', ringDevice: 'ringDevice', stop: 'quiet', silence: 'quiet' },
    },
    {
      way: ['ringDevice'],
      at: 'ringDevice',
      reactions: { speaker: 'speaker', ringDevice: 'ringDevice', stop: 'quiet', silence: 'quiet' },
    },
  ],
})

describe('echo test: commands are settled once', () => {
  const outcomes: { way: Step[]; settled: [string, string][] }[] = [
    { way: ['microphone', 'opened'], settled: [['microphone', 'ok']] },
    { way: ['microphone', 'refused'], settled: [['microphone', 'permission-denied']] },
    { way: ['microphone', 'silence'], settled: [['microphone', 'timed-out']] },
    { way: ['echo', 'opened', 'silence', 'played'], settled: [['echo', 'ok']] },
    { way: ['echo', 'opened', 'silence', 'silence'], settled: [['echo', 'timed-out']] },
    { way: ['echo', 'opened', 'failed'], settled: [['echo', 'media-failed']] },
    { way: ['echo', 'opened', 'ended'], settled: [['echo', 'no-microphone']] },
    {
      way: ['echo', 'opened', 'echo', 'stop'],
      settled: [
        ['echo', 'superseded'],
        ['echo', 'cancelled'],
        ['stop', 'ok'],
      ],
    },
    { way: ['speaker', 'silence'], settled: [['speaker', 'ok']] },
    {
      way: ['speaker', 'ringDevice', 'stop'],
      settled: [
        ['speaker', 'superseded'],
        ['stop', 'ok'],
        ['ringDevice', 'cancelled'],
      ],
    },
  ]
  test.each(outcomes)('after $way: $settled', ({ way, settled }) => {
    expect(settledIn(go(way))).toEqual(settled)
  })
})

test('echo test: the microphone is open for it alone, and closed when it is stopped, refused or broken', () => {
  expect([...start().open]).toEqual([])
  expect([...go(['microphone', 'opened']).open]).toEqual(['testMicrophone'])
  expect([...go(['microphone', 'opened', 'stop']).open]).toEqual([])
  expect([...go(['microphone', 'refused']).open]).toEqual([])
  const broken = go(['echo', 'opened'], start({ testMicrophone: 'test.record' }))
  expect(broken.at('microphone')).toBe('closed')
  expect(settledIn(broken)).toEqual([['echo', 'media-failed']])
})

const openAlready: { way: Step[] }[] = [
  { way: ['microphone', 'opened'] },
  { way: ['echo', 'opened'] },
  { way: ['echo', 'opened', 'silence'] },
]
test.each(openAlready)('echo test: after $way, another one records with the microphone that is open', ({ way }) => {
  const chart = go(way)
  const port = () => (chart.snapshot.children as Readonly<Record<string, unknown>>).microphone
  const opened = port()
  const recorded = () => chart.asked.filter(({ command }) => command.type === 'test.record').length
  const before = recorded()
  go(['echo'], chart)
  expect(chart.at('microphone')).toBe('open.recording')
  expect(recorded()).toBe(before + 1)
  expect(port()).toBe(opened)
})

test('echo test: why it came to nothing is kept until the next one', () => {
  const failureOf = (chart: ReturnType<typeof start>) => (chart.context as { failure: object | null }).failure
  expect(failureOf(go(['microphone', 'refused']))).toEqual({ code: 'permission-denied' })
  expect(failureOf(go(['microphone', 'refused', 'microphone']))).toBeNull()
  expect(failureOf(go(['echo', 'opened', 'stop']))).toBeNull()
})

test.each(['recording', 'playing'] as const)('a chime leaves the echo test alone that is %s', (state) => {
  const chart = go(state === 'recording' ? ['echo', 'opened'] : ['echo', 'opened', 'silence'])
  go(['speaker', 'ringDevice', 'ringDevice'], chart)
  expect(chart.at()).toBe(`{microphone.open.${state},tone.ringDevice}`)
  expect(settledIn(chart).map(([commandId]) => commandId)).not.toContain('echo')
})
