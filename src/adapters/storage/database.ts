import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

interface Schema extends DBSchema {
  /** Single records by name. */
  settings: { key: string; value: unknown }
}

type Connection = IDBPDatabase<Schema>

/** One a version, each from the version before; a new store is a new entry, and none is ever changed. */
const upgrades: readonly ((connection: Connection) => void)[] = [
  (connection) => {
    connection.createObjectStore('settings')
  },
]

/** One database, opened when it is first needed, and again after the browser or a newer page of ours has closed it. */
export interface Database {
  /** Rejects when storage is forbidden, full, newer than this page, or kept from its upgrade by an older page. */
  connect(): Promise<Connection>
  close(): void
}

export function createDatabase(name: string, steps = upgrades): Database {
  let current: Promise<Connection> | null = null

  const forget = () => {
    current = null
  }
  const connect = () => {
    if (current) return current
    const opening = openConnection(name, steps, forget)
    current = opening
    opening.catch(forget)
    return opening
  }
  return {
    connect,
    close: () => {
      current?.then((connection) => connection.close(), forget)
      forget()
    },
  }
}

async function openConnection(name: string, steps: typeof upgrades, onClosed: () => void): Promise<Connection> {
  let isBlocked = false
  const connection = await new Promise<Connection>((resolve, reject) => {
    openDB<Schema>(name, steps.length, {
      upgrade: (opened, from) => {
        for (const step of steps.slice(from)) step(opened)
      },
      blocked: () => {
        isBlocked = true
        reject(new Error(`The database ${name} is kept from its upgrade by an older page`))
      },
      blocking: (_from, _to, event) => {
        // A newer page wants to upgrade: holding on would keep it from its storage.
        if (event.target instanceof IDBDatabase) event.target.close()
        onClosed()
      },
      terminated: onClosed,
    }).then((opened) => {
      // Nobody waits any more: the older page is gone, and the next use opens anew.
      if (isBlocked) opened.close()
      resolve(opened)
    }, reject)
  })
  return connection
}
