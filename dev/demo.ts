import { build } from './build'
import { parkingSlots, parkNumber } from './pbx/calls/parking-lot'
import { type Pbx, startPbx } from './pbx/pbx'
import { listenNumber } from './pbx/services/mailbox'
import { demoUsers } from './pbx/users'
import { root } from './run'
import { type StaticServer, serveFolder } from './static-server'

export interface DemoOptions {
  /** Where each part listens; the next free port when it is taken, and 0 for any. Default: any. */
  readonly ports?: { readonly host?: number; readonly remote?: number; readonly pbx?: number }
  /** Builds the remote and the host shell first. Default: true; tests have them built once for all files. */
  readonly build?: boolean
  /** Hears what is being done, in words. Default: nobody. */
  readonly log?: (line: string) => void
}

/** The phone's remote on one origin, the host shell on another, and a PBX for them to call through. */
export interface Demo {
  readonly pbx: Pbx
  readonly pbxUrl: string
  /** The origin of the remote; `remoteManifest` is what a host loads. */
  readonly remoteUrl: string
  readonly remoteManifest: string
  readonly hostUrl: string
  /** The lab, on the host shell's origin: it finds the phones there by itself. */
  readonly labUrl: string
  /** The host shell with a user of the PBX signed in; further parts of the query override what the demo gives. */
  agentUrl(user: string, query?: Readonly<Record<string, string>>): string
  /** Ends everything. */
  close(): Promise<void>
}

/** Rejects with a BuildFailed when a build fails; then nothing is left running, nor after any other failure. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const { ports = {}, log = () => {} } = options
  if (options.build !== false) await buildAll(log)

  const closing: (() => Promise<void>)[] = []
  const close = async () => {
    await Promise.all(closing.splice(0).map((end) => end()))
  }
  try {
    const pbx = await onFreePort('PBX', ports.pbx, log, (port) => startPbx({ port, log }))
    closing.push(() => pbx.close())
    log(`The PBX listens on ${pbx.url}`)

    const remote = await onFreePort('remote', ports.remote, log, (port) =>
      serveFolder({ folder: `${root}/dist/remote`, port, cors: true }),
    )
    closing.push(() => remote.close())
    log(`The phone is served from ${remote.url}`)

    const json = { '/demo.json': defaultsOf(pbx, remote) }
    const host = await onFreePort('host shell', ports.host, log, (port) =>
      serveFolder({ folder: `${root}/dist/host-vanilla`, port, json, mounts: { '/lab/': `${root}/dist/lab` } }),
    )
    closing.push(() => host.close())
    log(`The host shell is served from ${host.url}, which is another origin`)

    return {
      pbx,
      pbxUrl: pbx.url,
      remoteUrl: remote.url,
      remoteManifest: manifestOf(remote),
      hostUrl: host.url,
      labUrl: `${host.url}/lab/`,
      agentUrl: (user, query = {}) => `${host.url}/?${new URLSearchParams({ user, ...query })}`,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function buildAll(log: (line: string) => void): Promise<void> {
  for (const [mode, name] of [
    ['remote', 'phone as a federated remote'],
    ['host-vanilla', 'host shell'],
    ['lab', 'lab'],
  ] as const) {
    log(`Building the ${name}…`)
    const { ms } = await build(mode)
    log(`  dist/${mode} (${(ms / 1000).toFixed(1)} s)`)
  }
}

/** What the PBX has beside calls: a parking lot, mailboxes, and the users' phones to be watched. */
const features = {
  parking: { extension: parkNumber, slots: parkingSlots },
  colleagues: demoUsers.map(({ number, name }) => ({ number, name })),
  voicemail: { number: listenNumber },
}

/** What the host shell takes when its query says nothing else. */
function defaultsOf(pbx: Pbx, remote: StaticServer) {
  const users = demoUsers.map(({ number, name, password }) => ({ user: number, name, password }))
  return { server: pbx.url, remote: manifestOf(remote), users, features }
}

function manifestOf(remote: StaticServer): string {
  return `${remote.url}/mf-manifest.json`
}

const attempts = 50

async function onFreePort<Server>(
  name: string,
  wanted = 0,
  log: (line: string) => void,
  open: (port: number) => Promise<Server>,
): Promise<Server> {
  for (let port = wanted; ; port += 1) {
    try {
      return await open(port)
    } catch (error) {
      if (wanted === 0 || !isTaken(error) || port >= wanted + attempts) throw error
      log(`Port ${port} is taken; the ${name} tries ${port + 1}.`)
    }
  }
}

/** EACCES: Windows keeps ranges of ports for itself. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}
