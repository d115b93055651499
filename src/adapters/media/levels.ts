/** How loud it is, 0-1, as RTCRtpContributingSource's audioLevel is: linear, 1 the loudest. */
export interface Level {
  /** What we give. */
  readonly microphone: number
  /** What we hear. */
  readonly speaker: number
}

export type ReadLevel = () => Level | Promise<Level>

/** As fast as an eye follows a meter. */
const periodMs = 100

/** Sound levels, measured only while somebody watches them. */
export class Levels {
  readonly #findReader: (of: string) => ReadLevel | undefined
  readonly #endings = new Set<() => void>()

  constructor(findReader: (of: string) => ReadLevel | undefined) {
    this.#findReader = findReader
  }

  /** `of`: a call's id, or `test`. Tells nothing while there is no sound to measure. Returns what ends it. */
  watch(of: string, listener: (level: Level) => void): () => void {
    let isOver = false
    let isReading = false
    const read = async () => {
      const reader = this.#findReader(of)
      if (reader === undefined || isReading) return
      isReading = true
      try {
        const level = await reader()
        if (!isOver) listener(level)
      } catch {
        // The call ended while it was measured.
      } finally {
        isReading = false
      }
    }
    const timer = setInterval(() => void read(), periodMs)
    const end = () => {
      isOver = true
      clearInterval(timer)
      this.#endings.delete(end)
    }
    this.#endings.add(end)
    return end
  }

  dispose(): void {
    for (const end of this.#endings) end()
  }
}

/**
 * Of a call, as W3C webrtc-stats tell it. What we give is measured at the source, before mute and hold make it silence.
 * (getSynchronizationSources would be cheaper; Chromium 156 knows a level there only where the far end sends RFC 6464.)
 */
export async function readCallLevel(sender: RTCRtpSender | null, receiver: RTCRtpReceiver | null): Promise<Level> {
  const [given, heard] = await Promise.all([sender?.getStats(), receiver?.getStats()])
  return { microphone: levelIn(given, 'media-source'), speaker: levelIn(heard, 'inbound-rtp') }
}

function levelIn(report: RTCStatsReport | undefined, type: string): number {
  let level = 0
  report?.forEach((stats: RTCStats & { audioLevel?: number }) => {
    if (stats.type === type) level = stats.audioLevel ?? 0
  })
  return level
}
