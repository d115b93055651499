import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { announcement, tone } from '../../../dev/pbx/media/clips'
import { fillIn } from '../support/fill-in'
import type { Ports } from './ports'

/** Whoever controls Asterisk by AMI and ARI. They listen on the loopback alone. */
export const api = { user: 'tests', secret: 'tests' }

export interface RunFolder {
  /** As this process sees it. */
  readonly path: string
  /** As Asterisk sees it: shorter by its root. */
  readonly inside: string
}

const templates = join(import.meta.dirname, '../etc')

/** Writes what Asterisk reads: test/pbx/etc with its {{…}} filled in, and the sounds that it plays. */
export function writeConfig({ path, inside }: RunFolder, ports: Ports): void {
  for (const folder of ['etc', 'run', 'log', 'spool', 'db', 'cache', 'sounds', 'music']) {
    mkdirSync(join(path, folder), { recursive: true })
  }
  const values: Readonly<Record<string, string | number>> = {
    folder: inside,
    httpPort: ports.http,
    amiPort: ports.ami,
    sipPort: ports.sip,
    farEndPort: ports.farEnd,
    sippPort: ports.sipp,
    rtpFirst: ports.rtpFirst,
    rtpLast: ports.rtpLast,
    apiUser: api.user,
    apiSecret: api.secret,
    iceHostCandidates: ownAddresses()
      .map((address) => `${address} => 127.0.0.1`)
      .join('\n'),
  }
  for (const file of readdirSync(templates)) {
    const text = readFileSync(join(templates, file), 'utf8')
    writeFileSync(join(path, 'etc', file), fillIn(text, values, file))
  }
  writeFileSync(join(path, 'sounds/announcement.ulaw'), announcement)
  writeFileSync(join(path, 'music/music.ulaw'), tone)
}

function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address)
}
