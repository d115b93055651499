export type Connectivity = 'connected' | 'interrupted' | 'failed'

/**
 * Tells each change of ICE and DTLS as a whole. `connectionState` covers both transports (WebRTC 4.3.3), while
 * `iceConnectionState` says connected before DTLS is up. An ICE restart passes through `connecting`, which tells nothing.
 */
export function watchConnectivity(peer: RTCPeerConnection, tell: (connectivity: Connectivity) => void): void {
  let told: Connectivity | null = null
  peer.addEventListener('connectionstatechange', () => {
    const now = connectivityOf(peer.connectionState)
    if (now === null || now === told) return
    told = now
    tell(now)
  })
}

function connectivityOf(state: RTCPeerConnectionState): Connectivity | null {
  if (state === 'connected' || state === 'failed') return state
  return state === 'disconnected' ? 'interrupted' : null
}
