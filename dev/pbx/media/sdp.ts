import type { Codec } from './codecs'
import type { Direction } from './direction'

/** One m-line with the lines under it. */
interface MediaSection {
  readonly kind: string
  readonly protocol: string
  readonly formats: readonly string[]
  /** The lines after the m-line. */
  readonly lines: readonly string[]
}

interface Sdp {
  readonly session: readonly string[]
  readonly media: readonly MediaSection[]
}

const directionLine = /^a=(sendrecv|sendonly|recvonly|inactive)$/

function parse(text: string): Sdp {
  const session: string[] = []
  const media: (MediaSection & { lines: string[] })[] = []
  for (const line of text.split(/\r?\n/).filter((each) => each !== '')) {
    const section = media.at(-1)
    if (line.startsWith('m=')) {
      const [kind = '', , protocol = '', ...formats] = line.slice(2).split(' ')
      media.push({ kind, protocol, formats, lines: [] })
    } else if (section) section.lines.push(line)
    else session.push(line)
  }
  return { session, media }
}

const write = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`

const audioOf = (sdp: Sdp): MediaSection | undefined => sdp.media.find(({ kind }) => kind === 'audio')

const find = (lines: readonly string[], pattern: RegExp): string | undefined => {
  for (const line of lines) {
    const match = pattern.exec(line)
    if (match) return match[1]
  }
  return undefined
}

/**
 * The direction of the first audio stream; sendrecv when nothing is said (RFC 3264 5.1). `c=0.0.0.0`, the hold of RFC 2543,
 * is not read as one: WebRTC writes it whenever it has no default candidate, with mDNS candidates for example.
 */
export function directionOf(text: string): Direction {
  const sdp = parse(text)
  const said = find(audioOf(sdp)?.lines ?? [], directionLine) ?? find(sdp.session, directionLine)
  return (said as Direction | undefined) ?? 'sendrecv'
}

const staticPayloads: Readonly<Record<string, string>> = { 0: 'PCMU/8000', 8: 'PCMA/8000', 9: 'G722/8000' }

/** The codecs of the first audio stream, in the writer's order of preference. Payloads 0, 8 and 9 need no rtpmap (RFC 3551 6). */
export function codecsOf(text: string): readonly Codec[] {
  const audio = audioOf(parse(text))
  if (!audio) return []
  return audio.formats.flatMap((format): readonly Codec[] => {
    const map = find(audio.lines, new RegExp(`^a=rtpmap:${format} (.+)$`)) ?? staticPayloads[format]
    const [name, clockRate, channels = '1'] = map?.split('/') ?? []
    if (!name || !clockRate) return []
    const parameters = find(audio.lines, new RegExp(`^a=fmtp:${format} (.+)$`))
    const codec = {
      payloadType: Number(format),
      name: name.toLowerCase(),
      clockRate: Number(clockRate),
      channels: Number(channels),
    }
    return [parameters === undefined ? codec : { ...codec, parameters }]
  })
}

/** True when the first audio stream can be secured and connected as WebRTC does it (RFC 8827, RFC 8839). */
export function isWebRtcAudio(text: string): boolean {
  const sdp = parse(text)
  const lines = [...sdp.session, ...(audioOf(sdp)?.lines ?? [])]
  return ['a=fingerprint:', 'a=ice-ufrag:', 'a=ice-pwd:'].every((start) => lines.some((line) => line.startsWith(start)))
}

/**
 * A description as the media stack is to see it: the first audio stream alone, only the payload types in `codecs`, always
 * sendrecv, and without mDNS candidates. Directions are kept by the media leg itself, so that a hold never touches the
 * transport; `.local` names need multicast DNS, and the browser reaches our addresses anyway (a peer-reflexive candidate).
 */
export function forMediaStack(text: string, codecs: readonly Codec[]): string {
  const sdp = parse(text)
  const audio = audioOf(sdp)
  if (!audio) return text
  const kept = codecs.map(({ payloadType }) => String(payloadType))
  const lines = audio.lines.filter((line) => {
    const payloadType = /^a=(?:rtpmap|fmtp):(\d+) /.exec(line)?.[1]
    if (payloadType !== undefined) return kept.includes(payloadType)
    // Without its header extension the congestion feedback that browsers offer (transport-cc) has nothing to report.
    if (line.startsWith('a=rtcp-fb:') || line.startsWith('a=extmap:')) return false
    return !directionLine.test(line) && !/^a=candidate:.*\.local /.test(line)
  })
  const mid = find(audio.lines, /^a=mid:(.+)$/)
  const session = sdp.session.filter((line) => !directionLine.test(line) && !line.startsWith('a=group:'))
  return write([
    ...session,
    ...(mid === undefined ? [] : [`a=group:BUNDLE ${mid}`]),
    `m=audio 9 ${audio.protocol} ${kept.join(' ')}`,
    ...lines,
    'a=sendrecv',
  ])
}

/** Who describes a session, and for the how-manieth time: the same id, and a higher version each time (RFC 3264 5, 8). */
export interface Origin {
  readonly id: number
  readonly version: number
}

/**
 * The media stack's description with the direction that we really mean, and as the next version of our own. When it answers
 * an offer that had more streams, those are refused with port zero, each in its place (RFC 3264 6).
 */
export function forTheWire(text: string, direction: Direction, origin: Origin, offer?: string): string {
  const ours = parse(text)
  const audio = audioOf(ours)
  if (!audio) return text
  const session = ours.session.map((line) =>
    line.startsWith('o=') ? `o=- ${origin.id} ${origin.version} IN IP4 0.0.0.0` : line,
  )
  const accepted = [
    `m=audio 9 ${audio.protocol} ${audio.formats.join(' ')}`,
    ...audio.lines.filter((line) => !directionLine.test(line)),
    `a=${direction}`,
  ]
  const offered = offer === undefined ? undefined : parse(offer)
  if (!offered) return write([...session, ...accepted])
  const answers = offered.media.map((section) => {
    if (section === audioOf(offered)) return accepted
    const mid = section.lines.filter((line) => line.startsWith('a=mid:'))
    return [`m=${section.kind} 0 ${section.protocol} ${section.formats.join(' ')}`, ...mid, 'a=inactive']
  })
  return write([...session, ...answers.flat()])
}
