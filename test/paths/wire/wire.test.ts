import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { callDoc } from '../../../src/machines/call/call.doc'
import { callMachine } from '../../../src/machines/call/call.machine'
import { connectionDoc } from '../../../src/machines/connection.doc'
import { connectionMachine } from '../../../src/machines/connection.machine'
import { begins } from './call-world'
import { ConnectionWorld } from './connection-world'
import { pairsOf, type RunningChart } from './running-chart'
import { disagreements, unsaidOfCalls, unsaidOfConnections } from './unsaid'
import { type World, walkTheWire } from './walk'

/*
 * The call's and the connection's charts on the real SIP adapter, over a transport that goes nowhere and in a time that
 * stands still: the far end, the server, the person and the network do all that they can, wherever it leads.
 */

const mostLettersAPair = 4
const told: string[] = []

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => void vi.useRealTimers())

/** Walks all of these, and gathers which pairs came about in their charts. */
async function walkAll(name: string, begins: readonly (() => Promise<World & { readonly chart: RunningChart }>)[]) {
  const tried = new Set<string>()
  const cameAbout = new Set<string>()
  let letters = 0
  for (const begin of begins) {
    const charts: RunningChart[] = []
    const walked = await walkTheWire(async () => {
      const world = await begin()
      charts.push(world.chart)
      return world
    }, tried)
    letters += walked.letters
    for (const { pairs } of charts) for (const pair of pairs) cameAbout.add(pair)
  }
  told.push(`${name.padEnd(14)}${tried.size} pairs of a state and a letter in ${letters} letters`)
  expect(letters / tried.size).toBeLessThanOrEqual(mostLettersAPair)
  return cameAbout
}

describe('on the wire', () => {
  test('every pair of a state and an event of a call comes about, or the adapter never lets it', {
    timeout: 300_000,
  }, async () => {
    const cameAbout = await walkAll('call', begins)
    const pairs = pairsOf(callMachine, Object.keys(callDoc.events))
    expect(disagreements(pairs, cameAbout, unsaidOfCalls)).toEqual([])
  })

  test('every pair of a state and an event of the connection comes about, or the adapter never lets it', {
    timeout: 60_000,
  }, async () => {
    const cameAbout = await walkAll('connection', [async () => new ConnectionWorld()])
    const pairs = pairsOf(connectionMachine, Object.keys(connectionDoc.events))
    expect(disagreements(pairs, cameAbout, unsaidOfConnections)).toEqual([])
  })
})

afterAll(() => console.log(told.join('\n')))
