/** How soon an end of the sound shows; RTP comes every 20 ms, with discontinuous transmission every 400 ms (RFC 7587). */
const stoppedAfterMs = 2_000
const pollMs = 500

/**
 * Tells whether RTP comes in, and returns what ends the watch.
 *
 * What was seen in Chromium 156: the track's `unmute` comes with the first packet, but no `mute` ever when packets stop
 * coming; getSynchronizationSources() stays empty until the stream plays, which the browser may have blocked;
 * packetsReceived counts in every case. So `unmute` starts the count at once, and a timer goes on with it.
 */
export function watchFlow(receiver: RTCRtpReceiver, tell: (isFlowing: boolean) => void): () => void {
  let isOver = false
  let isFlowing = false
  let packets = 0
  let lastAt = 0

  const count = async () => {
    const received = countPackets(await receiver.getStats())
    if (isOver) return
    const now = performance.now()
    if (received !== packets) {
      packets = received
      lastAt = now
      if (!isFlowing) tell(true)
      isFlowing = true
    } else if (isFlowing && now - lastAt >= stoppedAfterMs) {
      isFlowing = false
      tell(false)
    }
  }
  // getStats rejects only once the receiver is gone, and the watch with it.
  const poll = () => void count().catch(() => {})

  const timer = setInterval(poll, pollMs)
  receiver.track.addEventListener('unmute', poll)
  poll()
  return () => {
    isOver = true
    clearInterval(timer)
    receiver.track.removeEventListener('unmute', poll)
  }
}

function countPackets(report: RTCStatsReport): number {
  let packets = 0
  report.forEach((stats: RTCStats & { packetsReceived?: number }) => {
    if (stats.type === 'inbound-rtp') packets += stats.packetsReceived ?? 0
  })
  return packets
}
