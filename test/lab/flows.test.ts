import { describe, expect, test } from 'vitest'
import { flows } from '../../src/lab/simulator/flows'
import { createSimulation } from '../../src/lab/simulator/simulation'
import { stepTitle } from '../../src/lab/simulator/steps'
import { verifiableTrace } from '../../src/lab/write-trace'
import { verifyTrace } from '../../src/trace/replay'
import { written } from '../support/chart-harness'

describe('a canned flow', () => {
  test.each(flows.map((flow) => [flow.name, flow] as const))(
    '%s: each of its steps is taken, and moves a chart',
    (_, { steps }) => {
      const simulation = createSimulation()
      for (const step of steps) {
        simulation.take(step)
        const { timeline } = simulation
        expect(timeline.replay.difference, stepTitle(step)).toBeNull()
        expect(timeline.changedBy(timeline.ready - 1).length, stepTitle(step)).toBeGreaterThan(0)
      }
      expect(verifyTrace(simulation.trace)).toBeNull()
      simulation.dispose()
    },
  )

  test('Token expires in a call: goes through every state of a token, and no call ends by it', () => {
    const simulation = createSimulation()
    const states: string[] = []
    for (const step of flows.find(({ name }) => name === 'Token expires in a call')?.steps ?? []) {
      simulation.take(step)
      const { timeline } = simulation
      const [auth, connection, call] = ['phone/auth', 'phone/connection', 'phone/call-1'].map((path) =>
        timeline.at(timeline.ready).get(path),
      )
      if (call?.matches({ open: { underway: { way: 'established' } } }) !== true) continue
      const state = `${written(auth?.value)} ${written(connection?.value)}`
      if (state !== states.at(-1)) states.push(state)
    }
    expect(states).toEqual([
      'signedIn.{renewal.idle,token.fresh} connected.registered',
      'signedIn.{renewal.refreshing,token.expiring} connected.registered',
      'signedIn.{renewal.waiting,token.expiring} connected.registered',
      'signedIn.{renewal.refreshing,token.expiring} connected.registered',
      'signedIn.{renewal.declined,token.expiring} connected.registered',
      'signedIn.{renewal.declined,token.expired.telling} connected.registered',
      'signedIn.{renewal.declined,token.expired.telling} connected.awaitingToken',
      'signedIn.{renewal.refreshing,token.expired.telling} connected.awaitingToken',
      'signedIn.{renewal.proving,token.fresh} connected.registering',
      'signedIn.{renewal.idle,token.fresh} connected.registered',
    ])
    simulation.dispose()
  })

  test('becomes a trace that a replay can be compared with: another step in it is found out', () => {
    const simulation = createSimulation()
    for (const step of flows.find(({ name }) => name === 'A call')?.steps ?? []) simulation.take(step)
    const trace = verifiableTrace(simulation.timeline)
    expect(verifyTrace(trace)).toBeNull()
    const entries = trace.entries.filter((entry) => !('intent' in entry && entry.intent.type === 'call.hold'))
    expect(verifyTrace({ ...trace, entries })).not.toBeNull()
    simulation.dispose()
  })
})
