import { expect, test } from 'vitest'
import { callEvents, startCall } from '../../support/call-harness'
import { testReactions } from '../../support/reactions'

const { trying, ringing, queued, forwarded, progressing, accepted, flowing, stopped } = callEvents

const dialing = () => startCall().go('acquired')

testReactions('progress and early media', {
  start: dialing,
  events: { trying, ringing, queued, forwarded, progressing, accepted, flowing, stopped },
  at: (chart) => `${chart.at('open', 'underway', 'progress')}/${chart.at('open', 'underway', 'earlyMedia')}`,
  // The one timer is the way's: nobody answers, and the call is cancelled.
  rows: (
    [
      {
        way: [],
        at: 'none/none',
        reactions: {
          ringing: 'ringing.sounding/none',
          queued: 'queued/none',
          forwarded: 'forwarded/none',
          progressing: 'none/none',
          accepted: 'over/over',
          flowing: 'none/flowing',
        },
      },
      {
        way: ['flowing'],
        at: 'none/flowing',
        reactions: {
          ringing: 'ringing.hushed/flowing',
          queued: 'queued/flowing',
          forwarded: 'forwarded/flowing',
          progressing: 'none/flowing',
          accepted: 'over/over',
          stopped: 'none/none',
        },
      },
      {
        way: ['ringing'],
        at: 'ringing.sounding/none',
        reactions: {
          queued: 'queued/none',
          forwarded: 'forwarded/none',
          progressing: 'ringing.sounding/none',
          accepted: 'over/over',
          flowing: 'ringing.hushed/flowing',
        },
      },
      {
        way: ['ringing', 'flowing'],
        at: 'ringing.hushed/flowing',
        reactions: {
          queued: 'queued/flowing',
          forwarded: 'forwarded/flowing',
          progressing: 'ringing.hushed/flowing',
          accepted: 'over/over',
          stopped: 'ringing.sounding/none',
        },
      },
      {
        way: ['queued'],
        at: 'queued/none',
        reactions: {
          ringing: 'ringing.sounding/none',
          forwarded: 'forwarded/none',
          progressing: 'queued/none',
          accepted: 'over/over',
          flowing: 'queued/flowing',
        },
      },
      {
        way: ['forwarded'],
        at: 'forwarded/none',
        reactions: {
          ringing: 'ringing.sounding/none',
          queued: 'queued/none',
          progressing: 'forwarded/none',
          accepted: 'over/over',
          flowing: 'forwarded/flowing',
        },
      },
    ] as const
  ).map((row) => ({ ...row, reactions: { ...row.reactions, silence: 'undefined/undefined' } })),
})

testReactions('progress and early media after the answer', {
  start: () => dialing().go('ringing', 'accepted'),
  events: { trying, ringing, queued, forwarded, progressing, flowing, stopped },
  at: (chart) => `${chart.at('open', 'underway', 'progress')}/${chart.at('open', 'underway', 'earlyMedia')}`,
  rows: [{ way: [], at: 'over/over', reactions: {} }],
})

test('our own ringback sounds only while it rings and nothing comes from there', () => {
  const call = dialing()
  const isSounding = () => call.open.has('playSound')
  expect(isSounding()).toBe(false)
  expect([call.go('ringing'), isSounding()][1]).toBe(true)
  expect([call.go('flowing'), isSounding()][1]).toBe(false)
  expect([call.go('stopped'), isSounding()][1]).toBe(true)
  expect([call.go('accepted'), isSounding()][1]).toBe(false)
})

test('a ringback that cannot be played changes nothing else', () => {
  const call = startCall('outgoing', { broken: { playSound: 'open' } }).go('acquired', 'ringing')
  expect(call.region('progress')).toBe('ringing.hushed')
  expect(call.go('accepted').way()).toBe('way.established')
})

test('to dial succeeds with the first sign of life from the far end, and not with 100', () => {
  for (const step of ['ringing', 'queued', 'forwarded', 'progressing', 'accepted'] as const) {
    const call = dialing().go('trying')
    expect(call.settled).toEqual([])
    expect(call.go(step, 'ringing').settled).toEqual([['dial', 'ok']])
  }
})

test('each step is told once, though a fork repeats it', () => {
  const call = dialing().go('queued', 'queued', 'ringing', 'ringing', 'forwarded', 'ringing')
  expect(call.emitted.filter(({ type }) => type !== 'command.settled')).toEqual([
    { type: 'call.progressed', callId: 'a', progress: 'queued' },
    { type: 'call.ringing', callId: 'a' },
    { type: 'call.progressed', callId: 'a', progress: 'forwarded' },
    { type: 'call.ringing', callId: 'a' },
  ])
})
