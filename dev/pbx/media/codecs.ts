/** One payload type of an audio m-line (RFC 4566 6, rtpmap). */
export interface Codec {
  readonly payloadType: number
  /** As in rtpmap, lower case: names are compared without regard to case. */
  readonly name: string
  readonly clockRate: number
  readonly channels: number
  readonly parameters?: string
}

const telephoneEvent = 'telephone-event'

/**
 * What the PBX can carry. It never transcodes, so it only needs the names; the telephone events come once per clock rate,
 * because their timestamps run on the audio's clock (RFC 4733 2.1).
 */
export const knownCodecs: readonly Codec[] = [
  { payloadType: 111, name: 'opus', clockRate: 48000, channels: 2, parameters: 'minptime=10;useinbandfec=1' },
  { payloadType: 0, name: 'pcmu', clockRate: 8000, channels: 1 },
  { payloadType: 8, name: 'pcma', clockRate: 8000, channels: 1 },
  { payloadType: 9, name: 'g722', clockRate: 8000, channels: 1 },
  { payloadType: 110, name: telephoneEvent, clockRate: 48000, channels: 1, parameters: '0-16' },
  { payloadType: 126, name: telephoneEvent, clockRate: 8000, channels: 1, parameters: '0-16' },
]

/** What a stream agreed on: one audio codec, and the telephone events that go with it if both ends have them. */
export interface AgreedCodecs {
  readonly audio: Codec
  readonly events?: Codec
}

export const isEvents = (codec: Codec): boolean => codec.name === telephoneEvent

const sameKind = (a: Codec, b: Codec): boolean => a.name === b.name && a.clockRate === b.clockRate

/** The known codecs that `remote` has too, in the order in which `remote` prefers them. */
export const sharedWith = (remote: readonly Codec[]): readonly Codec[] =>
  remote.flatMap((codec) => knownCodecs.filter((known) => sameKind(known, codec)))

/** Picks from what the other end listed: its first audio codec that `allowed` has, and events on the same clock. */
export function agreeOn(listed: readonly Codec[], allowed: readonly Codec[]): AgreedCodecs | undefined {
  const usable = listed.filter((codec) => allowed.some((other) => sameKind(other, codec)))
  const audio = usable.find((codec) => !isEvents(codec))
  if (!audio) return undefined
  const events = usable.find((codec) => isEvents(codec) && codec.clockRate === audio.clockRate)
  return events ? { audio, events } : { audio }
}

export const listOf = ({ audio, events }: AgreedCodecs): readonly Codec[] => (events ? [audio, events] : [audio])
