import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findBrowser } from '../../dev/find-browser'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'browsers-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function program(name: string): string {
  const path = join(folder, name)
  writeFileSync(path, '#!/bin/sh\n')
  chmodSync(path, 0o755)
  return path
}

test('CHROME_PATH comes before whatever the system has', () => {
  program('chromium')
  const mine = program('my-chrome')
  expect(findBrowser({ CHROME_PATH: mine, PATH: folder })).toBe(mine)
})

test('CHROME_PATH without a program is an error that says so', () => {
  expect(() => findBrowser({ CHROME_PATH: join(folder, 'gone'), PATH: folder })).toThrow(/CHROME_PATH is .*gone/)
})

test('a Chromium on the PATH is found, and is taken before a Chrome', () => {
  program('google-chrome')
  const chromium = program('chromium')
  expect(findBrowser({ PATH: folder }, 'linux')).toBe(chromium)
})
