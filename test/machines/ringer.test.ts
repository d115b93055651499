import { expect, test } from 'vitest'
import { ringerMachine } from '../../src/machines/ringer.machine'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const events = {
  ringingA: { type: 'report.ringing', callId: 'A' },
  quietA: { type: 'report.quiet', callId: 'A' },
  liveA: { type: 'report.live', callId: 'A' },
  heldA: { type: 'report.held', callId: 'A' },
  closingA: { type: 'report.closing', callId: 'A' },
  endedA: { type: 'report.ended', callId: 'A', record: null },
  ringingB: { type: 'report.ringing', callId: 'B' },
  quietB: { type: 'report.quiet', callId: 'B' },
  endedB: { type: 'report.ended', callId: 'B', record: null },
}

const start = (broken = {}) => startChart(ringerMachine, { ports: ['playSound'], broken })

/** The state, who rings, and who is live. */
const at = (chart: ReturnType<typeof start>) => {
  const { ringing, live } = chart.context as { ringing: string[]; live: string[] }
  return `${chart.at()} ${ringing.join('')}/${live.join('')}`
}

testReactions('the ringer', {
  start,
  events,
  at,
  rows: [
    {
      way: [],
      at: 'free.silent /',
      reactions: { ringingA: 'free.ringing A/', ringingB: 'free.ringing B/', liveA: 'engaged.silent /A' },
    },
    {
      way: ['ringingA'],
      at: 'free.ringing A/',
      reactions: {
        quietA: 'free.silent /',
        endedA: 'free.silent /',
        ringingB: 'free.ringing AB/',
        liveA: 'engaged.knocking A/A',
      },
    },
    {
      way: ['ringingA', 'ringingB'],
      at: 'free.ringing AB/',
      reactions: {
        ringingA: 'free.ringing BA/',
        quietA: 'free.ringing B/',
        endedA: 'free.ringing B/',
        quietB: 'free.ringing A/',
        endedB: 'free.ringing A/',
        liveA: 'engaged.knocking AB/A',
      },
    },
    {
      way: ['liveA'],
      at: 'engaged.silent /A',
      reactions: {
        // Its answer came to nothing: it rings again.
        ringingA: 'free.ringing A/',
        ringingB: 'engaged.knocking B/A',
        heldA: 'free.silent /',
        closingA: 'free.silent /',
        endedA: 'free.silent /',
      },
    },
    {
      way: ['liveA', 'ringingB'],
      at: 'engaged.knocking B/A',
      reactions: {
        ringingA: 'free.ringing BA/',
        quietB: 'engaged.silent /A',
        endedB: 'engaged.silent /A',
        heldA: 'free.ringing B/',
        closingA: 'free.ringing B/',
        endedA: 'free.ringing B/',
      },
    },
    {
      way: ['ringingB', 'liveA'],
      at: 'engaged.knocking B/A',
      reactions: {
        ringingA: 'free.ringing BA/',
        quietB: 'engaged.silent /A',
        endedB: 'engaged.silent /A',
        heldA: 'free.ringing B/',
        closingA: 'free.ringing B/',
        endedA: 'free.ringing B/',
      },
    },
  ],
})

test('an answered call stops ringing for good', () => {
  const chart = start()
  chart.feed(events.ringingA)
  expect(chart.open.size).toBe(1)
  chart.feed(events.quietA)
  chart.feed(events.liveA)
  expect([chart.at(), chart.open.size]).toEqual(['engaged.silent', 0])
})

test('a call whose chart broke while it rang does not ring on', () => {
  const chart = start()
  chart.feed(events.ringingA)
  chart.feed(events.endedA)
  expect([chart.at(), chart.open.size]).toEqual(['free.silent', 0])
})

test('a sound that breaks is not played again for the calls that ring now, and is for the next', () => {
  const chart = start({ playSound: 'open' })
  chart.feed(events.ringingA)
  chart.feed(events.ringingB)
  expect(chart.at()).toBe('free.unheard')
  chart.feed(events.quietA)
  chart.feed(events.quietB)
  expect(chart.at()).toBe('free.silent')
})

test('as long as one call is live it only knocks', () => {
  const chart = start()
  for (const event of [events.liveA, { type: 'report.live', callId: 'C' }, events.heldA, events.ringingB])
    chart.feed(event)
  expect(at(chart)).toBe('engaged.knocking B/C')
})
