import type { PhoneConfig } from 'callchart'

/** Where the phone comes from, and whose it is: the page's query, else what `npm start` serves as demo.json. */
export interface Settings {
  /** The remote's mf-manifest.json, on whatever origin it is deployed. */
  readonly remote: string
  /** The SIP server: a WebSocket URL. */
  readonly server: string
  /** null: the phone asks who is there. */
  readonly account: { readonly user: string; readonly password: string | null; readonly name: string | null } | null
  /** Where the host's backend gives tokens, which serve in the place of a password; null: it gives none. */
  readonly tokens: string | null
  /** What the demo's own server has beside calls; null: the server is another one. */
  readonly features: PhoneConfig['features'] | null
  /** Has the phone's trace hold the state of every chart after each entry (`?trace=states`), which tests compare. */
  readonly traceStates: boolean
  /** Whatever else the phone is to be configured with (`?config={"dtmf":{"method":"info"}}`); it names what is wrong. */
  readonly config: Partial<PhoneConfig>
}

interface Defaults {
  readonly remote?: string
  readonly server?: string
  readonly features?: PhoneConfig['features']
  readonly users?: readonly { readonly user: string; readonly password: string; readonly name: string }[]
}

export async function readSettings(): Promise<Settings> {
  const query = new URLSearchParams(location.search)
  const defaults = await readDefaults()
  const remote = query.get('remote') ?? defaults.remote
  const server = query.get('server') ?? defaults.server
  if (remote === undefined || server === undefined) {
    throw new Error('Start this page with `npm start`, or give it ?remote=<URL of mf-manifest.json>&server=<ws URL>.')
  }
  return {
    remote,
    server,
    account: accountOf(query, defaults),
    tokens: query.get('tokens'),
    features: query.has('server') ? null : featuresOf(query.get('user'), defaults),
    traceStates: query.get('trace') === 'states',
    config: JSON.parse(query.get('config') ?? '{}') as Partial<PhoneConfig>,
  }
}

/** Nobody is a colleague of their own. */
function featuresOf(user: string | null, { features }: Defaults): Settings['features'] {
  if (features === undefined) return null
  return { ...features, colleagues: features.colleagues?.filter(({ number }) => number !== user) ?? [] }
}

function accountOf(query: URLSearchParams, { users = [] }: Defaults): Settings['account'] {
  const user = query.get('user')
  if (user === null) return null
  const known = users.find((candidate) => candidate.user === user)
  const password = query.has('tokens') ? null : (query.get('password') ?? known?.password ?? null)
  return { user, password, name: known?.name ?? null }
}

async function readDefaults(): Promise<Defaults> {
  const response = await fetch('./demo.json')
  return response.ok ? ((await response.json()) as Defaults) : {}
}
