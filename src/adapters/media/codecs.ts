interface Codec {
  readonly mimeType: string
}

/** `preferred` names (`opus`, `PCMU`) first and in their order; what is not named follows, unknown names are ignored. */
export function orderCodecs<T extends Codec>(codecs: readonly T[], preferred: readonly string[]): T[] {
  const wanted = preferred.map((name) => `audio/${name}`.toLowerCase())
  const rank = ({ mimeType }: T) => {
    const index = wanted.indexOf(mimeType.toLowerCase())
    return index < 0 ? wanted.length : index
  }
  return [...codecs].sort((a, b) => rank(a) - rank(b))
}

/** Firefox before 128 cannot set preferences: its own order stands. */
export function preferCodecs(transceiver: RTCRtpTransceiver, preferred: readonly string[]): void {
  if (preferred.length === 0 || !('setCodecPreferences' in transceiver)) return
  const capable = RTCRtpReceiver.getCapabilities('audio')
  if (capable) transceiver.setCodecPreferences(orderCodecs(capable.codecs, preferred))
}
