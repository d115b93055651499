/** SIP sends its offer once, with the candidates in it, so somebody waits: no longer than this. */
const gatheringLimitMs = 1_000

/**
 * The candidates of this machine's interfaces come within some ms of one another. Chromium then gathers ICE-TCP for another
 * 0.1 s, which no SIP server of ours takes, before it says complete.
 */
const quietMs = 20

/**
 * Resolves when gathering is complete, with the first candidate of the kind that is waited for, or at the limit; null
 * waits for this machine's own UDP candidates. Never rejects; a closed connection ends by the limit too.
 */
export function gathered(
  peer: RTCPeerConnection,
  waitFor: RTCIceCandidateType | null,
  limitMs = gatheringLimitMs,
): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      clearTimeout(quiet)
      peer.removeEventListener('icegatheringstatechange', onState)
      peer.removeEventListener('icecandidate', onCandidate)
      resolve()
    }
    const onState = () => {
      if (peer.iceGatheringState === 'complete') end()
    }
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent) => {
      if (!candidate) return
      if (candidate.type === waitFor) end()
      if (waitFor !== null || candidate.protocol !== 'udp') return
      clearTimeout(quiet)
      quiet = setTimeout(end, quietMs)
    }
    let quiet: ReturnType<typeof setTimeout> | undefined
    const timer = setTimeout(end, limitMs)
    peer.addEventListener('icegatheringstatechange', onState)
    peer.addEventListener('icecandidate', onCandidate)
    // Right after an ICE restart the state can still be that of the last gathering: then the new candidates are missing.
    if (peer.localDescription?.sdp.includes('\na=candidate:')) onState()
  })
}
