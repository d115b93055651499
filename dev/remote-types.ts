import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'

/**
 * The types of the federated remote, where hosts with Module Federation's type support look for them: an archive of the
 * public declarations, and the manifest's word of it. The federation plugin's own `dts` declares every module that the
 * doors reach, charts included, and stops at those whose inferred types have no name.
 */

const archive = '@mf-types.zip'
const overview = '@mf-types.d.ts'

/** Puts them into a built remote. `declarations`: texts by file; `doors`: what the remote exposes. */
export function writeRemoteTypes(
  remote: string,
  declarations: ReadonlyMap<string, string>,
  doors: readonly string[],
): void {
  const entries = new Map([
    ...[...declarations].map(([file, text]) => [`compiled-types/${file}`, text] as const),
    ...doors.map((door) => [`${door}.d.ts`, `export * from './compiled-types/${door}.js'\n`] as const),
  ])
  writeFileSync(join(remote, archive), zip(entries))
  writeFileSync(join(remote, overview), overviewOf(doors))
  for (const file of ['mf-manifest.json', 'mf-stats.json']) announce(join(remote, file))
}

/** What `loadRemote` of a host's runtime is typed by; the host's tool replaces the identifier by its own name for us. */
function overviewOf(doors: readonly string[]): string {
  const keys = doors.map((door) => `'REMOTE_ALIAS_IDENTIFIER/${door}'`)
  const types = keys.map((key) => `T extends ${key} ? typeof import(${key}) : `)
  return `export type RemoteKeys = ${keys.join(' | ')};\ntype PackageType<T> = ${types.join('')}any;\n`
}

function announce(file: string): void {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { metaData: { types: unknown } }
  manifest.metaData.types = { path: '', name: '', zip: archive, api: overview }
  writeFileSync(file, JSON.stringify(manifest))
}

/** A ZIP archive without compression (PKWARE APPNOTE 4.3); its dates are all the same, so that builds can be compared. */
function zip(entries: ReadonlyMap<string, string>): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, text] of entries) {
    const name = Buffer.from(path)
    const data = Buffer.from(text)
    // Version 2.0, UTF-8 names, stored, 1 January 1980, then the checksum, both sizes and the length of the name.
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800, 2)
    common.writeUInt16LE(0x0021, 8)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(name.length, 22)

    const where = Buffer.alloc(14)
    where.writeUInt32LE(offset, 10)
    directory.push(signature(0x02014b50), Buffer.from([20, 0]), common, where, name)
    bodies.push(signature(0x04034b50), common, name, data)
    offset += 4 + common.length + name.length + data.length
  }
  const directoryBytes = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.size, 4)
  end.writeUInt16LE(entries.size, 6)
  end.writeUInt32LE(directoryBytes.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, directoryBytes, signature(0x06054b50), end])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
