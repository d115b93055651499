import { describe, expect, test } from 'vitest'
import { flows } from '../../src/lab/simulator/flows'
import { createSimulation } from '../../src/lab/simulator/simulation'
import { stepTitle } from '../../src/lab/simulator/steps'
import { verifiableTrace } from '../../src/lab/write-trace'
import { verifyTrace } from '../../src/trace/replay'

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
