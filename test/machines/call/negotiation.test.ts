import { describe, expect, test } from 'vitest'
import { startCall } from '../../support/call-harness'

const established = () => startCall().go('acquired', 'accepted')

const at = (chart: { at(...path: string[]): string }) =>
  `${chart.at('open', 'underway', 'hold')}/${chart.at('open', 'underway', 'negotiation')}`

const offers = (call: ReturnType<typeof startCall>) =>
  call.askedOf('watchSession').flatMap((command) => {
    const { type, offer } = command as { type?: string; offer?: { hold: boolean } }
    return type === 'session.offer' ? [offer?.hold] : []
  })

describe('what is offered', () => {
  test('a change of mind before the answer makes no two offers cross', () => {
    const call = established().go('hold', 'resume')
    expect(offers(call)).toEqual([true])
    call.go('heldOk')
    expect(offers(call)).toEqual([true, false])
    call.go('openOk')
    expect(call.settled.slice(1)).toEqual([
      ['hold', 'superseded'],
      ['resume', 'ok'],
    ])
  })

  test('offers that crossed are repeated after the wait, with what is wanted by then', () => {
    const call = established().go('hold', 'crossed')
    expect(call.clock.nextMs).toBe(2_500)
    expect(offers(call.go('silence'))).toEqual([true, true])
  })

  test('what nobody wants any more when the wait is over is not offered', () => {
    const call = established().go('hold', 'crossed', 'resume', 'silence')
    expect(offers(call)).toEqual([true])
    expect(call.settled.slice(1)).toEqual([
      ['hold', 'superseded'],
      ['resume', 'ok'],
    ])
    expect(call.clock.nextMs).toBeUndefined()
  })

  test('a hold that is asked for during an offer of the far end waits for its answer', () => {
    const call = established().go('offered', 'hold')
    expect(offers(call)).toEqual([])
    expect(offers(call.go('answered'))).toEqual([true])
  })

  test('a hold that is asked for during an offer of the far end is offered though its answer never goes out', () => {
    expect(offers(established().go('offered', 'hold', 'silence'))).toEqual([true])
  })

  test('a hold that is agreed on after we gave it up is put right, and the call is not called active meanwhile', () => {
    const call = established().go('hold', 'silence', 'silence')
    expect(call.settled.at(-1)).toEqual(['hold', 'timed-out'])
    call.go('heldOk')
    expect(offers(call)).toEqual([true, false])
    expect(call.region('hold')).toBe('resuming')
    call.go('openOk')
    expect(call.region('hold')).toBe('active')
  })

  test('a hold that is agreed on after we gave it up, and cannot be put right, is held, and the focus hears so', () => {
    const call = established().go('hold', 'silence', 'silence', 'heldOk', 'offerRefused')
    expect(call.region('hold')).toBe('held')
    expect(call.reports.at(-1)).toBe('report.held')
  })

  test('a resume that is agreed on after we gave it up is put right in the same way', () => {
    const call = established().go('hold', 'heldOk', 'resume', 'silence', 'silence')
    expect(call.region('hold')).toBe('held')
    call.go('openOk')
    expect(offers(call)).toEqual([true, false, true])
    expect(call.region('hold')).toBe('retreating')
    expect(call.go('heldOk').region('hold')).toBe('held')
  })

  test('an agreement that comes while offers cross is known when the next one is made', () => {
    const call = established().go('hold', 'crossed', 'heldOk', 'resume', 'silence')
    expect(offers(call)).toEqual([true, false])
    expect(call.go('openOk').region('hold')).toBe('active')
  })
})

describe('a session that is to be refreshed', () => {
  test('is offered again as it is, and stays as it is when that is agreed, refused or left unanswered', () => {
    for (const outcome of ['openOk', 'offerRefused', 'silence'] as const) {
      const call = established().go('refreshDue')
      expect(at(call)).toBe('active/offering')
      expect(at(call.go(outcome))).toBe('active/stable')
    }
    expect(at(established().go('hold', 'heldOk', 'refreshDue', 'heldOk'))).toBe('held/stable')
  })

  test('and is to be held meanwhile: the hold is offered next', () => {
    expect(at(established().go('refreshDue', 'hold', 'openOk'))).toBe('holding/offering')
  })
})
