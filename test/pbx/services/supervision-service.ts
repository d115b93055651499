import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Asterisk } from '../server/asterisk'

type Mode = 'listen' | 'whisper' | 'barge'

/** As the dial plan has them: `supervise-1` and so on, and the codes that lead there. */
const numbers: Readonly<Record<Mode, number>> = { listen: 1, whisper: 2, barge: 3 }

interface Said {
  readonly method: string
  readonly path: string
}

/** The service of docs/rest.md on Asterisk: ARI tells who is in a call, AMI moves the supervisor from one mode to another. */
export class SupervisionService {
  /** What was asked of it. */
  readonly said: Said[] = []
  readonly #asterisk: Asterisk
  readonly #server: Server
  /** Whom each supervision is about. */
  readonly #colleagues = new Map<string, string>()

  private constructor(asterisk: Asterisk) {
    this.#asterisk = asterisk
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => respond(response, 500, { error: String(error) }))
    })
  }

  static async open(asterisk: Asterisk): Promise<SupervisionService> {
    const service = new SupervisionService(asterisk)
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve))
    return service
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/supervisions`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request
    if (method === 'OPTIONS') return respond(response, 204)
    this.said.push({ method, path })
    const [, , id] = path.split('/')
    if (method === 'POST') return this.#begin(response, (await read(request)) as { number: string; mode: Mode })
    const colleague = this.#colleagues.get(id ?? '')
    if (id === undefined || colleague === undefined) return respond(response, 404)
    if (method === 'PUT') {
      const { mode } = (await read(request)) as { mode: Mode }
      return respond(response, (await this.#move(colleague, mode)) ? 204 : 409)
    }
    this.#colleagues.delete(id)
    respond(response, 204)
  }

  async #begin(response: ServerResponse, { number, mode }: { number: string; mode: Mode }): Promise<void> {
    const { channel_ids: channels } = await this.#asterisk.ari.endpoint(number)
    if (channels.length === 0) return respond(response, 404)
    const id = `supervision-${this.said.length}`
    this.#colleagues.set(id, number)
    respond(response, 201, { id, dial: `*6${numbers[mode]}${number}` })
  }

  /** false: the supervisor is not there. */
  async #move(colleague: string, mode: Mode): Promise<boolean> {
    const supervisor = (await this.#asterisk.ari.channels()).find(
      ({ dialplan }) => dialplan.context.startsWith('supervise-') && dialplan.exten === colleague,
    )
    if (supervisor === undefined) return false
    const to = { Context: `supervise-${numbers[mode]}`, Exten: colleague, Priority: '1' }
    await this.#asterisk.ami.action('Redirect', { Channel: supervisor.name, ...to })
    return true
  }
}

async function read(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString())
}

function respond(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'access-control-allow-origin': '*',
    'access-control-allow-headers': '*',
    'access-control-allow-methods': '*',
  })
  response.end(body === undefined ? '' : JSON.stringify(body))
}
