import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** An archive of Debian that this machine already takes its packages from. */
export interface Archive {
  readonly uri: string
  readonly keyring: string
}

const debianKeyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** The archive of a suite of Debian itself (and not of its security updates, which have other packages). */
export function readArchive(codename: string, folder = '/etc/apt'): Archive | undefined {
  const suites = new Set([codename, 'stable', 'testing', 'unstable', 'sid'])
  const files = [join(folder, 'sources.list'), ...listed(join(folder, 'sources.list.d'))]
  for (const file of files.filter((each) => existsSync(each))) {
    const text = readFileSync(file, 'utf8')
    const found = file.endsWith('.sources') ? inStanzas(text, suites) : inLines(text, suites)
    if (found !== undefined) return found
  }
  return undefined
}

function listed(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /\.(?:sources|list)$/.test(name))
    .map((name) => join(folder, name))
}

/** deb822: stanzas of `Field: value` (sources.list(5)). */
function inStanzas(text: string, suites: ReadonlySet<string>): Archive | undefined {
  for (const stanza of text.split(/\n\s*\n/)) {
    const field = (name: string) => new RegExp(`^${name}:\\s*(.+)$`, 'im').exec(stanza)?.[1]?.trim().split(/\s+/) ?? []
    const [uri] = field('URIs')
    if (uri === undefined || !field('Types').includes('deb') || !field('Suites').some((suite) => suites.has(suite)))
      continue
    return { uri, keyring: keyringOf(field('Signed-By')[0]) }
  }
  return undefined
}

/** `deb [options] uri suite component…` */
function inLines(text: string, suites: ReadonlySet<string>): Archive | undefined {
  for (const line of text.split('\n')) {
    const [, options, uri, suite] = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)/.exec(line) ?? []
    if (uri === undefined || suite === undefined || !suites.has(suite)) continue
    return { uri, keyring: keyringOf(/signed-by=(\S+)/.exec(options ?? '')?.[1]) }
  }
  return undefined
}

/** A key may also stand in the stanza itself. */
function keyringOf(signedBy: string | undefined): string {
  return signedBy?.startsWith('/') ? signedBy : debianKeyring
}
