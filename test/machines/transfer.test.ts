import { describe, expect, test } from 'vitest'
import { transferMachine } from '../../src/machines/transfer.machine'
import { settledIn } from '../support/call-harness'
import { type Fed, startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

/** A is the call with the one who is transferred; B, the call to the target. */
const remote = { number: '1003', name: null, uri: 'sip:1003@pbx.example' }
const target = { target: remote.uri, remote, data: 'ticket 7' }
const command = (type: string, data: object = {}): Fed => ({ type, callId: 'A', commandId: type, at: 9, ...data })
const record = (ending: string, failure: object | null = null) => ({ ending, failure })
const busy = { code: 'busy', sipStatus: 486 }

const events = {
  transfer: command('call.transfer', target),
  consult: command('call.consult', { ...target, consultId: 'B' }),
  complete: command('call.completeTransfer'),
  cancel: command('call.cancelTransfer'),
  dialRefused: { type: 'focus.dialRefused', callId: 'B' },
  liveB: { type: 'report.live', callId: 'B' },
  answeredB: { type: 'report.established', callId: 'B' },
  closingB: { type: 'report.closing', callId: 'B' },
  hungUpB: { type: 'report.ended', callId: 'B', record: record('completed') },
  busyB: { type: 'report.ended', callId: 'B', record: record('rejected', busy) },
  crashedB: { type: 'report.ended', callId: 'B', record: null },
  accepted: { type: 'report.referAccepted', callId: 'A', willNotify: true },
  unwatched: { type: 'report.referAccepted', callId: 'A', willNotify: false },
  rings: { type: 'report.referProgressed', callId: 'A', sipStatus: 180, text: 'Ringing' },
  succeeded: { type: 'report.referSucceeded', callId: 'A' },
  failed: { type: 'report.referFailed', callId: 'A', failure: busy },
  hungUpA: { type: 'report.ended', callId: 'A', record: record('completed') },
  goneA: { type: 'report.ended', callId: 'A', record: record('transferred') },
  otherSucceeded: { type: 'report.referSucceeded', callId: 'C' },
  otherEnded: { type: 'report.ended', callId: 'C', record: null },
} as const satisfies Record<string, Fed>

type Step = keyof typeof events | 'silence'

const start = () => startChart(transferMachine, { ports: [] })
const go = (...way: readonly Step[]) => {
  const chart = start()
  for (const step of way) chart.feed(step === 'silence' ? step : events[step])
  return chart
}

testReactions('a transfer', {
  start,
  events,
  at: (chart) => chart.at(),
  rows: [
    { way: [], at: 'idle', reactions: { transfer: 'referring', consult: 'consulting.waiting' } },
    {
      way: ['transfer'],
      at: 'referring',
      reactions: {
        accepted: 'progressing',
        unwatched: 'idle',
        rings: 'progressing',
        succeeded: 'idle',
        failed: 'idle',
        hungUpA: 'idle',
        goneA: 'idle',
        silence: 'idle',
      },
    },
    {
      way: ['transfer', 'accepted'],
      at: 'progressing',
      reactions: {
        rings: 'progressing',
        succeeded: 'idle',
        failed: 'idle',
        hungUpA: 'idle',
        goneA: 'idle',
        silence: 'idle',
      },
    },
    {
      way: ['transfer', 'accepted', 'failed'],
      at: 'idle',
      reactions: {
        transfer: 'referring',
        consult: 'consulting.waiting',
        // Success after all.
        succeeded: 'idle',
        hungUpA: 'idle',
        goneA: 'idle',
      },
    },
    {
      way: ['consult'],
      at: 'consulting.waiting',
      reactions: {
        liveB: 'consulting.calling',
        dialRefused: 'idle',
        cancel: 'consulting.waiting',
        hungUpA: 'idle',
        goneA: 'idle',
        hungUpB: 'idle',
        busyB: 'idle',
        crashedB: 'idle',
      },
    },
    {
      way: ['consult', 'liveB'],
      at: 'consulting.calling',
      reactions: {
        answeredB: 'consulting.talking',
        complete: 'withdrawing',
        cancel: 'cancelling',
        hungUpA: 'idle',
        goneA: 'idle',
        hungUpB: 'idle',
        busyB: 'idle',
        crashedB: 'idle',
      },
    },
    {
      way: ['consult', 'liveB', 'answeredB'],
      at: 'consulting.talking',
      reactions: {
        complete: 'completing.asked',
        cancel: 'cancelling',
        hungUpA: 'idle',
        goneA: 'idle',
        hungUpB: 'idle',
        busyB: 'idle',
        crashedB: 'idle',
      },
    },
    {
      way: ['consult', 'liveB', 'complete'],
      at: 'withdrawing',
      reactions: {
        // Its 200 has crossed our CANCEL.
        answeredB: 'completing.asked',
        hungUpB: 'referring',
        busyB: 'referring',
        crashedB: 'referring',
        hungUpA: 'idle',
        goneA: 'idle',
        silence: 'referring',
      },
    },
    {
      way: ['consult', 'liveB', 'answeredB', 'complete'],
      at: 'completing.asked',
      reactions: {
        accepted: 'completing.accepted',
        unwatched: 'idle',
        rings: 'completing.accepted',
        succeeded: 'idle',
        failed: 'idle',
        hungUpA: 'idle',
        goneA: 'idle',
        silence: 'idle',
      },
    },
    {
      way: ['consult', 'liveB', 'answeredB', 'complete', 'accepted'],
      at: 'completing.accepted',
      reactions: {
        rings: 'completing.accepted',
        succeeded: 'idle',
        failed: 'idle',
        hungUpA: 'idle',
        goneA: 'idle',
        silence: 'idle',
      },
    },
    {
      way: ['consult', 'liveB', 'answeredB', 'cancel'],
      at: 'cancelling',
      reactions: {
        closingB: 'idle',
        hungUpB: 'idle',
        busyB: 'idle',
        crashedB: 'idle',
        hungUpA: 'idle',
        goneA: 'idle',
        silence: 'idle',
      },
    },
  ],
})

const consulted: Step[] = ['consult', 'liveB', 'answeredB']

/** What was published, what became of the commands, and what was asked of the calls at the end. */
const stories: { name: string; way: Step[]; published: string[]; settled: [string, string][]; asked: string[] }[] = [
  {
    name: 'a 202 is no success yet: only the final NOTIFY is, and then our leg is ended',
    way: ['transfer', 'accepted', 'rings', 'succeeded'],
    published: ['transferStarted', 'transferProgressed', 'transferred'],
    settled: [['call.transfer', 'ok']],
    asked: ['referWanted A', 'endWanted A'],
  },
  {
    name: 'BYE instead of NOTIFY is a success',
    way: ['transfer', 'accepted', 'goneA'],
    published: ['transferStarted', 'transferred'],
    settled: [['call.transfer', 'ok']],
    asked: ['referWanted A', 'endWanted A'],
  },
  {
    name: 'where nobody will tell, the 202 is all there is',
    way: ['transfer', 'unwatched'],
    published: ['transferStarted', 'transferred'],
    settled: [['call.transfer', 'ok']],
    asked: ['referWanted A', 'endWanted A'],
  },
  {
    name: 'a refusal leaves the call as it was',
    way: ['transfer', 'failed'],
    published: ['transferStarted', 'transferFailed'],
    settled: [['call.transfer', 'busy']],
    asked: ['referWanted A'],
  },
  {
    name: 'the hang-up of whom we transfer, before the 202, is no transfer',
    way: ['transfer', 'hungUpA'],
    published: ['transferStarted', 'transferFailed'],
    settled: [['call.transfer', 'ended']],
    asked: ['referWanted A'],
  },
  {
    name: 'silence after the REFER',
    way: ['transfer', 'silence'],
    published: ['transferStarted', 'transferFailed'],
    settled: [['call.transfer', 'timed-out']],
    asked: ['referWanted A'],
  },
  {
    name: 'silence after the 202, and the good news after that: nobody is left on a line that leads nowhere',
    way: ['transfer', 'accepted', 'silence', 'succeeded'],
    published: ['transferStarted', 'transferFailed', 'transferred'],
    settled: [['call.transfer', 'timed-out']],
    asked: ['referWanted A', 'endWanted A'],
  },
  {
    name: 'attended: both of our legs are ended',
    way: [...consulted, 'complete', 'accepted', 'succeeded'],
    published: ['transferStarted', 'transferred'],
    settled: [['call.completeTransfer', 'ok']],
    asked: ['referWanted A for B', 'endWanted A', 'endWanted B'],
  },
  {
    name: 'attended: the target leaves us before the NOTIFY, since somebody took our place',
    way: [...consulted, 'complete', 'accepted', 'hungUpB', 'succeeded'],
    published: ['transferStarted', 'transferred'],
    settled: [['call.completeTransfer', 'ok']],
    asked: ['referWanted A for B', 'endWanted A', 'endWanted B'],
  },
  {
    name: 'attended and refused: both calls stand',
    way: [...consulted, 'complete', 'failed'],
    published: ['transferStarted', 'transferFailed'],
    settled: [['call.completeTransfer', 'busy']],
    asked: ['referWanted A for B'],
  },
  {
    name: 'completed while it rings: the consultation is cancelled, and the transfer goes on blind',
    way: ['consult', 'liveB', 'complete', 'hungUpB', 'accepted', 'succeeded'],
    published: ['transferStarted', 'transferred'],
    settled: [['call.completeTransfer', 'ok']],
    asked: ['withdrawWanted B', 'referWanted A', 'endWanted A', 'endWanted B'],
  },
  {
    name: 'completed while it rings, and its answer crosses the CANCEL: semi-attended becomes attended',
    way: ['consult', 'liveB', 'complete', 'answeredB', 'accepted', 'succeeded'],
    published: ['transferStarted', 'transferred'],
    settled: [['call.completeTransfer', 'ok']],
    asked: ['withdrawWanted B', 'referWanted A for B', 'endWanted A', 'endWanted B'],
  },
  {
    name: 'completed while it rings, and nobody confirms the CANCEL: it is hung up, and the transfer goes on blind',
    way: ['consult', 'liveB', 'complete', 'silence', 'accepted', 'succeeded'],
    published: ['transferStarted', 'transferred'],
    settled: [['call.completeTransfer', 'ok']],
    asked: ['withdrawWanted B', 'hangUpWanted B', 'referWanted A', 'endWanted A', 'endWanted B'],
  },
  {
    name: 'completed while it rings, and whom we wanted to transfer hangs up: nobody is left',
    way: ['consult', 'liveB', 'complete', 'hungUpA'],
    published: ['transferStarted', 'transferFailed'],
    settled: [['call.completeTransfer', 'ended']],
    asked: ['withdrawWanted B'],
  },
  {
    name: 'attended: silence after the REFER, and after the 202: both calls stand',
    way: [...consulted, 'complete', 'silence', 'complete'],
    published: ['transferStarted', 'transferFailed'],
    settled: [['call.completeTransfer', 'timed-out']],
    asked: ['referWanted A for B'],
  },
  {
    name: 'attended: BYE instead of NOTIFY is a success',
    way: [...consulted, 'complete', 'accepted', 'goneA'],
    published: ['transferStarted', 'transferred'],
    settled: [['call.completeTransfer', 'ok']],
    asked: ['referWanted A for B', 'endWanted A', 'endWanted B'],
  },
  {
    name: 'attended: where nobody will tell (Refer-Sub: false), the 202 is all there is',
    way: [...consulted, 'complete', 'unwatched'],
    published: ['transferStarted', 'transferred'],
    settled: [['call.completeTransfer', 'ok']],
    asked: ['referWanted A for B', 'endWanted A', 'endWanted B'],
  },
  {
    name: 'NOTIFY before the 202: what it tells holds',
    way: ['transfer', 'rings', 'accepted', 'succeeded'],
    published: ['transferStarted', 'transferProgressed', 'transferred'],
    settled: [['call.transfer', 'ok']],
    asked: ['referWanted A', 'endWanted A'],
  },
  {
    name: 'the target is busy',
    way: ['consult', 'liveB', 'busyB'],
    published: ['transferStarted', 'transferFailed'],
    settled: [],
    asked: [],
  },
  {
    name: 'the target hangs up: that is all',
    way: [...consulted, 'hungUpB'],
    published: ['transferStarted', 'transferCancelled'],
    settled: [],
    asked: [],
  },
  {
    name: 'whom we wanted to transfer hangs up meanwhile: the consultation is a call like any other',
    way: [...consulted, 'hungUpA'],
    published: ['transferStarted', 'transferFailed'],
    settled: [],
    asked: [],
  },
  {
    name: 'cancelled: the consultation is hung up, and the resumption settles the command',
    way: [...consulted, 'cancel', 'closingB'],
    published: ['transferStarted', 'transferCancelled'],
    settled: [],
    asked: ['hangUpWanted B', 'resumeWanted A'],
  },
  {
    name: 'cancelled before the target is called at all',
    way: ['consult', 'cancel', 'dialRefused'],
    published: ['transferStarted', 'transferCancelled'],
    settled: [],
    asked: ['abandonWanted', 'resumeWanted A'],
  },
  {
    name: 'cancelled, and whom we wanted to transfer has hung up meanwhile',
    way: [...consulted, 'cancel', 'hungUpA'],
    published: ['transferStarted', 'transferFailed'],
    settled: [['call.cancelTransfer', 'ended']],
    asked: ['hangUpWanted B'],
  },
]

describe('what a transfer comes to', () => {
  test.each(stories)('$name', ({ way, published, settled, asked }) => {
    const chart = go(...way)
    expect(chart.at()).toBe('idle')
    expect(chart.emitted.map(({ type }) => type).filter((type) => type !== 'command.settled')).toEqual(
      published.map((name) => `call.${name}`),
    )
    expect(settledIn(chart)).toEqual(settled)
    expect(
      chart.reported.map((report) => {
        const { type, callId, replacesCallId } = report as { type: string; callId?: string; replacesCallId?: string }
        const whom = [callId, ...(replacesCallId ? ['for', replacesCallId] : [])].filter(Boolean)
        return [type.replace('transfer.', ''), ...whom].join(' ')
      }),
    ).toEqual(asked)
  })

  test('what is to travel with it does', () => {
    expect(go('transfer').reported[0]).toEqual({
      type: 'transfer.referWanted',
      callId: 'A',
      target: remote.uri,
      replacesCallId: null,
      data: 'ticket 7',
    })
  })
})
