import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createMachine, fromCallback, raise, setup } from 'xstate'
import { catalogue, type Entry } from '../../dev/charts/catalogue'
import { statesOf, writeAction, writeGuard, writeTrigger } from '../../dev/charts/chart'
import { drawCharts } from '../../dev/charts/draw-charts'
import { layOutParts } from '../../dev/charts/lay-out-parts'
import type { Placed, Point } from '../../dev/charts/layout'
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
  const names = charts.map((file) => file.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()))
  expect(catalogue.map(({ machine }) => machine.id).sort()).toEqual(names.sort())
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
  [
    'what an action sends that nobody does',
    { sends: { holdNobody: ['session.offer' as const] } },
    'focus: holdNobody sends something, and no transition does it',
  ],
])('%s is refused by name', drawing, async (_, part, message) => {
  const { machine, doc } = entryOf('focus')
  await expect(drawCharts([{ machine, doc: { ...doc, ...part } }])).rejects.toThrow(message)
})

test(
  'a page says what goes over the wire with a transition: what has it taken, what it does, what it leads into',
  drawing,
  async () => {
    const page = (await drawCharts([entryOf('transfer')])).get('transfer.md') ?? ''
    const sipOf = (row: string) =>
      page
        .split('\n')
        .find((line) => line.startsWith(row))
        ?.split(' | ')
        .at(-1)
    expect(sipOf('| `progressing` | `report.referSucceeded`')).toMatch(/^← NOTIFY .*<br>→ BYE/)
    expect(sipOf('| `consulting.talking` | `call.completeTransfer`')).toMatch(/^→ REFER/)
    expect(sipOf('| `completing.accepted` | `after 190 s`')).toBe(' |')
  },
)

test('a page says what events carry, and what one may do in a state, or in what is around it', drawing, async () => {
  const files = await drawCharts([entryOf('call'), entryOf('preflight')])
  const rowsOf = (chart: string) => (files.get(`${chart}.md`) ?? '').split('\n')
  expect(rowsOf('call').find((row) => row.startsWith('| `session.referEnded` |'))).toContain(
    '| `ok: true`; or `ok: false`, `failure: Failure` |',
  )
  expect(rowsOf('call').find((row) => row.startsWith('| `call.deflect` |'))).toContain(
    '| `callId: string`, `target: string`, `remote: Remote` |',
  )
  expect(rowsOf('call').find((row) => row.startsWith('| `open.alerting` |'))).toContain(
    '| `call.answer`, `call.decline`, `call.deflect`, `call.hangUp` |',
  )
  expect(rowsOf('preflight').find((row) => row.startsWith('| `running.network` |'))).toContain('| `preflight.cancel` |')
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

test('no busy state waits for ever, as the pages say', () => {
  const endless = catalogue.flatMap(({ machine }) => {
    const states = statesOf(readChart(machine).root)
    const timed = states.filter(({ transitions }) => transitions.some(({ trigger }) => trigger.kind === 'after'))
    return states
      .filter(({ tags }) => tags.includes('busy'))
      .filter(({ path }) => !timed.some((state) => path === state.path || path.startsWith(`${state.path}.`)))
      .map(({ path }) => `${machine.id}: ${path}`)
  })
  expect(endless).toEqual([])
})

test('what is read from a machine is what it does', () => {
  const machine = setup({
    types: { events: {} as { type: 'knock.heard' | 'knock.unheard'; at: number } },
    actors: { watch: fromCallback(() => {}) },
    actions: { tell: (_args, _params: { type: string; at?: number }) => {} },
    guards: {
      isKind: (_args, _params: { kind: string }) => true,
      becomes: (_args, _params: { from: string; to: readonly string[] }) => true,
    },
    delays: { patience: 33_000, asTold: () => 1 },
  }).createMachine({
    id: 'example',
    initial: 'here',
    invoke: { src: 'watch', onError: { target: '.there', actions: raise({ type: 'knock.unheard', at: 0 }) } },
    states: {
      here: {
        on: {
          'knock.heard': [
            { guard: { type: 'isKind', params: { kind: 'soft' } }, target: 'there' },
            { guard: { type: 'becomes', params: { from: 'soft', to: ['loud', 'hard'] } }, target: 'there' },
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
          `${source}: ${writeTrigger(trigger)} ${guard === null ? (isElse ? 'else' : '-') : writeGuard(guard)} ${targets.join()}${reenter ? ' anew' : ''} ${actions.map(writeAction).join()}`,
      ),
    ),
  ).toEqual([
    ': watch fails - there raise (knock.unheard)',
    'here: knock.heard isKind soft there ',
    'here: knock.heard becomes from soft to loud or hard there ',
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
  expect(statesOf(readChart(machine).root)[1]?.transitions[0]?.actions).toEqual([{ type: 'record', params: [] }])
})

test.each(catalogue.map(({ machine }) => machine.id))(
  'in the pictures of %s nothing lies on anything',
  drawing,
  async (name) => {
    const { machine, doc } = entryOf(name)
    const chart = readChart(machine)
    for (const spec of picturesOf(name))
      for (const part of makePicture(chart, doc.states, doc.title, spec).parts) {
        const [layout] = await layOutParts({ parts: [part], width: 1_000 })
        if (layout === undefined) throw new Error('A part without a layout')
        const { nodes, edges } = layout
        const labelled = [...edges].flatMap(([id, { label }]) => (label === null ? [] : [{ id, place: label }]))
        const leaves = part.nodes.flatMap(leavesOf).map((id) => ({ id, place: placeIn(nodes, id) }))
        const things = [...leaves, ...labelled]
        expect(pairs(things).filter(([a, b]) => overlap(a.place, b.place))).toEqual([])
        const borders = part.nodes.flatMap(groupsOf).flatMap((id) => bordersOf(placeIn(nodes, id)))
        expect(things.filter(({ place }) => borders.some((border) => overlap(border, shrunk(place))))).toEqual([])
        for (const [id, { points }] of edges) {
          const others = things.filter((thing) => thing.id !== id)
          const lines = segments(points)
          expect(others.filter(({ place }) => lines.some((line) => overlap(line, shrunk(place))))).toEqual([])
        }
      }
  },
)

function leavesOf(node: PictureNode): string[] {
  if (node.kind !== 'state' || node.children.length === 0) return [node.id]
  return node.children.flatMap(leavesOf)
}

function groupsOf(node: PictureNode): string[] {
  return node.kind === 'state' && node.children.length > 0 ? [node.id, ...node.children.flatMap(groupsOf)] : []
}

function bordersOf({ x, y, width, height }: Placed): Placed[] {
  return [
    { x, y, width, height: 0.1 },
    { x, y: y + height, width, height: 0.1 },
    { x, y, width: 0.1, height },
    { x: x + width, y, width: 0.1, height },
  ]
}

function placeIn(nodes: ReadonlyMap<string, Placed>, id: string): Placed {
  const place = nodes.get(id)
  if (place === undefined) throw new Error(`${id} has no place`)
  return place
}

function pairs<Thing>(things: readonly Thing[]): (readonly [Thing, Thing])[] {
  return things.flatMap((thing, index) => things.slice(index + 1).map((other) => [thing, other] as const))
}

function overlap(a: Placed, b: Placed): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function segments(points: readonly Point[]): Placed[] {
  return points.slice(1).map((to, index) => {
    const from = points[index] ?? to
    return {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(from.x - to.x) + 0.1,
      height: Math.abs(from.y - to.y) + 0.1,
    }
  })
}

/** A line ends on the border of what it leads to, which is no overlap. */
function shrunk({ x, y, width, height }: Placed): Placed {
  return { x: x + 1, y: y + 1, width: width - 2, height: height - 2 }
}
