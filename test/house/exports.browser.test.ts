import mermaid from 'mermaid'
import { expect, test } from 'vitest'
import { catalogue } from '../../dev/charts/catalogue'
import { type Chart, type ChartTransition, statesOf } from '../../dev/charts/chart'
import { readChart } from '../../dev/charts/read-chart'
import { writeMermaid } from '../../dev/charts/write-mermaid'
import { writeScxml } from '../../dev/charts/write-scxml'

const charts = catalogue.map(({ machine, doc }) => ({ name: machine.id, chart: readChart(machine), doc }))

// --- Mermaid -----------------------------------------------------------------------------------------------------------

mermaid.initialize({ startOnLoad: false, maxTextSize: 1_000_000, maxEdges: 10_000 })

interface MermaidData {
  readonly nodes: readonly { readonly id: string; readonly label?: string; readonly parentId?: string }[]
  readonly edges: readonly { readonly start: string; readonly end: string; readonly label?: string }[]
}

test.each(charts)('Mermaid draws $name, and has its states inside each other as they are', async ({ name, chart }) => {
  const text = writeMermaid(chart)
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text)
  const { nodes, edges } = (db as unknown as { getData(): MermaidData }).getData()

  const states = new Map(statesOf(chart.root).map((state) => [mermaidId(chart, state.path), state]))
  const parents = new Map(nodes.map(({ id, parentId }) => [id, parentId]))
  /** Between two states are the frames of regions and notes. */
  const parentOf = (id: string): string | undefined => {
    const parent = parents.get(id)
    return parent === undefined || states.has(parent) ? parent : parentOf(parent)
  }
  const drawn = nodes.filter(({ id }) => states.has(id))
  expect(drawn.map(({ id, label }) => `${id}: ${label} in ${parentOf(id)}`).sort()).toEqual(
    [...states]
      .map(([id, { path, name: of }]) => {
        const parent = path === '' ? undefined : mermaidId(chart, path.split('.').slice(0, -1).join('.'))
        return `${id}: ${path === '' ? name : of} in ${parent}`
      })
      .sort(),
  )

  const between = edges.filter(({ start, end }) => states.has(start) && states.has(end))
  const lines = between.flatMap(({ start, end, label }) =>
    (label ?? '').split('<br>').map((line) => `${start} > ${end} ${line.split(' ')[0]}`),
  )
  expect(lines.sort()).toEqual(
    [...states]
      .flatMap(([id, { transitions }]) =>
        transitions.flatMap(({ targets, trigger }) =>
          targets.map((target) => `${id} > ${mermaidId(chart, target)} ${firstWord[trigger.kind](trigger as never)}`),
        ),
      )
      .sort(),
  )

  const { svg } = await mermaid.render(`drawn-${name}`, text)
  expect(svg).toContain('</svg>')
})

const firstWord = {
  event: ({ event }: { event: string }) => event,
  after: () => 'after',
  always: () => 'always',
  error: ({ src }: { src: string }) => src,
  done: ({ src }: { src: string }) => src,
}

function mermaidId(chart: Chart, path: string): string {
  return [chart.name, path.replaceAll('.', '_')].filter(Boolean).join('_')
}

// --- SCXML -------------------------------------------------------------------------------------------------------------

/** The elements that are used, with the attributes and the elements that each may have (W3C, State Chart XML, 3 to 6). */
const grammar: Readonly<Record<string, readonly [attributes: string, content: string]>> = {
  scxml: ['version datamodel name initial', 'datamodel state parallel'],
  datamodel: ['', 'data'],
  data: ['id expr', ''],
  state: ['id initial', 'onentry onexit invoke transition state parallel final'],
  parallel: ['id', 'onentry onexit invoke transition state parallel'],
  final: ['id', 'onentry onexit'],
  onentry: ['', 'log raise send'],
  onexit: ['', 'log raise cancel'],
  transition: ['event cond target type', 'log raise'],
  invoke: ['id type src', ''],
  send: ['id event delay delayexpr', ''],
  cancel: ['sendid', ''],
  log: ['label expr', ''],
  raise: ['event', ''],
}

test.each(charts)('the SCXML of $name is State Chart XML, and leads nowhere that is not there', ({ chart, doc }) => {
  const xml = parseXml(writeScxml(chart, doc))
  const elements = [...xml.querySelectorAll('*')]
  for (const element of elements) {
    const [attributes = '', content = ''] = grammar[element.localName] ?? []
    expect(element.namespaceURI).toBe('http://www.w3.org/2005/07/scxml')
    expect(attributes.split(' ')).toEqual(
      expect.arrayContaining(element.getAttributeNames().filter((of) => of !== 'xmlns')),
    )
    expect(content.split(' ')).toEqual(expect.arrayContaining([...element.children].map(({ localName }) => localName)))
  }
  const ids = elements.flatMap((element) => element.getAttribute('id') ?? [])
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[A-Za-z_][\w.-]*$/)
  const states = new Set([...xml.querySelectorAll('state, parallel, final')].map(({ id }) => id))
  for (const element of elements)
    for (const id of [element.getAttribute('target'), element.getAttribute('initial')])
      if (id !== null) expect(states).toContain(id)
  for (const { id, parentElement } of xml.querySelectorAll('send'))
    expect(parentElement?.parentElement?.querySelector(`:scope > onexit > cancel[sendid="${id}"]`)).not.toBeNull()
  const data = new Set([...xml.querySelectorAll('data')].map(({ id }) => id))
  for (const element of elements) {
    const condition = element.getAttribute('cond') ?? element.getAttribute('delayexpr') ?? ''
    for (const [, state, datum] of condition.matchAll(/In\('([^']+)'\)|(\w+)/g))
      expect(state === undefined ? data : states).toContain(state ?? datum)
  }
})

test.each(charts)('the SCXML of $name has its states and transitions', ({ chart, doc }) => {
  const xml = parseXml(writeScxml(chart, doc))
  const written = [...xml.querySelectorAll('state, parallel, final')].filter(({ id }) => !id.endsWith('.regions'))
  const describe = ({ id, localName, parentElement, children }: Element) => ({
    id,
    isFinal: localName === 'final',
    isParallel: localName === 'parallel' || [...children].some((child) => child.id === `${id}.regions`),
    parent: (parentElement?.id ?? '').replace(/\.regions$/, ''),
    transitions: [...children]
      .filter((child) => child.localName === 'transition')
      .map(describeTransition)
      .sort(),
  })
  const idOf = (path: string) => (path === '' ? chart.name : `${chart.name}.${path}`)
  expect(written.map(describe)).toEqual(
    statesOf(chart.root).map(({ path, type, transitions }) => ({
      id: idOf(path),
      isFinal: type === 'final',
      isParallel: type === 'parallel',
      parent: path === '' ? '' : idOf(path.split('.').slice(0, -1).join('.')),
      transitions: transitions
        .map((transition) => {
          const isStaying = transition.targets.includes(path) && !transition.reenter
          const to = isStaying ? '' : transition.targets.map(idOf).join()
          const isWithin =
            !transition.reenter && transition.targets.some((target) => idOf(target).startsWith(`${idOf(path)}.`))
          const within = isWithin ? ' within' : ''
          return `${asked(transition)}${transition.guard === null ? '' : ' if'}${within} > ${to} / ${doneBy(transition)}`
        })
        .sort(),
    })),
  )
})

/** With what its event stands for: timers and invocations have one that the document makes. */
function describeTransition(transition: Element): string {
  const event = transition.getAttribute('event') ?? 'always'
  const here = transition.parentElement
  const send = here?.querySelector(`:scope > onentry > send[event="${event}"]`)
  const invoke = here?.querySelector(`:scope > invoke[id="${event.replace(/^(done\.invoke|error\.platform)\./, '')}"]`)
  const what = send
    ? `after ${send.getAttribute('delay')?.replace('ms', '') ?? send.getAttribute('delayexpr')}`
    : invoke
      ? `${event.startsWith('done') ? 'done' : 'error'} ${invoke.id.split('.').at(-1)}`
      : event
  const condition = transition.hasAttribute('cond') ? ' if' : ''
  const within = transition.getAttribute('type') === 'internal' ? ' within' : ''
  const done = [...transition.children].map((child) => child.getAttribute('event') ?? child.localName)
  return `${what}${condition}${within} > ${transition.getAttribute('target') ?? ''} / ${done.join()}`
}

function doneBy({ actions }: ChartTransition): string {
  return actions.flatMap(({ raises }) => ['log', ...(raises === undefined ? [] : [raises])]).join()
}

function asked({ trigger }: ChartTransition): string {
  switch (trigger.kind) {
    case 'event':
      return trigger.event
    case 'after':
      return `after ${trigger.ms ?? trigger.delay}`
    case 'always':
      return 'always'
    default:
      return `${trigger.kind} ${trigger.src}`
  }
}

function parseXml(text: string): Document {
  const xml = new DOMParser().parseFromString(text, 'application/xml')
  expect(xml.querySelector('parsererror')).toBeNull()
  return xml
}
