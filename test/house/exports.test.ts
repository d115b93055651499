import { expect, test } from 'vitest'
import { createMachine } from 'xstate'
import { catalogue } from '../../dev/charts/catalogue'
import {
  type ChartState,
  type ChartTransition,
  type Named,
  statesOf,
  writeGuard,
  writeParams,
} from '../../dev/charts/chart'
import { readChart } from '../../dev/charts/read-chart'
import { writeStately } from '../../dev/charts/write-stately'

const charts = catalogue.map((entry) => ({ name: entry.machine.id, ...entry }))

test.each(charts)('the JSON of $name makes XState the same chart', ({ machine, doc }) => {
  const chart = readChart(machine)
  const config: unknown = JSON.parse(writeStately(chart, doc))
  const again = readChart(createMachine(config as Parameters<typeof createMachine>[0]))
  expect(statesOf(again.root).map(describe)).toEqual(statesOf(chart.root).map(describe))
})

function describe({ path, type, initial, tags, entry, exit, invokes, transitions }: ChartState) {
  return {
    path,
    type,
    initial,
    tags,
    entry: entry.map(describeAction),
    exit: exit.map(describeAction),
    invokes: invokes.map(({ src, id }) => `${id}: ${src}`),
    // Events are asked for by their names, and JSON has the numbers among names first: the order among candidates counts.
    transitions: transitions.map(describeTransition).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
  }
}

function describeTransition({ trigger, targets, guard, isElse, reenter, actions }: ChartTransition) {
  return {
    on: trigger.kind === 'after' ? `after ${trigger.ms ?? trigger.delay}` : JSON.stringify(trigger),
    to: targets,
    guard: guard === null ? '' : writeGuard(guard),
    isElse,
    reenter,
    actions: actions.map(describeAction),
  }
}

/** What it raises is code. */
function describeAction({ type, params }: Named): string {
  return `${type} (${writeParams(params)})`
}
