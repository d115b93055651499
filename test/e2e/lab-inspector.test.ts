import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../dev/run'
import { type StaticServer, serveFolder } from '../../dev/static-server'
import type { Phone } from '../../src/api/phone'
import { litStates } from './support/lab-page'
import { Stage } from './support/stage'

const folder = mkdtempSync(join(tmpdir(), 'callchart-inspector-'))
let stage: Stage
let host: StaticServer

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'warn',
    root,
    build: {
      outDir: folder,
      emptyOutDir: false,
      chunkSizeWarningLimit: 2_000,
      target: 'es2022',
      rolldownOptions: {
        input: join(import.meta.dirname, 'pages/inspecting-host.ts'),
        output: { format: 'es', codeSplitting: false, entryFileNames: 'host.js' },
      },
    },
  })
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>Host</title><button>Inspect</button><script type="module" src="/host.js"></script>',
  )
  ;[stage, host] = await Promise.all([Stage.open(), serveFolder({ folder })])
})
afterAll(async () => {
  await Promise.all([stage.close(), host.close()])
  rmSync(folder, { recursive: true })
})

type Host = { readonly phone: Phone }

const command = (page: Page, type: 'hold' | 'hangUp', id: string) =>
  page.evaluate(([name, call]) => (globalThis as unknown as Host).phone[name](call), [type, id] as const)

test('the lab is the viewer of @statelyai/inspect: charts lit, states and events of a phone on another origin', async () => {
  const context = await stage.newContext()
  const page = await context.newPage()
  const asked = new Set<string>()
  context.on('request', (request) => void asked.add(new URL(request.url()).origin))
  const query = new URLSearchParams({ lab: stage.demo.labUrl, pbx: stage.demo.pbxUrl })
  await page.goto(`${host.url}/?${query}`)
  const [lab] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: 'Inspect' }).click()])
  const errors: string[] = []
  lab.on('pageerror', (error) => void errors.push(String(error)))
  await lab.getByText('Inspected phone').waitFor()
  const actors = lab.getByRole('listbox', { name: 'Actors' })
  await actors.getByRole('option', { name: /^connection .*registered/ }).waitFor()

  const id = await page.evaluate(() => (globalThis as unknown as Host).phone.dial('600'))
  const call = actors.locator('[data-chart=call]')
  await call.click()
  await expect.poll(() => litStates(lab)).toContain('open.underway.way.established')
  await command(page, 'hold', id)
  await expect.poll(() => litStates(lab)).toContain('open.underway.hold.held')
  await lab
    .getByRole('region', { name: 'Phone at this moment' })
    .getByRole('button', { name: 'Resume', exact: true })
    .waitFor()

  const search = lab.getByRole('searchbox', { name: 'Filter the events' })
  const events = lab.getByRole('listbox', { name: 'Events' }).getByRole('option')
  await search.fill('session.negotiated')
  await events.first().waitFor()

  // A moment back in time it was not yet confirmed.
  await search.fill('call.hold')
  await events.filter({ hasText: 'call.hold' }).first().click()
  await expect.poll(() => litStates(lab)).not.toContain('open.underway.hold.held')
  await lab.getByRole('slider', { name: 'Moment' }).press('End')

  await command(page, 'hangUp', id)
  await expect.poll(() => call.count()).toBe(0)
  expect([...asked].sort()).toEqual([host.url, new URL(stage.demo.labUrl).origin].sort())
  expect(errors).toEqual([])
  await context.close()
})

test('the lab says so when the inspector cuts off what the charts hold', async () => {
  const context = await stage.newContext()
  const page = await context.newPage()
  const query = new URLSearchParams({ lab: stage.demo.labUrl, pbx: stage.demo.pbxUrl, depth: '10' })
  await page.goto(`${host.url}/?${query}`)
  const [lab] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: 'Inspect' }).click()])
  await lab.getByRole('option', { name: /^connection .*registered/ }).waitFor()
  // A call holds more than ten things.
  await page.evaluate(() => (globalThis as unknown as Host).phone.dial('600'))
  await lab.getByText('serializationDepthLimit: 100', { exact: false }).waitFor()
  await context.close()
})

test('the lab hears nobody but the origin that its address names', async () => {
  const context = await stage.newContext()
  const page = await context.newPage()
  await page.goto(`${host.url}/`)
  const message = {
    type: '@xstate.actor',
    sessionId: 'x:0',
    name: 'phone',
    createdAt: '1',
    definition: '{"id":"phone"}',
  }
  const open = (origin: string) =>
    Promise.all([
      page.waitForEvent('popup'),
      page.evaluate(
        (url) => void Object.assign(globalThis, { lab: window.open(url) }),
        `${stage.demo.labUrl}?inspect=${origin}`,
      ),
    ])
  const post = () =>
    page.evaluate((data) => (globalThis as unknown as { lab: Window }).lab.postMessage(data, '*'), message)
  const [ours] = await open(encodeURIComponent(host.url))
  await ours.getByRole('heading', { name: 'Callchart lab' }).waitFor()
  await post()
  await ours.getByText('Inspected phone').waitFor()

  const [others] = await open('https%3A%2F%2Fcrm.example')
  await others.getByRole('heading', { name: 'Callchart lab' }).waitFor()
  await post()
  // Whatever was posted before this has been heard, or not.
  await others.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)))
  expect(await others.getByText('Inspected phone').count()).toBe(0)
  await others.getByText('Simulation', { exact: true }).waitFor()
  await context.close()
})
