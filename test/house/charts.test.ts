import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createMachine, fromCallback, setup } from 'xstate'
import { bestLayout } from '../../dev/charts/best-layout'
import { catalogue, type Entry } from '../../dev/charts/catalogue'
import { statesOf, writeTrigger } from '../../dev/charts/chart'
import { drawCharts } from '../../dev/charts/draw-charts'
import type { Placed } from '../../dev/charts/layout'
import { makePicture } from '../../dev/charts/make-picture'
import type { PictureNode } from '../../dev/charts/picture'
import { readChart } from '../../dev/charts/read-chart'
import { picturesOf } from '../../dev/charts/specs'
import { staleFiles } from '../../dev/charts/stale-files'

const drawing = { timeout: 60_000 }

const entryOf = (name: string): Entry => {
  const entry = catalogue.find(({ machine }) => machine.id === name)
  if (entry === undefined) throw new Error(`${name} is not in the catalogue`)
  return entry
}

test('every chart of src/machines is in the catalogue', () => {
  const files = readdirSync(join(import.meta.dirname, '../../src/machines'), { recursive: true, encoding: 'utf8' })
  const charts = files.flatMap((file) => /([\w-]+)\.machine\.ts$/.exec(file)?.[1] ?? [])
  expect(catalogue.map(({ machine }) => machine.id).sort()).toEqual(charts.sort())
})

test('pictures and pages come out alike byte for byte, whatever was drawn before', drawing, async () => {
  const once = await drawCharts([entryOf('focus'), entryOf('auth')])
  const again = await drawCharts([entryOf('auth'), entryOf('focus')])
  for (const file of ['auth.svg', 'auth.md', 'focus.svg', 'focus.md']) {
    expect(once.get(file)).toMatch(/\S/)
    expect(again.get(file)).toBe(once.get(file))
  }
})

test.each([
  ['a state without words', { states: {} }, 'focus: the state settled has no words'],
  [
    'words for a state that is gone',
    { states: { ...entryOf('focus').doc.states, bygone: { means: 'Was there once.' } } },
    'focus: there are words for the state bygone, which does not exist',
  ],
  ['an event without words', { events: {} }, 'focus: the event focus.callBegan has no words'],
  ['a timer without words', { delays: {} }, 'focus: the timer holdTimeout has no words'],
])('%s is refused by name', drawing, async (_, part, message) => {
  const { machine, doc } = entryOf('focus')
  await expect(drawCharts([{ machine, doc: { ...doc, ...part } }])).rejects.toThrow(message)
})

test('a file that is stale, missing or of no chart is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'statecharts-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'same.svg'), 'as drawn')
  writeFileSync(join(folder, 'stale.svg'), 'as drawn before')
  writeFileSync(join(folder, 'bygone.svg'), 'of a chart that is gone')
  const drawn = new Map([
    ['same.svg', 'as drawn'],
    ['stale.svg', 'as drawn now'],
    ['missing.svg', 'never written'],
  ])
  expect(staleFiles(folder, drawn)).toEqual(['bygone.svg', 'missing.svg', 'stale.svg'])
})

test('what is read from a machine is what it does', () => {
  const machine = setup({
    actors: { watch: fromCallback(() => {}) },
    actions: { tell: (_, _params: { type: string; at?: number }) => {} },
    guards: { isKind: (_, _params: { kind: string; is: string }) => true },
    delays: { patience: 33_000, asTold: () => 1 },
  }).createMachine({
    id: 'example',
    initial: 'here',
    invoke: { src: 'watch', onError: '.there' },
    states: {
      here: {
        on: {
          'knock.heard': [
            { guard: { type: 'isKind', params: { kind: 'soft', is: 'soft' } }, target: 'there' },
            { actions: { type: 'tell', params: ({ event }) => ({ type: 'knock.told', at: event.at }) } },
          ],
          'knock.unheard': {},
        },
        after: { patience: 'there', asTold: { target: 'here', reenter: true } },
      },
      there: { type: 'final' },
    },
  })
  const { root } = readChart(machine)
  expect(
    statesOf(root).flatMap(({ transitions }) =>
      transitions.map(
        ({ source, trigger, guard, isElse, targets, reenter, actions }) =>
          `${source}: ${writeTrigger(trigger)} ${guard ?? (isElse ? 'else' : '-')} ${targets.join()}${reenter ? ' anew' : ''} ${actions.join()}`,
      ),
    ),
  ).toEqual([
    ': watch fails - there ',
    'here: knock.heard isKind soft soft there ',
    'here: knock.heard else  tell (knock.told)',
    'here: knock.unheard -  ',
    'here: after 33 s - there ',
    'here: after asTold - here anew ',
  ])
})

test('parameters that depend on what only a running chart knows are not guessed', () => {
  const machine = createMachine({
    initial: 'only',
    states: {
      only: {
        on: {
          'call.ended': {
            actions: {
              type: 'record',
              params: ({ event }: { event: { by?: string } }) => ({
                ending: event.by === 'us' ? 'completed' : 'missed',
              }),
            },
          },
        },
      },
    },
  })
  expect(statesOf(readChart(machine).root)[1]?.transitions[0]?.actions).toEqual(['record'])
})

test.each(catalogue.map(({ machine }) => machine.id))(
  'in the pictures of %s nothing lies on anything',
  drawing,
  async (name) => {
    const { machine, doc } = entryOf(name)
    const chart = readChart(machine)
    for (const spec of picturesOf(name))
      for (const part of makePicture(chart, doc.states, doc.title, spec).parts) {
        const { nodes, edges } = await bestLayout(part, 960)
        const leaves = part.nodes.flatMap(leavesOf).map((id) => ({ id, place: nodes.get(id) }))
        const labels = [...edges].map(([id, { label }]) => ({ id: `the label of ${id}`, place: label }))
        expect(overlapsAmong([...leaves, ...labels])).toEqual([])
      }
  },
)

function leavesOf(node: PictureNode): string[] {
  if (node.kind !== 'state' || node.children.length === 0) return [node.id]
  return node.children.flatMap(leavesOf)
}

function overlapsAmong(
  things: readonly { readonly id: string; readonly place: Placed | null | undefined }[],
): string[] {
  const placed = things.flatMap(({ id, place }) => (place == null ? [] : [{ id, place }]))
  return placed.flatMap(({ id, place: a }, index) =>
    placed
      .slice(index + 1)
      .filter(
        ({ place: b }) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
      )
      .map((other) => `${id} and ${other.id}`),
  )
}
