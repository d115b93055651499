/** SIP sends its offer once, with the candidates in it, so somebody waits: no longer than this. */
const gatheringLimitMs = 1_000

/**
 * Resolves when gathering is complete, with the first candidate of the kind that is waited for, or at the limit.
 * Never rejects; a closed connection ends by the limit too.
 */
export function gathered(
  peer: RTCPeerConnection,
  waitFor: RTCIceCandidateType | null,
  limitMs = gatheringLimitMs,
): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      peer.removeEventListener('icegatheringstatechange', onState)
      peer.removeEventListener('icecandidate', onCandidate)
      resolve()
    }
    const onState = () => {
      if (peer.iceGatheringState === 'complete') end()
    }
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent) => {
      if (candidate && candidate.type === waitFor) end()
    }
    const timer = setTimeout(end, limitMs)
    peer.addEventListener('icegatheringstatechange', onState)
    peer.addEventListener('icecandidate', onCandidate)
    // Right after an ICE restart the state can still be that of the last gathering: then the new candidates are missing.
    if (peer.localDescription?.sdp.includes('\na=candidate:')) onState()
  })
}
