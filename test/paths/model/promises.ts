import { expect } from 'vitest'
import type { ContextFrom } from 'xstate'
import type { conferenceMachine } from '../../../src/machines/conference.machine'
import type { focusMachine } from '../../../src/machines/focus.machine'
import type { ringerMachine } from '../../../src/machines/ringer.machine'
import type { tonesMachine } from '../../../src/machines/tones.machine'
import { settledIn } from '../../support/call-harness'
import type { Fed, Harness } from '../../support/chart-harness'

/** What every chart promises, in every state and after every event. */
export function checkEveryChart(chart: Harness, input: unknown): void {
  const { snapshot, context, clock } = chart
  if (snapshot.status === 'error') throw snapshot.error
  expect(JSON.parse(JSON.stringify(context))).toEqual(context)
  // Each command is settled once, and none that was not given; what follows from one has its name and a slash.
  const given = new Set([input, ...chart.fed].flatMap(commandOf))
  const settled = settledIn(chart).map(([commandId]) => commandId)
  expect(settled).toEqual([...new Set(settled)])
  expect(settled.filter((commandId) => !given.has(commandId.replace(/\/.*/, '')))).toEqual([])
  // What is outstanding ends by itself, if nobody answers.
  if (snapshot.status === 'active' && snapshot.tags.has('busy')) expect(clock.nextMs).toBeDefined()
  if (snapshot.status === 'done') expect([...chart.open]).toEqual([])
}

const commandOf = (told: unknown): string[] => {
  const { commandId, intent } = (told ?? {}) as { commandId?: unknown; intent?: { commandId?: unknown } }
  return [commandId, intent?.commandId].filter((id) => typeof id === 'string')
}

const lastOf = (chart: Harness, ...types: readonly string[]): Fed | undefined =>
  chart.fed.findLast(({ type }) => types.includes(type))

const typesAsked = (chart: Harness, port: string) =>
  chart.asked.filter((asked) => asked.port === port).map(({ command }) => command.type)

/** State follows the wire, and an ended call owns no microphone. */
export function checkCall(call: Harness): void {
  const at = call.at()
  const hold = call.at('open', 'underway', 'hold')
  const sound = typesAsked(call, 'watchMedia').findLast((type) => /^media\.(?:un)?silence$/.test(type))
  if (hold === 'held') expect(lastOf(call, 'session.negotiated')?.offer).toEqual({ hold: true })
  if (hold === 'active') expect(call.context).toMatchObject({ agreed: { hold: false } })
  // Privacy: from the wish on until the other side hears of it, and on hold, nobody hears us.
  if (['holding', 'held', 'retreating', 'silenced'].includes(hold)) expect(sound).toBe('media.silence')
  if (hold === 'active') expect(sound).not.toBe('media.silence')
  if (call.at('open', 'underway', 'microphone') === 'muted') expect(lastOf(call, 'microphone.muted')).toBeDefined()
  expect(call.open.has('watchMedia')).toBe(at.startsWith('open'))
  for (const once of ['session.invite', 'session.accept', 'session.reject', 'session.cancel'])
    expect(typesAsked(call, 'watchSession').filter((type) => type === once).length).toBeLessThanOrEqual(1)
  expect(call.emitted.filter(({ type }) => type === 'call.ended')).toHaveLength(at === 'ended' ? 1 : 0)
}

/** Registered is who has heard so, over a connection that stands. */
export function checkConnection(chart: Harness): void {
  if (chart.at() !== 'connected.registered') return
  const word = chart.fed.findLast(({ type }) => /^(?:transport\.closed|registration\.)/.test(type))
  expect(word?.type).toBe('registration.accepted')
}

/** Signed in is who has been proven. */
export function checkAuth(chart: Harness): void {
  if (chart.at().startsWith('signedIn')) expect(lastOf(chart, 'auth.proven')).toBeDefined()
}

/** A wish waits only while the others are being held. */
export function checkFocus(chart: Harness): void {
  const { wish, live } = chart.context as ContextFrom<typeof focusMachine>
  expect(wish !== null).toBe(chart.at() === 'holdingOthers')
  expect(new Set(live).size).toBe(live.length)
}

/** What is mixed has members, and what is not mixed has no mixer. */
export function checkConference(chart: Harness): void {
  const { members, joining } = chart.context as ContextFrom<typeof conferenceMachine>
  expect(chart.open.has('mixCalls')).toBe(chart.at() !== 'apart')
  if (chart.at() === 'apart') expect([members, joining]).toEqual([[], []])
}

/** It rings as long as somebody calls. */
export function checkRinger(chart: Harness): void {
  const { ringing } = chart.context as ContextFrom<typeof ringerMachine>
  expect(chart.at().endsWith('silent')).toBe(ringing.length === 0)
}

/** Whatever waits is being sent. */
export function checkTones(chart: Harness): void {
  const { queue } = chart.context as ContextFrom<typeof tonesMachine>
  expect(/^(?:sending|pausing)$/.test(chart.at())).toBe(queue.length > 0)
}

/** It records when the server has said so. */
export function checkRecording(chart: Harness): void {
  const word = lastOf(chart, 'recording.told', 'recording.confirmed')
  if (chart.at() === 'on') expect(word?.recording ?? 'on').toBe('on')
}
