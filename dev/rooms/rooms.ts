/**
 * Who may import whom in src/: the table of CONTRIBUTING.md, as the check reads it. There is no list of exceptions: an
 * import that is not permitted here is a mistake of the design or of this table, and is settled in one of the two.
 */

/** How a module reaches another: `type` leaves nothing in the bundle, `lazy` is `import()`. */
export type ImportKind = 'static' | 'lazy' | 'type'

export interface Permit {
  /** A package's name, or a module of src by its path without the extension (`api/errors`). */
  readonly to: RegExp
  /** Absent: any kind. */
  readonly kinds?: readonly ImportKind[]
}

export interface Room {
  readonly name: string
  readonly files: RegExp
  readonly packages: readonly Permit[]
  readonly modules: readonly Permit[]
  /** What makes a chart differ from its replay, or tie it to one host. */
  readonly forbiddenGlobals?: readonly string[]
}

const typesOnly = ['type'] as const
const xstate: Permit = { to: /^xstate(\/|$)/ }
const solid: Permit = { to: /^solid-js(\/|$)/ }
const contracts: Permit = { to: /^machines\/(ports|ports\/[^/]+|failure)$/, kinds: typesOnly }
const apiTypes: Permit = { to: /^api\//, kinds: typesOnly }

/** What each folder of adapters/ is about, and what else it may reach for. Another folder's insides are never among it. */
const technologies: Record<string, { packages?: readonly Permit[]; modules?: readonly Permit[] }> = {
  sip: { packages: [{ to: /^sip\.js(\/|$)/ }] },
  media: {},
  auth: {},
  storage: { packages: [{ to: /^idb$/ }] },
  http: {},
  tabs: { modules: [apiTypes] },
  host: { modules: [apiTypes] },
  inspect: { modules: [apiTypes, { to: /^trace\/redact\//, kinds: typesOnly }] },
}

/** The first room that matches is a file's room. */
export const rooms: readonly Room[] = [
  {
    name: 'machines',
    files: /^machines\//,
    packages: [xstate],
    modules: [{ to: /^machines\// }],
    forbiddenGlobals: [
      'Date',
      'Math.random',
      'performance',
      'crypto',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'queueMicrotask',
      'requestAnimationFrame',
      'fetch',
      'WebSocket',
      'window',
      'document',
      'navigator',
      'location',
      'localStorage',
      'sessionStorage',
      'indexedDB',
      'console',
      'process',
      'globalThis',
    ],
  },
  ...Object.entries(technologies).map(
    ([technology, { packages = [], modules = [] }]): Room => ({
      name: `adapters/${technology}`,
      files: new RegExp(`^adapters/${technology}/`),
      packages: [{ ...xstate, kinds: typesOnly }, ...packages],
      modules: [contracts, { to: /^adapters\/[^/]+$/ }, { to: new RegExp(`^adapters/${technology}/`) }, ...modules],
    }),
  ),
  {
    name: 'adapters',
    files: /^adapters\/[^/]+$/,
    packages: [xstate],
    modules: [contracts, { to: /^adapters\/[^/]+$/ }],
  },
  {
    name: 'api/view',
    files: /^api\/view\//,
    packages: [{ ...xstate, kinds: typesOnly }],
    modules: [{ to: /^machines\// }, { to: /^api\// }],
  },
  {
    name: 'api',
    files: /^api\//,
    packages: [xstate],
    // Of trace: the recorder, and how it describes the charts; the journal when there is something to write down.
    modules: [
      { to: /^machines\// },
      { to: /^adapters\// },
      { to: /^api\// },
      { to: /^trace\/(recorder|describe|entry)$/ },
      { to: /^trace\/journal$/, kinds: ['lazy', 'type'] },
      { to: /^trace\/redact\/redactor$/, kinds: typesOnly },
    ],
  },
  {
    name: 'ui',
    files: /^ui\//,
    packages: [solid],
    modules: [{ to: /^ui\// }, apiTypes],
  },
  {
    name: 'trace/cli',
    files: /^trace\/cli\//,
    packages: [xstate, { to: /^node:/ }],
    modules: [{ to: /^machines\// }, { to: /^trace\// }],
  },
  {
    name: 'trace',
    files: /^trace\//,
    packages: [xstate],
    modules: [{ to: /^machines\// }, { to: /^api\/view\// }, { to: /^trace\// }],
  },
  {
    name: 'lab',
    files: /^lab\//,
    // Of the charts as they are drawn: made at build time, with layouts.
    packages: [xstate, solid, { to: /^virtual:charts$/ }],
    modules: [{ to: /^(machines|trace|api|ui|lab)\// }],
  },
  {
    name: 'the door to inspectors',
    files: /^inspect$/,
    packages: [{ ...xstate, kinds: typesOnly }],
    modules: [{ to: /^adapters\/inspect\// }, apiTypes],
  },
  {
    name: 'the door to traces',
    files: /^trace$/,
    packages: [],
    modules: [{ to: /^trace\/(judge|read-trace)$/ }],
  },
  {
    name: 'doors',
    files: /^[^/]+$/,
    packages: [],
    modules: [{ to: /^(api|ui)\// }, { to: /^[^/]+$/ }, { to: /^adapters\/host\//, kinds: ['lazy'] }],
  },
]
