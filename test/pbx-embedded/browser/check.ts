/**
 * Proves in a real Chromium what Node cannot prove: `npx tsx test/pbx-embedded/browser/check.ts [--no-loopback]`.
 * Two pages register, call 600 and 601, call each other, hold, restart ICE and send digits; audio is read from getStats.
 * With --no-loopback the browser runs as a user's does, without --allow-loopback-in-peer-connection.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { PbxEvent } from '../../../dev/pbx/events'
import { startPbx } from '../../../dev/pbx/pbx'

interface Stats {
  readonly packets: number
  readonly energy: number
  readonly lost: number
  readonly codec: string
  readonly pair: string
  readonly ufrag: string
}

const loopback = !process.argv.includes('--no-loopback')
const here = new URL('.', import.meta.url)
const sip = new URL('../../../node_modules/sip.js/lib/', here)

const web = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname
  const file = path.startsWith('/sip.js/') ? new URL(path.slice('/sip.js/'.length), sip) : new URL('page.html', here)
  readFile(file).then(
    (text) => {
      response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'text/html')
      response.end(text)
    },
    () => response.writeHead(404).end(),
  )
})
await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`

const pbx = await startPbx({ port: 0, log: console.log })
const events: PbxEvent[] = []
pbx.on((event) => events.push(event))

const launch = (...more: string[]): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--autoplay-policy=no-user-gesture-required',
      ...(loopback ? ['--allow-loopback-in-peer-connection'] : []),
      ...more,
    ],
  })

const browser = await launch('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream')
/** Nobody grants a microphone here, so its addresses stay hidden behind mDNS names. */
const shyBrowser = await launch()

const openPhone = async (number: string, inside = browser): Promise<Page> => {
  const page = await (await inside.newContext()).newPage()
  page.on('pageerror', (error) => console.log(`${number}: ${error.message}`))
  await page.goto(origin)
  await page.waitForFunction('window.phone')
  await page.evaluate(`phone.register('${pbx.url}', '${number}', { microphone: ${inside === browser} })`)
  return page
}

const stats = (page: Page): Promise<Stats> => page.evaluate('phone.stats()')

/** Waits until audio that can be heard has come in since now. */
async function hears(page: Page, what: string): Promise<void> {
  const before = await stats(page)
  const deadline = Date.now() + 8000
  for (;;) {
    const now = await stats(page)
    if (now.packets >= before.packets + 50 && now.energy > before.energy) {
      console.log(`ok  ${what}:`, JSON.stringify(now))
      return
    }
    assert.ok(Date.now() < deadline, `${what}: no audio: ${JSON.stringify(now)}`)
    await new Promise((next) => setTimeout(next, 100))
  }
}

async function stopsReceiving(page: Page): Promise<void> {
  const deadline = Date.now() + 3000
  for (;;) {
    const { packets } = await stats(page)
    await new Promise((next) => setTimeout(next, 300))
    if ((await stats(page)).packets === packets) return
    assert.ok(Date.now() < deadline, 'packets still come in')
  }
}

try {
  const alice = await openPhone('1001')
  const bob = await openPhone('1002')
  console.log(`registered: ${pbx.registrations().join(', ')}`)

  for (const number of ['600', '601']) {
    const took = await alice.evaluate(`phone.call('${number}')`)
    console.log(`ok  ${number} established in ${String(took)} ms`)
    await hears(alice, number)
    await alice.evaluate('phone.hangUp()')
  }

  const carol = await openPhone('1003', shyBrowser)
  await carol.evaluate(`phone.call('601')`)
  const hidden = events.some((event) => event.type === 'message' && event.text.includes('.local '))
  await hears(carol, `601 without a microphone, ${hidden ? 'with' : 'without'} mDNS names`)
  await carol.evaluate('phone.hangUp()')

  const incoming = bob.evaluate('phone.incoming()')
  await alice.evaluate(`phone.call('1002')`)
  assert.equal(await incoming, 'Alice')
  await hears(alice, 'alice hears bob')
  await hears(bob, 'bob hears alice')

  assert.equal(await alice.evaluate('phone.hold()'), 'accepted')
  assert.deepEqual(await bob.evaluate('phone.directions()'), ['recvonly'])
  await stopsReceiving(alice)
  console.log('ok  hold seen by bob, alice hears nothing')
  assert.equal(await alice.evaluate('phone.resume()'), 'accepted')
  await hears(alice, 'alice hears bob again')
  await hears(bob, 'bob hears alice again')

  const { ufrag } = await stats(alice)
  assert.equal(await alice.evaluate('phone.restartIce()'), 'accepted')
  await hears(alice, 'alice hears bob after an ICE restart')
  assert.notEqual((await stats(alice)).ufrag, ufrag)
  await hears(bob, 'bob hears alice after an ICE restart')

  await bob.evaluate(`phone.dtmf('42#')`)
  const digits = (): string => events.map((event) => (event.type === 'dtmf' ? event.digit : '')).join('')
  const deadline = Date.now() + 5000
  while (digits() !== '42#' && Date.now() < deadline) await new Promise((next) => setTimeout(next, 50))
  assert.equal(digits(), '42#')
  console.log('ok  digits by RFC 4733')

  await bob.evaluate('phone.hangUp()')
  await alice.waitForFunction(`phone.state() === 'Terminated'`)
  console.log('ok  bob hung up, alice knows')
} finally {
  await Promise.all([browser.close(), shyBrowser.close()])
  await pbx.close()
  web.close()
}
console.log(
  `${fileURLToPath(import.meta.url)
    .split('/')
    .at(-1)}: all is well (${loopback ? 'with' : 'without'} the loopback flag)`,
)
