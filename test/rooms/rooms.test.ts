import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { checkRooms } from '../../dev/rooms/check-rooms'

const trees: string[] = []

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true })
})

/** A small src in which every room has something to import. */
const neighbours = {
  'index.ts': 'export {}',
  'machines/ports.ts': 'export interface Fact {}',
  'machines/failure.ts': 'export interface Failure {}',
  'machines/call/call.machine.ts': 'export const callMachine = 1',
  'machines/call/call.doc.ts': 'export const words = 1',
  'adapters/port.ts': 'export const port = 1',
  'adapters/sip/index.ts': 'export const sip = 1',
  'adapters/media/index.ts': 'export const media = 1',
  'adapters/host/dialect.ts': 'export const dialect = 1',
  'api/state.ts': 'export interface PhoneState {}',
  'api/errors.ts': 'export class PhoneError {}',
  'api/view/call.view.ts': 'export const view = 1',
  'ui/panel.tsx': 'export const panel = 1',
  'ui/panel.css': '',
  'trace/recorder.ts': 'export const recorder = 1',
  'trace/redact/redactor.ts': 'export interface Redactor {}',
  'trace/replay.ts': 'export const replay = 1',
  'lab/viewer.ts': 'export const viewer = 1',
}

function check(file: string, source: string) {
  const tree = mkdtempSync(join(tmpdir(), 'rooms-'))
  trees.push(tree)
  for (const [path, text] of Object.entries({ ...neighbours, [file]: source })) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  return checkRooms(tree)
}

test('the rooms of src keep to their table', () => {
  expect(checkRooms(join(import.meta.dirname, '../../src'))).toEqual([])
})

test('a complaint names the file and the line', () => {
  expect(check('machines/bad.ts', "import { setup } from 'xstate'\n\nimport { panel } from '../ui/panel'\n")).toEqual([
    { file: 'machines/bad.ts', line: 3, message: 'machines must not import ui/panel' },
  ])
})

describe('what the table forbids is reported:', () => {
  test.each<[file: string, source: string, message: string]>([
    // Charts are pure.
    ['machines/a.ts', "import { sip } from '../adapters/sip'", 'machines must not import adapters/sip/index'],
    ['machines/a.ts', "import type { Phone } from '../api/state'", 'machines must not import api/state'],
    ['machines/a.ts', "import { recorder } from '../trace/recorder'", 'machines must not import trace/recorder'],
    ['machines/a.ts', "import 'sip.js'", 'machines must not import sip.js'],
    ['machines/a.ts', "import 'solid-js'", 'machines must not import solid-js'],
    ['machines/a.ts', "import { readFileSync } from 'node:fs'", 'machines must not import node:fs'],
    ['machines/a.ts', 'export const now = Date.now()', 'machines must not use Date'],
    ['machines/a.ts', 'export const now = new Date()', 'machines must not use Date'],
    ['machines/a.ts', 'export const wait = Math.random() * 2', 'machines must not use Math.random'],
    ['machines/a.ts', 'export const id = crypto.randomUUID()', 'machines must not use crypto'],
    ['machines/a.ts', 'setTimeout(() => {}, 1)', 'machines must not use setTimeout'],
    ['machines/a.ts', 'setInterval(() => {}, 1)', 'machines must not use setInterval'],
    ['machines/a.ts', 'queueMicrotask(() => {})', 'machines must not use queueMicrotask'],
    ['machines/a.ts', 'export const t = performance.now()', 'machines must not use performance'],
    ['machines/a.ts', 'export const title = document.title', 'machines must not use document'],
    ['machines/a.ts', 'export const all = { navigator }', 'machines must not use navigator'],
    ['machines/a.ts', "export const all = globalThis['Date']", 'machines must not use globalThis'],
    ['machines/a.ts', "import { words } from './call/call.doc'", 'ships the words of a chart: machines/call/call.doc'],
    // An adapter knows its port and its technology.
    ['adapters/a.ts', "import 'sip.js'", 'adapters must not import sip.js'],
    ['adapters/a.ts', "import { sip } from './sip'", 'adapters must not import adapters/sip/index'],
    ['adapters/sip/a.ts', "import { media } from '../media'", 'adapters/sip must not import adapters/media/index'],
    ['adapters/media/a.ts', "import { sip } from '../sip'", 'adapters/media must not import adapters/sip/index'],
    ['adapters/media/a.ts', "import 'sip.js'", 'adapters/media must not import sip.js'],
    ['adapters/sip/a.ts', "import 'idb'", 'adapters/sip must not import idb'],
    ['adapters/sip/a.ts', "import { panel } from '../../ui/panel'", 'adapters/sip must not import ui/panel'],
    ['adapters/sip/a.ts', "import type { S } from '../../api/state'", 'adapters/sip must not import api/state'],
    [
      'adapters/sip/a.ts',
      "import { callMachine } from '../../machines/call/call.machine'",
      'adapters/sip must not import machines/call/call.machine',
    ],
    [
      'adapters/sip/a.ts',
      "import { x } from '../../machines/ports'",
      'adapters/sip may import machines/ports as type only, and this is static',
    ],
    [
      'adapters/sip/a.ts',
      "import { setup } from 'xstate'",
      'adapters/sip may import xstate as type only, and this is static',
    ],
    [
      'adapters/host/a.ts',
      "import { PhoneError } from '../../api/errors'",
      'adapters/host may import api/errors as type only, and this is static',
    ],
    ['adapters/inspect/a.ts', "import '../../trace/replay'", 'adapters/inspect must not import trace/replay'],
    ['adapters/fax/a.ts', 'export {}', 'is in no room'],
    // The vocabulary composes, and draws nothing.
    ['api/a.ts', "import { panel } from '../ui/panel'", 'api must not import ui/panel'],
    ['api/a.ts', "import 'solid-js'", 'api must not import solid-js'],
    ['api/a.ts', "import 'sip.js'", 'api must not import sip.js'],
    ['api/a.ts', "import { replay } from '../trace/replay'", 'api must not import trace/replay'],
    ['api/a.ts', "import '../index'", 'api must not import index'],
    ['api/view/a.ts', "import { port } from '../../adapters/port'", 'api/view must not import adapters/port'],
    // What people see knows the view alone.
    [
      'ui/a.tsx',
      "import { callMachine } from '../machines/call/call.machine'",
      'ui must not import machines/call/call.machine',
    ],
    ['ui/a.tsx', "import type { Failure } from '../machines/failure'", 'ui must not import machines/failure'],
    ['ui/a.tsx', "import { sip } from '../adapters/sip'", 'ui must not import adapters/sip/index'],
    ['ui/a.tsx', "import 'sip.js'", 'ui must not import sip.js'],
    ['ui/a.tsx', "import { createActor } from 'xstate'", 'ui must not import xstate'],
    ['ui/a.tsx', "import { x } from '../api/state'", 'ui may import api/state as type only, and this is static'],
    [
      'ui/a.tsx',
      "export const later = import('../api/state')",
      'ui may import api/state as type only, and this is lazy',
    ],
    // A replay has neither a screen nor a wire.
    ['trace/a.ts', "import { panel } from '../ui/panel'", 'trace must not import ui/panel'],
    ['trace/a.ts', "import { port } from '../adapters/port'", 'trace must not import adapters/port'],
    ['trace/a.ts', "import '../api/errors'", 'trace must not import api/errors'],
    ['lab/a.ts', "import { port } from '../adapters/port'", 'lab must not import adapters/port'],
    // Doors open, and do nothing of their own.
    [
      'a.ts',
      "import { callMachine } from './machines/call/call.machine'",
      'doors must not import machines/call/call.machine',
    ],
    ['a.ts', "import { port } from './adapters/port'", 'doors must not import adapters/port'],
    ['a.ts', "import 'xstate'", 'doors must not import xstate'],
    [
      'a.ts',
      "import { dialect } from './adapters/host/dialect'",
      'doors may import adapters/host/dialect as lazy only, and this is static',
    ],
    // However it is written.
    ['ui/a.tsx', "export * from '../machines/ports'", 'ui must not import machines/ports'],
    ['ui/a.tsx', "export { port } from '../adapters/port'", 'ui must not import adapters/port'],
    ['ui/a.tsx', "export type Port = import('../machines/ports').Fact", 'ui must not import machines/ports'],
    ['ui/a.tsx', "export const load = () => import('../adapters/sip')", 'ui must not import adapters/sip/index'],
    [
      'ui/a.tsx',
      'export const load = (path: string) => import(path)',
      'imports a computed path, which nobody can judge',
    ],
    ['ui/a.tsx', "import '../../dev/pbx'", 'reaches out of src: ../../dev/pbx'],
    ['ui/a.tsx', "import './nowhere'", 'imports ./nowhere, which does not exist'],
    ['games/a.ts', 'export {}', 'is in no room'],
  ])('%s: %s', (file, source, message) => {
    expect(check(file, source)).toEqual([{ file, line: 1, message }])
  })
})

describe('what the table permits is not reported:', () => {
  test.each<[file: string, source: string]>([
    ['machines/a.ts', "import { setup } from 'xstate'\nimport { callMachine } from './call/call.machine'"],
    ['machines/a.ts', 'export const call = { document: 1, at: (fact: { location: string }) => fact.location }'],
    ['machines/a.ts', 'export const half = Math.round(0.5)'],
    ['machines/call/more.doc.ts', "import type { words } from './call.doc'"],
    ['adapters/a.ts', "import { fromCallback } from 'xstate'\nimport { port } from './port'"],
    [
      'adapters/sip/a.ts',
      "import { Web } from 'sip.js'\nimport { sip } from './index'\nimport { port } from '../port'",
    ],
    ['adapters/sip/a.ts', "import type { Fact } from '../../machines/ports'\nimport type { Actor } from 'xstate'"],
    ['adapters/sip/a.ts', "import { type Fact } from '../../machines/ports'"],
    ['adapters/media/a.ts', 'export const at = Date.now()'],
    ['adapters/host/a.ts', "import type { PhoneState } from '../../api/state'"],
    ['adapters/inspect/a.ts', "import type { Redactor } from '../../trace/redact/redactor'"],
    ['api/a.ts', "import { createActor } from 'xstate'\nexport const sip = () => import('../adapters/sip')"],
    ['api/a.ts', "import { recorder } from '../trace/recorder'\nimport { view } from './view/call.view'"],
    ['ui/a.tsx', "import { render } from 'solid-js/web'\nimport type { PhoneState } from '../api/state'"],
    ['ui/a.tsx', "import css from './panel.css?inline'\nimport { panel } from './panel'"],
    [
      'trace/a.ts',
      "import { view } from '../api/view/call.view'\nimport { callMachine } from '../machines/call/call.machine'",
    ],
    ['a.ts', "import { PhoneError } from './api/errors'\nimport { panel } from './ui/panel'\nimport './index'"],
    ['a.ts', "export const load = () => import('./adapters/host/dialect')"],
  ])('%s: %s', (file, source) => {
    expect(check(file, source)).toEqual([])
  })
})
