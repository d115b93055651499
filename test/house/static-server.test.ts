import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StaticServer, serveFolder } from '../../dev/static-server'

let folder: string
let server: StaticServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'served-'))
  mkdirSync(join(folder, 'public'))
  writeFileSync(join(folder, 'secret.txt'), 'not for you')
  writeFileSync(join(folder, 'public/index.html'), '<h1>Hello</h1>')
  writeFileSync(join(folder, 'public/a b.js'), 'export {}')
  server = await serveFolder({ folder: join(folder, 'public'), cors: true, json: { '/demo.json': { remote: 'here' } } })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

/** The path goes out as it is written; `fetch` would tidy it up. */
function get(path: string, method = 'GET'): Promise<{ status: number; type: string; cors: string; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: server.port, path, method }, (response) => {
      const { 'content-type': type = '', 'access-control-allow-origin': cors = '' } = response.headers
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        body += text
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, type, cors, body }))
    })
    asked.once('error', reject).end()
  })
}

test('the root is its index.html', async () => {
  expect(await get('/?user=1001')).toMatchObject({
    status: 200,
    type: 'text/html; charset=utf-8',
    body: '<h1>Hello</h1>',
  })
})

test('a module comes with a type that browsers accept, and to any origin', async () => {
  expect(await get('/a%20b.js')).toMatchObject({ status: 200, type: 'text/javascript; charset=utf-8', cors: '*' })
})

test('JSON that is given is served beside the files', async () => {
  expect(JSON.parse((await get('/demo.json')).body)).toEqual({ remote: 'here' })
})

test.each(['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/public/../../secret.txt', '//../secret.txt'])(
  'nobody climbs out of the folder by %s',
  async (path) => {
    const { status, body } = await get(path)
    expect(status).toBe(404)
    expect(body).not.toContain('not for you')
  },
)

test.each([
  ['/nothing.js', 404],
  ['/%zz', 400],
  ['/a%00.js', 400],
])('%s is answered by %i', async (path, status) => {
  expect((await get(path)).status).toBe(status)
})

test('nothing can be written', async () => {
  expect((await get('/a%20b.js', 'PUT')).status).toBe(405)
})

test('a port that is taken is an error with a code', async () => {
  await expect(serveFolder({ folder, port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
