import { createSocket } from 'node:dgram'
import { createServer, type Server } from 'node:net'

/** What a run listens on, all on 127.0.0.1. */
export interface Ports {
  /** The WebSocket for SIP, and ARI. */
  readonly http: number
  readonly ami: number
  /** SIP over UDP. */
  readonly sip: number
  /** Where Asterisk looks for the far end, and for SIPp. */
  readonly farEnd: number
  readonly sipp: number
  /** RTP of Asterisk, inclusive; two a call. */
  readonly rtpFirst: number
  readonly rtpLast: number
}

export interface ReservedPorts {
  readonly ports: Ports
  /** Lets others have them. */
  release(): void
}

/** Blocks of this size, from `first` up to where Linux takes ports for connections from (32768). */
const size = 240
const first = 16_000
const blocks = Math.floor((32_768 - first) / size)

const host = '127.0.0.1'

/**
 * A block of ports that nobody else has. Its first one is held open as long as the run lasts, so that two runs do not
 * meet: Asterisk opens its RTP ports call by call, and nobody could see that they are meant to be taken.
 */
export async function reservePorts(): Promise<ReservedPorts> {
  const start = Math.floor(Math.random() * blocks)
  for (let n = 0; n < blocks; n += 1) {
    const base = first + ((start + n) % blocks) * size
    const guard = await listen(base)
    if (guard === undefined) continue
    const ports = portsFrom(base)
    if (await areFree(ports)) return { ports, release: () => void guard.close() }
    guard.close()
  }
  throw new Error(`No ${size} ports are free between ${first} and ${first + blocks * size}`)
}

function portsFrom(base: number): Ports {
  const [http, ami, sip, farEnd, sipp] = [base + 1, base + 2, base + 3, base + 4, base + 5]
  return { http, ami, sip, farEnd, sipp, rtpFirst: base + 20, rtpLast: base + size - 1 }
}

async function areFree({ http, ami, sip, farEnd, sipp }: Ports): Promise<boolean> {
  const servers = await Promise.all([http, ami].map(listen))
  for (const server of servers) server?.close()
  const bound = await Promise.all([sip, farEnd, sipp].map(canBind))
  return servers.every((server) => server !== undefined) && bound.every(Boolean)
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, host, () => resolve(server.unref()))
  })
}

function canBind(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => resolve(false))
    socket.bind(port, host, () => socket.close(() => resolve(true)))
  })
}
