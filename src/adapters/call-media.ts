/**
 * One call's media as its signalling sees it: descriptions in and out. What the media are (a peer connection, a
 * microphone, a player) stays in media/; what carries the descriptions stays in sip/.
 */
export interface CallMedia {
  /**
   * Our offer, gathered: with the first candidates that can carry a call, after about 1 s at the most. The direction
   * follows `hold`, our intention (sendonly on hold, else sendrecv), never the last negotiation. Rejects with a
   * CallMediaClosed when the call's media are closed meanwhile.
   */
  createOffer(options: { readonly hold: boolean; readonly iceRestart: boolean }): Promise<string>
  /** Our answer to an offer; the direction is what our intention and the offer allow (RFC 3264 6.1). */
  createAnswer(offer: string): Promise<string>
  /**
   * The answer to our offer. A provisional one (of a 183) gives early media, and leaves the offer open: the final one may
   * come from another fork, and be another. A second final one is taken when it is the same.
   */
  acceptAnswer(answer: string, options?: { readonly isProvisional: boolean }): Promise<void>
  /** Our offer was refused: back to what was agreed, our intention with it. */
  rollBack(): Promise<void>
  /**
   * Another far end is about to take this one's place: descriptions are those of a new way for the sound from here on, with
   * our intention and our microphone as they are. The old one stands until it is decided.
   */
  renew(): Promise<Renewal>
}

export interface Renewal {
  /** The old way is closed. */
  keep(): void
  /** The new one is, and the call goes on as it was. */
  goBack(): void
}

/** Finds the media of a call; undefined once they are closed. */
export type FindCallMedia = (callId: string) => CallMedia | undefined

export class CallMediaClosed extends Error {
  override readonly name = 'CallMediaClosed'
}
