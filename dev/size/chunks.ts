import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** What one file weighs on the wire, in bytes. */
export interface Weight {
  readonly raw: number
  readonly gzip: number
  readonly brotli: number
}

export function weigh(file: string): Weight {
  const bytes = readFileSync(file)
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
  }
}

export function add(weights: readonly Weight[]): Weight {
  return weights.reduce(
    (sum, { raw, gzip, brotli }) => ({ raw: sum.raw + raw, gzip: sum.gzip + gzip, brotli: sum.brotli + brotli }),
    { raw: 0, gzip: 0, brotli: 0 },
  )
}

/** An entry of Vite's manifest. */
interface Chunk {
  readonly file: string
  readonly src?: string
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
}

/** Which chunks a build loads, and when. */
export class ChunkGraph {
  readonly #chunks: Readonly<Record<string, Chunk>>

  constructor(folder: string) {
    this.#chunks = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
  }

  /** The key of the chunk that holds a source file, or of the one whose key contains `part`. */
  find(part: string): string {
    const key = Object.keys(this.#chunks).find((candidate) => candidate === part || candidate.includes(part))
    if (key === undefined) throw new Error(`The build has no chunk of ${part}.`)
    return key
  }

  /** What is loaded before the first line of these chunks runs. */
  atOnce(...keys: readonly string[]): Set<string> {
    return this.#follow(keys, (chunk) => chunk.imports ?? [])
  }

  /** That, and everything that it may load later, but for the chunks whose key `isOnDemand`. */
  everything(key: string, isOnDemand: (key: string) => boolean = () => false): Set<string> {
    return this.#follow([key], ({ imports = [], dynamicImports = [] }) => [
      ...imports,
      ...dynamicImports.filter((chunk) => !isOnDemand(chunk)),
    ])
  }

  file(key: string): string {
    return this.#chunk(key).file
  }

  #follow(keys: readonly string[], next: (chunk: Chunk) => readonly string[]): Set<string> {
    const found = new Set<string>()
    const waiting = [...keys]
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      if (found.has(key)) continue
      found.add(key)
      waiting.push(...next(this.#chunk(key)))
    }
    return found
  }

  #chunk(key: string): Chunk {
    const chunk = this.#chunks[key]
    if (chunk === undefined) throw new Error(`The build's manifest names ${key} and does not hold it.`)
    return chunk
  }
}
