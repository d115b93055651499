import type { CommandSettled, Failure, Outcome } from './failure'

/** What becomes of commands, in the words of every chart. */

export const done = { ok: true } as const satisfies Outcome
export const timedOut = { code: 'timed-out' } as const satisfies Failure
export const superseded = { code: 'superseded' } as const satisfies Failure

export const refused = <Why extends Failure>(failure: Why) => ({ ok: false, failure }) as const

export const settled = (commandId: string, outcome: Outcome): CommandSettled => ({
  type: 'command.settled',
  commandId,
  outcome,
})
