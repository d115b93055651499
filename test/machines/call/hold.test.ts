import { describe, expect, test } from 'vitest'
import { type CallStep, callEvents, startCall } from '../../support/call-harness'
import { testReactions } from '../../support/reactions'

const { hold, resume, accepted, heldOk, openOk, offerRefused, crossed, offered, answered, refreshDue } = callEvents
const events = {
  hold,
  resume,
  yield: callEvents.yield,
  heldOk,
  openOk,
  offerRefused,
  crossed,
  offered,
  answered,
  refreshDue,
}

const established = () => startCall().go('acquired', 'accepted')

const at = (chart: { at(...path: string[]): string }) =>
  `${chart.at('open', 'underway', 'hold')}/${chart.at('open', 'underway', 'negotiation')}`

testReactions('hold and negotiation before the answer', {
  start: () => startCall().go('acquired'),
  events: { ...events, accepted },
  at,
  rows: [
    {
      way: [],
      at: 'unestablished/establishing',
      // The timer is the ringing's: the call is given up.
      reactions: {
        accepted: 'active/stable',
        yield: 'unestablished/establishing',
        silence: 'undefined/undefined',
      },
    },
  ],
})

/** Each reaction, as `hold/negotiation`. */
testReactions('hold and negotiation', {
  start: established,
  events,
  at,
  rows: [
    {
      way: [],
      at: 'active/stable',
      reactions: {
        refreshDue: 'active/offering',
        hold: 'holding/offering',
        yield: 'holding/offering',
        heldOk: 'resuming/offering',
        offered: 'active/offered',
      },
    },
    {
      way: ['hold'],
      at: 'holding/offering',
      reactions: {
        resume: 'resuming/offering',
        heldOk: 'held/stable',
        openOk: 'holding/offering',
        offerRefused: 'active/stable',
        crossed: 'holding/crossed',
        silence: 'active/offering',
      },
    },
    {
      way: ['hold', 'silence'],
      at: 'active/offering',
      reactions: {
        hold: 'holding/offering',
        yield: 'holding/offering',
        heldOk: 'resuming/offering',
        openOk: 'active/stable',
        offerRefused: 'active/stable',
        crossed: 'active/crossed',
        silence: 'active/stable',
      },
    },
    {
      way: ['hold', 'silence', 'silence'],
      at: 'active/stable',
      reactions: {
        refreshDue: 'active/offering',
        hold: 'holding/offering',
        yield: 'holding/offering',
        heldOk: 'resuming/offering',
        offered: 'active/offered',
      },
    },
    {
      way: ['hold', 'crossed'],
      at: 'holding/crossed',
      reactions: {
        resume: 'resuming/crossed',
        heldOk: 'held/crossed',
        offerRefused: 'active/crossed',
        offered: 'holding/offered',
        silence: 'holding/offering',
      },
    },
    {
      way: ['hold', 'crossed', 'resume'],
      at: 'resuming/crossed',
      reactions: {
        hold: 'holding/crossed',
        yield: 'holding/crossed',
        heldOk: 'resuming/crossed',
        openOk: 'active/crossed',
        offerRefused: 'active/crossed',
        offered: 'resuming/offered',
        silence: 'active/stable',
      },
    },
    {
      way: ['hold', 'crossed', 'heldOk'],
      at: 'held/crossed',
      reactions: {
        resume: 'resuming/crossed',
        yield: 'held/crossed',
        openOk: 'retreating/crossed',
        offered: 'held/offered',
        silence: 'held/stable',
      },
    },
    {
      way: ['hold', 'heldOk'],
      at: 'held/stable',
      reactions: {
        refreshDue: 'held/offering',
        resume: 'resuming/offering',
        yield: 'held/stable',
        openOk: 'retreating/offering',
        offered: 'held/offered',
      },
    },
    {
      way: ['hold', 'heldOk', 'resume'],
      at: 'resuming/offering',
      reactions: {
        hold: 'holding/offering',
        yield: 'holding/offering',
        heldOk: 'resuming/offering',
        openOk: 'active/stable',
        offerRefused: 'held/stable',
        crossed: 'resuming/crossed',
        silence: 'held/offering',
      },
    },
    {
      way: ['hold', 'resume'],
      at: 'resuming/offering',
      reactions: {
        hold: 'holding/offering',
        yield: 'holding/offering',
        heldOk: 'resuming/offering',
        openOk: 'active/stable',
        offerRefused: 'active/stable',
        crossed: 'resuming/crossed',
        silence: 'active/stable',
      },
    },
    {
      way: ['hold', 'heldOk', 'resume', 'hold'],
      at: 'holding/offering',
      reactions: {
        resume: 'resuming/offering',
        heldOk: 'held/stable',
        openOk: 'holding/offering',
        offerRefused: 'held/stable',
        crossed: 'holding/crossed',
        silence: 'held/stable',
      },
    },
    {
      way: ['heldOk'],
      at: 'resuming/offering',
      reactions: {
        hold: 'holding/offering',
        yield: 'holding/offering',
        heldOk: 'resuming/offering',
        openOk: 'active/stable',
        offerRefused: 'held/stable',
        crossed: 'resuming/crossed',
        silence: 'held/stable',
      },
    },
    {
      way: ['hold', 'heldOk', 'openOk'],
      at: 'retreating/offering',
      reactions: {
        resume: 'resuming/offering',
        heldOk: 'held/stable',
        openOk: 'retreating/offering',
        offerRefused: 'silenced/stable',
        crossed: 'retreating/crossed',
        silence: 'silenced/stable',
      },
    },
    {
      way: ['offered'],
      at: 'active/offered',
      reactions: {
        hold: 'holding/offered',
        yield: 'holding/offered',
        heldOk: 'resuming/offered',
        answered: 'active/stable',
        silence: 'active/stable',
      },
    },
    {
      way: ['offered', 'hold'],
      at: 'holding/offered',
      reactions: {
        resume: 'resuming/offered',
        heldOk: 'held/offered',
        offerRefused: 'active/offered',
        answered: 'holding/offering',
        silence: 'holding/offering',
      },
    },
    {
      way: ['offered', 'hold', 'resume'],
      at: 'resuming/offered',
      reactions: {
        hold: 'holding/offered',
        yield: 'holding/offered',
        heldOk: 'resuming/offered',
        openOk: 'active/offered',
        offerRefused: 'active/offered',
        answered: 'active/stable',
        silence: 'active/stable',
      },
    },
  ],
})

/** A merge has come to nothing: another call is heard, and was before. */
testReactions('hold after a merge that came to nothing', {
  start: established,
  events: { ...events, retreat: callEvents.retreat },
  at,
  rows: [
    {
      way: ['retreat'],
      at: 'retreating/offering',
      reactions: {
        resume: 'resuming/offering',
        heldOk: 'held/stable',
        openOk: 'retreating/offering',
        offerRefused: 'silenced/stable',
        crossed: 'retreating/crossed',
        silence: 'silenced/offering',
      },
    },
    {
      way: ['retreat', 'crossed'],
      at: 'retreating/crossed',
      reactions: {
        resume: 'resuming/crossed',
        heldOk: 'held/crossed',
        offerRefused: 'silenced/crossed',
        offered: 'retreating/offered',
        silence: 'retreating/offering',
      },
    },
    {
      way: ['retreat', 'offerRefused'],
      at: 'silenced/stable',
      reactions: {
        refreshDue: 'silenced/offering',
        hold: 'retreating/offering',
        resume: 'active/stable',
        yield: 'silenced/stable',
        heldOk: 'held/stable',
        openOk: 'silenced/offering',
        offered: 'silenced/offered',
      },
    },
    // It was being put on hold anyway.
    {
      way: ['hold', 'retreat'],
      at: 'retreating/offering',
      reactions: {
        resume: 'resuming/offering',
        heldOk: 'held/stable',
        openOk: 'retreating/offering',
        offerRefused: 'silenced/stable',
        crossed: 'retreating/crossed',
        silence: 'silenced/stable',
      },
    },
    // Its resume was not confirmed yet: both sides agree on the hold still.
    {
      way: ['hold', 'heldOk', 'resume', 'retreat'],
      at: 'retreating/offering',
      reactions: {
        resume: 'resuming/offering',
        heldOk: 'held/stable',
        openOk: 'retreating/offering',
        offerRefused: 'held/stable',
        crossed: 'retreating/crossed',
        silence: 'held/stable',
      },
    },
    {
      way: ['hold', 'heldOk', 'retreat'],
      at: 'held/stable',
      reactions: {
        refreshDue: 'held/offering',
        resume: 'resuming/offering',
        yield: 'held/stable',
        openOk: 'retreating/offering',
        offered: 'held/offered',
      },
    },
  ],
})

const sound = (call: ReturnType<typeof startCall>) =>
  call.askedOf('watchMedia').filter((command) => command === 'media.silence' || command === 'media.unsilence')

describe('privacy', () => {
  test('we are silent from the moment that hold is asked for, not from its confirmation', () => {
    expect(sound(established().go('hold'))).toEqual(['media.silence'])
  })

  test('we are heard again when the far end has confirmed the resume, not before', () => {
    const call = established().go('hold', 'heldOk', 'resume')
    expect(sound(call)).toEqual(['media.silence'])
    call.go('openOk')
    expect(sound(call)).toEqual(['media.silence', 'media.unsilence'])
  })

  test('a change of mind is not heard before the far end has confirmed it', () => {
    const call = established().go('hold', 'resume', 'heldOk')
    expect(sound(call)).toEqual(['media.silence'])
    expect(sound(call.go('openOk'))).toEqual(['media.silence', 'media.unsilence'])
  })

  test('a hold that is refused leaves us heard, as before', () => {
    expect(sound(established().go('hold', 'offerRefused'))).toEqual(['media.silence', 'media.unsilence'])
  })

  test('a hold that is refused after a merge in vain leaves us unheard, until the person resumes the call', () => {
    const call = established()
    call.feed(callEvents.retreat)
    call.go('offerRefused')
    expect(sound(call)).toEqual(['media.silence'])
    expect(call.reports.at(-1)).toBe('report.held')
    call.go('resume')
    expect(sound(call)).toEqual(['media.silence', 'media.unsilence'])
    expect(call.reports.slice(-2)).toEqual(['report.live', 'report.resumed'])
    expect(call.settled.at(-1)).toEqual(['resume', 'ok'])
  })

  test('a call that is found held against our will is silent', () => {
    const call = established().go('heldOk', 'offerRefused')
    expect(call.region('hold')).toBe('held')
    expect(sound(call)).toEqual(['media.silence'])
  })

  test('a held call that is found open is silent until it is held again', () => {
    const call = established().go('hold', 'heldOk', 'openOk')
    expect(call.region('hold')).toBe('retreating')
    expect(sound(call)).toEqual(['media.silence', 'media.silence'])
  })
})

describe('commands', () => {
  const outcomes: { way: CallStep[]; settled: [string, string][] }[] = [
    { way: ['hold', 'heldOk'], settled: [['hold', 'ok']] },
    { way: ['hold', 'offerRefused'], settled: [['hold', 'not-acceptable']] },
    { way: ['hold', 'silence'], settled: [['hold', 'timed-out']] },
    { way: ['hold', 'ended'], settled: [['hold', 'ended']] },
    { way: ['hold', 'lost'], settled: [['hold', 'dialog-gone']] },
    {
      way: ['hold', 'heldOk', 'resume', 'yield'],
      settled: [
        ['hold', 'ok'],
        ['resume', 'superseded'],
      ],
    },
    // The far end refuses to hold a call that is to be resumed by now: that is what is wanted.
    {
      way: ['hold', 'resume', 'offerRefused'],
      settled: [
        ['hold', 'superseded'],
        ['resume', 'ok'],
      ],
    },
    {
      way: ['hold', 'heldOk', 'resume', 'hold', 'offerRefused'],
      settled: [
        ['hold', 'ok'],
        ['resume', 'superseded'],
        ['hold', 'ok'],
      ],
    },
    {
      way: ['hold', 'heldOk', 'resume', 'silence'],
      settled: [
        ['hold', 'ok'],
        ['resume', 'timed-out'],
      ],
    },
  ]
  test.each(outcomes)('after $way are settled as $settled', ({ way, settled }) => {
    expect(
      established()
        .go(...way)
        .settled.slice(1),
    ).toEqual(settled)
  })

  test('why one came to nothing stays readable until the next is given', () => {
    const call = established().go('hold', 'offerRefused')
    expect(call.context).toMatchObject({ failure: { code: 'not-acceptable', sipStatus: 488 } })
    expect(call.go('hold').context).toMatchObject({ failure: null })
  })
})

describe('what the focus hears when it asks the call to make way', () => {
  const answers: { way: CallStep[]; reports: string[] }[] = [
    { way: ['yield', 'heldOk'], reports: ['report.held'] },
    { way: ['yield', 'offerRefused'], reports: ['report.live', 'report.holdFailed'] },
    { way: ['yield', 'silence'], reports: ['report.live', 'report.holdFailed'] },
    { way: ['hold', 'yield', 'heldOk'], reports: ['report.held'] },
    { way: ['hold', 'heldOk', 'yield'], reports: ['report.held', 'report.held'] },
    {
      way: ['hold', 'heldOk', 'resume', 'yield', 'openOk', 'heldOk'],
      reports: ['report.held', 'report.live', 'report.held'],
    },
    { way: ['hold', 'heldOk', 'resume', 'openOk'], reports: ['report.held', 'report.live', 'report.resumed'] },
    { way: ['hold', 'heldOk', 'resume', 'offerRefused'], reports: ['report.held', 'report.live', 'report.held'] },
  ]
  test.each(answers)('$way: $reports', ({ way, reports }) => {
    expect(
      established()
        .go(...way)
        .reports.slice(3),
    ).toEqual(reports)
  })
})
