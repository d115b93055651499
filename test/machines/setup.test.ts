import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createActor, fromCallback, StateMachine } from 'xstate'
import { setup } from '../../src/machines/setup'

/** A chart that counts how often XState has built its tree, and a port that tells who has opened it. */
function lamp() {
  const seen = { built: 0, opened: [] as string[] }
  const port = (name: string) => fromCallback(() => void seen.opened.push(name))
  const states = { off: { on: { press: 'on' } }, on: { invoke: { src: 'current' } } } as const
  const chart = setup({ actors: { current: port('unbound') } }).createMachine({
    id: 'lamp',
    initial: 'off',
    get states() {
      // Asked for as often as the tree is built, and some more: only whether it was asked at all is told.
      seen.built += 1
      return states
    },
  })
  return { chart, seen, port }
}

test('a chart is built when it is first asked for something, and once', () => {
  const { chart, seen } = lamp()
  expect(seen.built).toBe(0)
  expect(chart.id).toBe('lamp')
  const { built } = seen
  expect(built).toBeGreaterThan(0)
  expect(chart.root).toBe(chart.root)
  expect(seen.built).toBe(built)
})

test('to provide ports to a chart builds neither it nor the one that has them', () => {
  const { chart, seen, port } = lamp()
  const provided = chart.provide({ actors: { current: port('live') } })
  expect(seen.built).toBe(0)
  const actor = createActor(provided).start()
  actor.send({ type: 'press' })
  expect(actor.getSnapshot().value).toBe('on')
  actor.stop()
  expect(seen.opened).toEqual(['live'])
})

test('what is provided to a chart is not provided to the chart that it comes from', () => {
  const { chart, seen, port } = lamp()
  chart.provide({ actors: { current: port('live') } })
  const actor = createActor(chart).start()
  actor.send({ type: 'press' })
  actor.stop()
  expect(seen.opened).toEqual(['unbound'])
})

test('to those who ask what it is, a chart is a machine of XState', () => {
  const { chart } = lamp()
  expect(chart).toBeInstanceOf(StateMachine)
  expect('__xstatenode' in chart).toBe(true)
})

test('every chart is set up so', () => {
  const folder = join(import.meta.dirname, '../../src/machines')
  const eager = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'setup.ts')
    .filter((file) => /import \{[^}]*\bsetup\b[^}]*\} from 'xstate'/.test(readFileSync(join(folder, file), 'utf8')))
  expect(eager).toEqual([])
})
