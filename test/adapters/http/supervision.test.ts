import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { createActor, type EventObject } from 'xstate'
import { createSupervisionPorts } from '../../../src/adapters/http/supervision.port'
import { createPortMaker } from '../../../src/adapters/port'

/** A real HTTP server: what is said to it, and what it answers. */
async function serve(answer: (request: IncomingMessage) => { status: number; body?: unknown }) {
  const heard: { method: string; path: string; authorization: string | undefined; body: unknown }[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (part) => (text += String(part)))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      heard.push({ method, path, authorization: headers.authorization, body: text === '' ? null : JSON.parse(text) })
      const { status, body } = answer(request)
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(body === undefined ? '' : JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/supervisions` }
}

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

function open(url: string, getToken?: () => Promise<string>) {
  const facts: EventObject[] = []
  const warnings: string[] = []
  const ports = createSupervisionPorts({
    makePort: createPortMaker((_port, fact) => void facts.push(JSON.parse(JSON.stringify(fact)) as EventObject)),
    service: { url, getToken, warn: (message) => warnings.push(message) },
  })
  const input = { callId: 'a', number: '1002', uri: 'sip:1002@pbx.example', mode: 'listen' as const }
  const told = async () => {
    const before = facts.length
    await vi.waitUntil(() => facts.length > before, { interval: 1 })
    return facts.at(-1)
  }
  return {
    warnings,
    facts,
    request: async () => {
      const actor = createActor(ports.requestSupervision, { input }).start()
      const fact = await told()
      actor.stop()
      return fact
    },
    steer: () => {
      const actor = createActor(ports.steerSupervision, { input: { callId: 'a' } }).start()
      return {
        set: (mode: 'listen' | 'whisper' | 'barge') => {
          actor.send({ type: 'supervision.set', mode })
          return told()
        },
        stop: () => actor.stop(),
      }
    },
  }
}

const created = { status: 201, body: { id: 's-1', dial: '*611002' } }

test('supervision by REST: it is asked for, changed and ended, each time with the host’s token', async () => {
  const { heard, url } = await serve(({ method }) => (method === 'POST' ? created : { status: 204 }))
  let tokens = 0
  const ports = open(url, async () => `token-${++tokens}`)
  expect(await ports.request()).toEqual({ type: 'supervision.granted', target: 'sip:*611002@pbx.example' })
  const steering = ports.steer()
  expect(await steering.set('whisper')).toEqual({ type: 'supervision.changed', mode: 'whisper' })
  steering.stop()
  await vi.waitUntil(() => heard.length === 3, { interval: 1 })
  expect(heard).toEqual([
    {
      method: 'POST',
      path: '/supervisions',
      authorization: 'Bearer token-1',
      body: { number: '1002', mode: 'listen' },
    },
    { method: 'PUT', path: '/supervisions/s-1', authorization: 'Bearer token-2', body: { mode: 'whisper' } },
    { method: 'DELETE', path: '/supervisions/s-1', authorization: 'Bearer token-3', body: null },
  ])
})

test('supervision by REST: what the service names may be an address of another host', async () => {
  const { url, heard } = await serve(() => ({ status: 200, body: { id: 's-1', dial: 'sip:spy@media.example' } }))
  expect(await open(url).request()).toEqual({ type: 'supervision.granted', target: 'sip:spy@media.example' })
  expect(heard[0]?.authorization).toBeUndefined()
})

test.each([
  ['says 401', { status: 401 }, 'forbidden'],
  ['says 403', { status: 403 }, 'forbidden'],
  ['says 404: the colleague is in no call', { status: 404 }, 'not-found'],
  ['says 503', { status: 503 }, 'server-error'],
  ['names nobody to call', { status: 201, body: { id: 's-1' } }, 'server-error'],
  ['names what nobody can call', { status: 201, body: { id: 's-1', dial: '*61 1002>' } }, 'server-error'],
  ['has an id that leads elsewhere', { status: 201, body: { id: '../calls/1', dial: '77' } }, 'server-error'],
  ['does not speak JSON', { status: 200 }, 'server-error'],
])('supervision by REST: a service that %s', async (_, answer, code) => {
  const { url } = await serve(() => answer)
  expect(await open(url).request()).toMatchObject({ type: 'supervision.refused', failure: { code } })
})

test('supervision by REST: a service that cannot be reached', async () => {
  expect(await open('http://127.0.0.1:9/supervisions').request()).toMatchObject({ failure: { code: 'unreachable' } })
})

test('supervision by REST: a host without a token asks nothing of the service, and its error stays with it', async () => {
  const { url, heard } = await serve(() => created)
  const ports = open(url, () => Promise.reject(new Error('secret')))
  expect(await ports.request()).toMatchObject({ failure: { code: 'token-unavailable' } })
  expect(JSON.stringify(ports.facts)).not.toContain('secret')
  expect(ports.warnings).toHaveLength(1)
  expect(heard).toEqual([])
})

test('supervision by REST: a mode that is refused is said, and no call without a grant is steered', async () => {
  const { url, heard } = await serve(({ method }) => (method === 'POST' ? created : { status: 409 }))
  const ports = open(url)
  expect(await ports.steer().set('barge')).toMatchObject({
    type: 'supervision.unchanged',
    failure: { code: 'unreachable' },
  })
  expect(heard).toEqual([])
  await ports.request()
  expect(await ports.steer().set('barge')).toMatchObject({
    type: 'supervision.unchanged',
    failure: { code: 'refused' },
  })
})
