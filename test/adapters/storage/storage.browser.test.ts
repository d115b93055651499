import { deleteDB, type IDBPDatabase, openDB } from 'idb'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { createDatabase } from '../../../src/adapters/storage/database'
import { createStorageAdapter } from '../../../src/adapters/storage/storage.adapter'
import type { Preferences } from '../../../src/machines/ports'
import { openPort, recordPorts } from '../media/ports'

const nothing: Preferences = {
  microphoneId: null,
  processing: ['echoCancellation', 'noiseSuppression', 'autoGainControl'],
  speakerId: null,
  ringDeviceId: null,
  callVolume: 1,
  ringVolume: 1,
}
const chosen: Preferences = { ...nothing, microphoneId: 'm', processing: [], speakerId: 's', ringVolume: 0.5 }

afterEach(() => {
  vi.restoreAllMocks()
})

/** A database of its own for each test, which goes with it. */
function databaseName(): string {
  const name = `callchart-${crypto.randomUUID()}`
  onTestFinished(() => deleteDB(name))
  return name
}

function openStorage(name: string) {
  const { makePort, factsOf } = recordPorts()
  const adapter = createStorageAdapter({ makePort, name })
  onTestFinished(() => adapter.dispose())
  const port = openPort(adapter.keepPreferences, undefined)
  const told = (facts: object[]) => vi.waitFor(() => expect(factsOf('keepPreferences#1')).toEqual(facts))
  return { adapter, port, told }
}

async function openRaw(name: string, version?: number): Promise<IDBPDatabase> {
  const raw = await openDB(name, version)
  onTestFinished(() => raw.close())
  return raw
}

test('preferences are the defaults at first, and survive the page', async () => {
  const name = databaseName()
  const first = openStorage(name)
  await first.told([{ type: 'preferences.loaded', preferences: nothing }])
  first.port.send({ type: 'preferences.save', preferences: nothing })
  first.port.send({ type: 'preferences.save', preferences: chosen })
  await first.told([
    { type: 'preferences.loaded', preferences: nothing },
    { type: 'preferences.saved' },
    { type: 'preferences.saved' },
  ])
  first.adapter.dispose()
  await openStorage(name).told([{ type: 'preferences.loaded', preferences: chosen }])
})

test('what was stored by something else reads as the defaults', async () => {
  const name = databaseName()
  await openStorage(name).told([{ type: 'preferences.loaded', preferences: nothing }])
  const raw = await openRaw(name)
  await raw.put('settings', new Blob(['?']), 'preferences')
  await openStorage(name).told([{ type: 'preferences.loaded', preferences: nothing }])
})

test('a database of a later version is left alone, and preferences fail', async () => {
  const name = databaseName()
  await openRaw(name, 99)
  const { port, told } = openStorage(name)
  await told([{ type: 'preferences.failed' }])
  port.send({ type: 'preferences.save', preferences: chosen })
  await told([{ type: 'preferences.failed' }, { type: 'preferences.failed' }])
})

test('a database without our store makes preferences fail', async () => {
  const name = databaseName()
  await openRaw(name, 1)
  await openStorage(name).told([{ type: 'preferences.failed' }])
})

test('a page that may not store is told so, and may later', async () => {
  const open = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
    throw new DOMException('This page may not store', 'SecurityError')
  })
  const { port, told } = openStorage(databaseName())
  await told([{ type: 'preferences.failed' }])
  open.mockRestore()
  port.send({ type: 'preferences.save', preferences: chosen })
  await told([{ type: 'preferences.failed' }, { type: 'preferences.saved' }])
})

test('a newer page may upgrade while we are open, and we fail instead of standing in its way', async () => {
  const name = databaseName()
  const { port, told } = openStorage(name)
  const loaded = { type: 'preferences.loaded', preferences: nothing }
  await told([loaded])
  await openRaw(name, 99)
  port.send({ type: 'preferences.save', preferences: chosen })
  await told([loaded, { type: 'preferences.failed' }])
})

test('an upgrade that an older page stands in the way of is given up, and done when that page is gone', async () => {
  const name = databaseName()
  const older = await openDB(name, 1, { blocking: () => {} })
  const database = createDatabase(name, [() => {}, (connection) => void connection.createObjectStore('settings')])
  onTestFinished(database.close)
  await expect(database.connect()).rejects.toThrow('older page')
  older.close()
  const connection = await database.connect()
  expect(connection.version).toBe(2)
})

test('an upgrade goes on from the version that is there', async () => {
  const name = databaseName()
  const steps: string[] = []
  const upgrade = (label: string) => () => void steps.push(label)
  const first = createDatabase(name, [upgrade('one')])
  await first.connect()
  first.close()
  const second = createDatabase(name, [upgrade('one'), upgrade('two'), upgrade('three')])
  onTestFinished(second.close)
  await second.connect()
  expect(steps).toEqual(['one', 'two', 'three'])
})
