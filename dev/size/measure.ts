import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { add, ChunkGraph, type Weight, weigh } from './chunks'

export interface Row extends Weight {
  readonly name: string
  /** Bytes, brotli. */
  readonly budget?: number
  readonly parts: readonly (Weight & { readonly file: string })[]
}

export const kB = 1_000

/**
 * Bytes, brotli. The libraries, tree-shaken with our imports, weigh 16 kB (xstate and solid-js) and 34 kB (sip.js without
 * its media, log and subscriptions): nothing can go below that. The first draft had 40 and 90 in all, and the first calls
 * needed 49 and 102. All call controls took 26 kB more of the shell (as minified bytes: charts 64 -> 130, their views, commands
 * and words 54, the panel 49) and 19 more of what a first call loads, of which 8 are the trace's journal (redaction, folding,
 * its place in IndexedDB), which comes a second after the page. What a gesture opens is fetched then, and so is what only
 * a configured feature needs: neither is counted. Fetching the charts of a call with the SIP stack would take about 15 kB out of the shell.
 * Tokens that lapse took 1.4 kB of the shell: two regions of the chart of the sign-in, a state of the connection, the adapter that
 * reads what a provider gives and asks again, and what the panel says of it.
 */
const shellBudget = 78 * kB
const firstCallBudget = 149.5 * kB
/** The element's own life in the document. */
const elementBudget = 1.5 * kB

const onDemand = [
  'src/adapters/http/supervision-service.ts',
  'src/adapters/media/device-test.ts',
  'src/adapters/sip/subscription.ts',
]

/** What comes when somebody opens it, or where there is something to watch: parts of the panel, device tests, subscriptions. */
export const isOnDemand = (key: string): boolean => key.startsWith('src/ui/') || onDemand.includes(key)

/** What the doors weigh that were built into `remote`, `script` and `lib` of a folder. */
export function measure(dist: string): Row[] {
  const remote = join(dist, 'remote')
  const graph = new ChunkGraph(remote)
  const row = (name: string, keys: Iterable<string>, budget?: number): Row => {
    const parts = [...keys].map((key) => ({ file: graph.file(key), ...weigh(join(remote, graph.file(key))) }))
    return { name, parts, ...add(parts), ...(budget === undefined ? {} : { budget }) }
  }

  const [mount, element] = [graph.find('src/mount.ts'), graph.find('src/element.ts')]
  const [shell, elementShell] = [graph.atOnce(mount), graph.atOnce(element)]
  // Its entry loads the shared modules at once, though by import(): there are none, but their table is a chunk.
  const federation = graph.atOnce(graph.find('REMOTE_ENTRY_ID'), graph.find('localSharedImportMap'))
  for (const key of shell) federation.delete(key)

  return [
    row('mount: shell and charts', shell, shellBudget),
    row('mount: all that a first call loads', graph.everything(mount, isOnDemand), firstCallBudget),
    row('element: shell and charts', elementShell, shellBudget + elementBudget),
    row('element: all that a first call loads', graph.everything(element, isOnDemand), firstCallBudget + elementBudget),
    row('mount: all that it may ever load', graph.everything(mount)),
    row('federation runtime, beside either', federation),
    folderRow('script: one file', join(dist, 'script')),
    folderRow('npm: our own code, not minified', join(dist, 'lib')),
  ]
}

function folderRow(name: string, folder: string): Row {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))
  const parts = files.map((file) => ({ file, ...weigh(join(folder, file)) }))
  return { name, parts, ...add(parts) }
}

export function isOver({ brotli, budget }: Row): boolean {
  return budget !== undefined && brotli > budget
}
