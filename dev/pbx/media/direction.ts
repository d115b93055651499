/** The direction of a media stream from the point of view of whoever wrote the SDP (RFC 3264 5.1). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

export const sends = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'sendonly'

export const receives = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'recvonly'

const directionFrom = (sending: boolean, receiving: boolean): Direction => {
  if (sending) return receiving ? 'sendrecv' : 'sendonly'
  return receiving ? 'recvonly' : 'inactive'
}

/** The same stream, seen from the other end. */
export const reverse = (direction: Direction): Direction => directionFrom(receives(direction), sends(direction))

/** What we answer to an offer when we would like `wanted`: never more than the offer leaves room for (RFC 3264 6.1). */
export const answerTo = (offered: Direction, wanted: Direction): Direction =>
  directionFrom(sends(wanted) && receives(offered), receives(wanted) && sends(offered))

/** Who offers this does not want to hear the other side: that is a hold (RFC 3264 8.4). */
export const isHold = (offered: Direction): boolean => !receives(offered)
