import { type DBSchema, openDB } from 'idb'

interface Schema extends DBSchema {
  /** Batches of lines, by their page and their number in it. */
  batches: { key: [page: string, number: number]; value: string }
}

export interface TracePages {
  /** Adds a record to this page's. */
  append(text: string): Promise<void>
  /** Puts one record in the place of all of this page's. */
  replace(text: string): Promise<void>
  /** All records of the last page that is gone, in order; null: there is none. */
  previous(): Promise<string | null>
  onHide(listener: () => void): void
  close(): void
}

/** Pages that are gone and whose traces are kept. */
const kept = 3

const lockOf = (page: string): string => `callchart trace ${page}`

/** The records of a page come together. */
const rangeOf = (page: string): IDBKeyRange => IDBKeyRange.bound([page, 0], [page, Number.MAX_SAFE_INTEGER])

/** Pages that still run hold a lock, which the browser takes back from them however they end. */
async function livePages(): Promise<ReadonlySet<string>> {
  // Without locks (no secure context) nobody can be told from the dead: every other page is taken for gone.
  const { held = [] } = (await navigator.locks?.query()) ?? {}
  return new Set(held.map(({ name }) => name ?? ''))
}

/** This origin's traces in IndexedDB: each page writes its own, and reads what the last one has left. */
export async function openTracePages(name = 'callchart-traces'): Promise<TracePages> {
  const database = await openDB<Schema>(name, 1, {
    upgrade: (opened) => void opened.createObjectStore('batches'),
  })
  // Sorts by time.
  const page = `${String(Date.now()).padStart(14, '0')}-${Math.random().toString(36).slice(2, 8)}`
  const ended = new AbortController()
  const released = new Promise<void>((resolve) => ended.signal.addEventListener('abort', () => resolve()))
  void navigator.locks?.request(lockOf(page), () => released).catch(() => {})
  let number = 0

  const deadPages = async (): Promise<readonly string[]> => {
    const live = await livePages()
    const pages = new Set((await database.getAllKeys('batches')).map(([of]) => of))
    return [...pages].filter((of) => of !== page && !live.has(lockOf(of))).sort()
  }
  const forget = async () => {
    for (const old of (await deadPages()).slice(0, -kept)) await database.delete('batches', rangeOf(old))
  }
  // Some older traces more do no harm.
  await forget().catch(() => {})

  return {
    async append(text) {
      await database.put('batches', text, [page, number++])
    },
    async replace(text) {
      const transaction = database.transaction('batches', 'readwrite')
      const at = number++
      await Promise.all([
        transaction.store.delete(rangeOf(page)),
        transaction.store.put(text, [page, at]),
        transaction.done,
      ])
    },
    async previous() {
      const last = (await deadPages()).at(-1)
      if (last === undefined) return null
      const batches = await database.getAll('batches', rangeOf(last))
      return `${batches.map((batch) => batch.trimEnd()).join('\n')}\n`
    },
    onHide(listener) {
      addEventListener('pagehide', listener, { signal: ended.signal })
      document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && listener(), {
        signal: ended.signal,
      })
    },
    close() {
      ended.abort()
      database.close()
    },
  }
}
