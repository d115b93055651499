/** The transceiver that carries the call's voice in our offer: the one in use, or a new one. */
export function findVoice(peer: RTCPeerConnection): RTCRtpTransceiver {
  const inUse = peer.getTransceivers().find(isUsable)
  // A stream gives the track an msid, which some far ends want (RFC 8830).
  return inUse ?? peer.addTransceiver('audio', { streams: [new MediaStream()] })
}

/** The transceiver of the offer that has been set. One of ours that was rolled back may stand beside it, without a mid. */
export function findOfferedVoice(peer: RTCPeerConnection): RTCRtpTransceiver {
  const offered = peer.getTransceivers().find((transceiver) => isUsable(transceiver) && transceiver.mid !== null)
  if (!offered) throw new Error('The browser found no audio line in the offer')
  for (const transceiver of peer.getTransceivers()) {
    if (transceiver.mid === null && transceiver !== offered && !isStopped(transceiver)) transceiver.stop()
  }
  return offered
}

function isUsable(transceiver: RTCRtpTransceiver): boolean {
  return transceiver.receiver.track.kind === 'audio' && !isStopped(transceiver)
}

function isStopped({ direction, currentDirection }: RTCRtpTransceiver): boolean {
  return direction === 'stopped' || currentDirection === 'stopped'
}
