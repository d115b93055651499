/**
 * What scenarios say of media to a browser: complete, and yet nobody is there. Signalling is what they are about; ICE
 * tries the discard port in vain. A browser's only m-line has the mid 0.
 */
function describe(direction: string): string {
  return [
    'v=0',
    'o=- 7 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 0',
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    `a=${direction}`,
    'a=rtcp-mux',
    'a=rtpmap:0 PCMU/8000',
    'a=ice-ufrag:sipp',
    'a=ice-pwd:sippsippsippsippsippsipp',
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => '5A').join(':')}`,
    'a=setup:active',
    'a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host',
  ].join('\n')
}

function offer(direction: string): string {
  return describe(direction).replace('a=setup:active', 'a=setup:actpass')
}

/** `{{sendrecv}}` and the like in a scenario. */
export const description: Readonly<Record<string, string>> = {
  sendrecv: describe('sendrecv'),
  sendonly: describe('sendonly'),
  recvonly: describe('recvonly'),
  inactive: describe('inactive'),
  offer: offer('sendrecv'),
  holdingOffer: offer('sendonly'),
}
