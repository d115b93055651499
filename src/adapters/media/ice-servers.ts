/** What the configuration gives: a list, or a function that fetches short-lived credentials. */
interface IceServer {
  readonly urls: string | readonly string[]
  readonly username?: string
  readonly credential?: string
}

export type IceServers = readonly IceServer[] | (() => Promise<readonly IceServer[]>)

export type Warn = (message: string, cause: unknown) => void

/** A call waits no longer than this for its servers' credentials. */
const serversLimitMs = 5_000

/** Never rejects: a call without servers may still work, and no call works that waits for them for ever. */
export async function findIceServers(servers: IceServers, warn: Warn): Promise<RTCIceServer[]> {
  if (typeof servers !== 'function') return servers.map(toBrowsers)
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${serversLimitMs} ms`)), serversLimitMs)
  })
  try {
    return (await Promise.race([servers(), limit])).map(toBrowsers)
  } catch (error) {
    warn('The call goes on without ICE servers: config.iceServers() failed', error)
    return []
  } finally {
    clearTimeout(timer)
  }
}

/** Nor do servers that the browser does not take (a TURN server without credentials) keep a call from being made. */
export function openPeer(iceServers: RTCIceServer[], warn: Warn): RTCPeerConnection {
  try {
    return new RTCPeerConnection({ iceServers })
  } catch (error) {
    warn('The call goes on without ICE servers: the browser does not take them', error)
    return new RTCPeerConnection()
  }
}

function toBrowsers({ urls, username, credential }: IceServer): RTCIceServer {
  return {
    urls: typeof urls === 'string' ? urls : [...urls],
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  }
}

/**
 * The best kind of candidate that the servers can give: behind a symmetric NAT only a relay carries the call, so with a
 * TURN server its candidate is the one to wait for. null: there are host candidates only.
 */
export function bestCandidate(servers: readonly RTCIceServer[]): 'relay' | 'srflx' | null {
  const urls = servers.flatMap((server) => server.urls)
  if (urls.some((url) => /^turns?:/i.test(url))) return 'relay'
  return urls.length > 0 ? 'srflx' : null
}
