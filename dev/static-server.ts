import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize, sep } from 'node:path'

export interface StaticServerOptions {
  readonly folder: string
  /** 0 takes any free port. Default: 0. */
  readonly port?: number
  /** Lets pages of other origins load what is served, as a remote must. Default: false. */
  readonly cors?: boolean
  /** Other folders, by the path under which they are served (`/lab/`). */
  readonly mounts?: Readonly<Record<string, string>>
  /** What is answered beside the files, as JSON by its path (`/demo.json`). */
  readonly json?: Readonly<Record<string, unknown>>
}

export interface StaticServer {
  readonly port: number
  /** Without a slash at the end. */
  readonly url: string
  close(): Promise<void>
}

/** By number: `localhost` may name two addresses, with another program on the other one. */
const host = '127.0.0.1'

/** Serves a folder to this machine. Rejects when the port is taken (`EADDRINUSE`). */
export async function serveFolder(options: StaticServerOptions): Promise<StaticServer> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch(() => end(response, 500, 'Internal error'))
  })
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function answer(options: StaticServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (options.cors) response.setHeader('access-control-allow-origin', '*')
  // A demo that is built anew is seen at the next reload.
  response.setHeader('cache-control', 'no-cache')
  response.setHeader('x-content-type-options', 'nosniff')
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'Method not allowed')

  const path = pathOf(request)
  if (path === undefined) return end(response, 400, 'Bad request')
  const json = options.json?.[path]
  if (json !== undefined) return end(response, 200, JSON.stringify(json), 'application/json; charset=utf-8')

  const mount = Object.entries(options.mounts ?? {}).find(([prefix]) => path.startsWith(prefix))
  const file = mount === undefined ? fileOf(options.folder, path) : fileOf(mount[1], path.slice(mount[0].length - 1))
  const info = await stat(file).catch(() => undefined)
  if (!info?.isFile()) return end(response, 404, 'Not found')
  response.writeHead(200, {
    'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
    'content-length': info.size,
  })
  if (request.method === 'HEAD') return void response.end()
  const stream = createReadStream(file)
  stream.on('error', () => response.destroy())
  response.on('close', () => stream.destroy())
  stream.pipe(response)
}

/** The decoded path, or undefined when it is none. */
function pathOf(request: IncomingMessage): string | undefined {
  try {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname)
    return path.includes('\0') ? undefined : path
  } catch {
    return undefined
  }
}

/** The root and then `..` cannot climb: normalize has eaten them before the folder is put in front. */
function fileOf(folder: string, path: string): string {
  const inside = normalize(join(sep, path))
  return join(folder, inside.endsWith(sep) ? join(inside, 'index.html') : inside)
}

function end(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  if (!response.headersSent) response.writeHead(status, { 'content-type': type })
  response.end(body)
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.ts': 'text/plain; charset=utf-8',
  '.zip': 'application/zip',
}
