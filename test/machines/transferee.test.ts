import { describe, expect, test } from 'vitest'
import { type TransferRequestPolicy, transfereeMachine } from '../../src/machines/transferee.machine'
import { settledIn } from '../support/call-harness'
import { type Fed, startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

/** A is the call in which Bob asks for somebody else to be called; N, the call to Carol. */
const target = { number: '1003', name: null, uri: 'sip:1003@pbx.example' }
const bob = { number: '1002', name: 'Bob', uri: 'sip:1002@pbx.example' }
const request = { callId: 'A', kind: 'blind', target, by: bob, at: 5 }
const busy = { code: 'busy', sipStatus: 486 }

const events = {
  received: { type: 'refer.received', requestId: 'N', ...request },
  another: { type: 'refer.received', requestId: 'M', ...request, callId: 'C' },
  withdrawn: { type: 'refer.withdrawn', requestId: 'N' },
  accept: { type: 'transferee.accept', callId: 'A', newCallId: 'N', commandId: 'accept', at: 9 },
  refuse: { type: 'transferee.refuse', callId: 'A', commandId: 'refuse', at: 9 },
  acceptOther: { type: 'transferee.accept', callId: 'C', newCallId: 'M', commandId: 'other', at: 9 },
  dialRefused: { type: 'focus.dialRefused', callId: 'N', failure: { code: 'other-call-not-held' } },
  liveN: { type: 'report.live', callId: 'N' },
  answeredN: { type: 'report.established', callId: 'N' },
  busyN: { type: 'report.ended', callId: 'N', record: { ending: 'rejected', failure: busy } },
  givenUpN: { type: 'report.ended', callId: 'N', record: { ending: 'cancelled', failure: null } },
  crashedN: { type: 'report.ended', callId: 'N', record: null },
  closingA: { type: 'report.closing', callId: 'A' },
  endedA: { type: 'report.ended', callId: 'A', record: { ending: 'completed', failure: null } },
  otherWithdrawn: { type: 'refer.withdrawn', requestId: 'M' },
  otherEnded: { type: 'report.ended', callId: 'C', record: null },
} as const satisfies Record<string, Fed>

type Step = keyof typeof events | 'silence'

const startWith =
  (policy: TransferRequestPolicy = 'ask') =>
  () =>
    startChart(transfereeMachine, { ports: ['watchTransferRequests'], input: { policy } })

const go = (policy: TransferRequestPolicy, ...way: readonly Step[]) => {
  const chart = startWith(policy)()
  for (const step of way) chart.feed(step === 'silence' ? step : events[step])
  return chart
}

const dialing = {
  // Refused at the port; where the chart is, it stays.
  received: 'same',
  another: 'same',
  withdrawn: 'idle',
  answeredN: 'idle',
  dialRefused: 'failed',
  busyN: 'failed',
  givenUpN: 'failed',
  crashedN: 'failed',
  silence: 'failed',
}
const stay = (reactions: Readonly<Record<string, string>>, at: string) =>
  Object.fromEntries(Object.entries(reactions).map(([step, to]) => [step, to === 'same' ? at : to]))

testReactions('being transferred', {
  start: startWith(),
  events,
  at: (chart) => chart.at(),
  rows: [
    { way: [], at: 'idle', reactions: { received: 'asked', another: 'asked' } },
    {
      way: ['received'],
      at: 'asked',
      reactions: {
        received: 'asked',
        another: 'asked',
        withdrawn: 'idle',
        accept: 'dialing.waiting',
        refuse: 'idle',
        closingA: 'idle',
        endedA: 'idle',
        silence: 'idle',
      },
    },
    {
      way: ['received', 'accept'],
      at: 'dialing.waiting',
      reactions: { ...stay(dialing, 'dialing.waiting'), liveN: 'dialing.calling' },
    },
    {
      way: ['received', 'accept', 'liveN'],
      at: 'dialing.calling',
      reactions: stay(dialing, 'dialing.calling'),
    },
    {
      // Whoever asked may leave at once: what was agreed on goes on.
      way: ['received', 'accept', 'liveN', 'endedA'],
      at: 'dialing.calling',
      reactions: stay(dialing, 'dialing.calling'),
    },
    {
      way: ['received', 'accept', 'liveN', 'busyN'],
      at: 'failed',
      reactions: { received: 'asked', another: 'asked', endedA: 'idle' },
    },
  ],
})

testReactions('being transferred, where the host has it accepted', {
  start: startWith('accept'),
  events,
  at: (chart) => chart.at(),
  rows: [{ way: [], at: 'idle', reactions: { received: 'dialing.waiting', another: 'dialing.waiting' } }],
})

const dial = 'dialWanted N instead of A'
const stories: {
  name: string
  policy?: TransferRequestPolicy
  way: Step[]
  published: string[]
  settled?: [string, string][]
  answered: string[]
  asked: string[]
}[] = [
  {
    name: 'nothing is dialled before the person has said yes, and the REFER is not answered',
    way: ['received'],
    published: ['transferRequested'],
    answered: [],
    asked: [],
  },
  {
    name: 'yes: 202, and Carol is dialled; the old call is ended when she has answered',
    way: ['received', 'accept', 'liveN', 'answeredN'],
    published: ['transferRequested', 'transferRequestFollowed'],
    answered: ['accept N'],
    asked: [dial, 'endWanted A'],
  },
  {
    name: 'no: 603, and nothing else',
    way: ['received', 'refuse'],
    published: ['transferRequested', 'transferRequestRefused person'],
    settled: [['refuse', 'ok']],
    answered: ['refuse N declined'],
    asked: [],
  },
  {
    name: 'silence is a no, before the REFER has timed out',
    way: ['received', 'silence'],
    published: ['transferRequested', 'transferRequestRefused silence'],
    answered: ['refuse N unavailable'],
    asked: [],
  },
  {
    name: 'by the host’s policy it is refused, and nobody is asked',
    policy: 'refuse',
    way: ['received'],
    published: ['transferRequestRefused policy'],
    answered: ['refuse N declined'],
    asked: [],
  },
  {
    name: 'by the host’s policy it is followed, and nobody is asked',
    policy: 'accept',
    way: ['received', 'liveN', 'answeredN'],
    published: ['transferRequested', 'transferRequestFollowed'],
    answered: ['accept N'],
    asked: [dial, 'endWanted A'],
  },
  {
    name: 'Carol is busy: back to the call that stands',
    way: ['received', 'accept', 'liveN', 'busyN'],
    published: ['transferRequested', 'transferRequestFailed busy'],
    answered: ['accept N', 'refuse N unavailable'],
    asked: [dial, 'resumeWanted A'],
  },
  {
    name: 'the person gives the new call up: back to the call that stands',
    way: ['received', 'accept', 'liveN', 'givenUpN'],
    published: ['transferRequested', 'transferRequestFailed cancelled'],
    answered: ['accept N', 'refuse N unavailable'],
    asked: [dial, 'resumeWanted A'],
  },
  {
    name: 'the other call cannot be held: nobody is called, and whoever asked hears of it',
    way: ['received', 'accept', 'dialRefused'],
    published: ['transferRequested', 'transferRequestFailed other-call-not-held'],
    answered: ['accept N', 'refuse N unavailable'],
    asked: [dial, 'resumeWanted A'],
  },
  {
    name: 'nothing is heard of the new call: given up',
    way: ['received', 'accept', 'silence'],
    published: ['transferRequested', 'transferRequestFailed timed-out'],
    answered: ['accept N', 'refuse N unavailable'],
    asked: [dial, 'resumeWanted A'],
  },
  {
    name: 'hung up while the person is asked',
    way: ['received', 'closingA', 'endedA'],
    published: ['transferRequested'],
    answered: ['refuse N declined'],
    asked: [],
  },
  {
    name: 'whoever asked hangs up after the 202: the new call goes on',
    way: ['received', 'accept', 'liveN', 'endedA', 'answeredN'],
    published: ['transferRequested', 'transferRequestFollowed'],
    answered: ['accept N'],
    asked: [dial, 'endWanted A'],
  },
  {
    name: 'one at a time: another request is told that we are busy',
    way: ['received', 'another', 'refuse'],
    published: ['transferRequested', 'transferRequestRefused person'],
    settled: [['refuse', 'ok']],
    answered: ['refuse M busy', 'refuse N declined'],
    asked: [],
  },
]

describe('what being transferred comes to', () => {
  test.each(stories)('$name', ({ policy = 'ask', way, published, settled = [], answered, asked }) => {
    const chart = go(policy, ...way)
    expect(
      chart.emitted.flatMap((event) => {
        const { type, by, failure } = event as { type: string; by?: unknown; failure?: { code: string } }
        const more = failure?.code ?? (typeof by === 'string' ? by : '')
        return type === 'command.settled' ? [] : [`${type.replace('call.', '')} ${more}`.trim()]
      }),
    ).toEqual(published)
    expect(settledIn(chart)).toEqual(settled)
    expect(
      chart.asked.map(({ command }) => {
        const { type, requestId, reason = '' } = command as unknown as Record<string, string>
        return `${type?.replace('refer.', '')} ${requestId} ${reason}`.trim()
      }),
    ).toEqual(answered)
    expect(
      chart.reported.map((report) => {
        const { type, callId, intent } = report as Fed & { callId?: string; intent?: Record<string, string> }
        const whom = intent ? `${intent.callId} instead of ${intent.insteadOf}` : callId
        return `${type.replace('transfer.', '')} ${whom}`
      }),
    ).toEqual(asked)
  })

  test('the new call has the command of the person, which it settles, and the id of the request', () => {
    const { intent } = go('ask', 'received', 'accept').reported[0] as unknown as { intent: object }
    expect(intent).toEqual({
      type: 'call.dial',
      commandId: 'accept',
      at: 9,
      callId: 'N',
      target: target.uri,
      remote: target,
      insteadOf: 'A',
    })
  })

  test('a port that breaks ends the question', () => {
    const chart = startChart(transfereeMachine, {
      ports: ['watchTransferRequests'],
      input: { policy: 'ask' },
      broken: { watchTransferRequests: 'refer.refuse' },
    })
    chart.feed(events.received)
    chart.feed(events.another)
    expect(chart.at()).toBe('idle')
  })
})
