/** Reads the far end's hold from its descriptions (RFC 3264 8.4): each audio line has a direction of its own. */

type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

interface AudioLine {
  readonly direction: Direction
  readonly isBlackhole: boolean
}

/**
 * Whether the far end holds us, by its offer, or by its answer to `ourOffer`. null: the description says nothing about
 * it, since it has no audio, or answers an offer that left it no choice.
 */
export function readHold(description: string, ourOffer: string | null = null): boolean | null {
  const offered = ourOffer === null ? [] : audioLines(ourOffer)
  const readings = audioLines(description).map((line, index) => line && readLine(line, offered[index] ?? null))
  const told = readings.filter((reading) => reading !== null)
  return told.length === 0 ? null : told.every(Boolean)
}

function readLine({ direction, isBlackhole }: AudioLine, offered: AudioLine | null): boolean | null {
  // To an offer that receives only, or nothing, sendonly and inactive are the answers there are (RFC 3264 6.1).
  if (offered?.direction === 'inactive' || offered?.direction === 'recvonly') return null
  return isBlackhole || direction === 'sendonly' || direction === 'inactive'
}

/** The audio lines in their order; null stands for a refused one (port 0). */
function audioLines(description: string): (AudioLine | null)[] {
  const [session = '', ...media] = description.split(/^(?=m=)/m)
  return media.filter((section) => section.startsWith('m=audio')).map((section) => readSection(section, session))
}

function readSection(section: string, session: string): AudioLine | null {
  const port = Number(/^m=audio (\d+)/.exec(section)?.[1] ?? 0)
  if (port === 0) return null
  const connection = readConnection(section) ?? readConnection(session)
  return {
    direction: readDirection(section) ?? readDirection(session) ?? 'sendrecv',
    // The hold of RFC 2543. With the discard port it only says that candidates are still to come (RFC 8829 5.2.1).
    isBlackhole: connection === '0.0.0.0' && port !== 9,
  }
}

function readDirection(part: string): Direction | undefined {
  return /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(part)?.[1] as Direction | undefined
}

function readConnection(part: string): string | undefined {
  return /^c=IN IP4 ([\d.]+)/m.exec(part)?.[1]
}
