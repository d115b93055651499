/** How loud it is, 0-1 and linear. */
export interface SoundLevel {
  /** What the microphone gives, muted or not. */
  readonly microphone: number
  /** What is heard of the far end. */
  readonly speaker: number
}

/** Sound levels, past the charts and the view: ten times a second while somebody listens. */
export interface Levels {
  /**
   * `of`: a call's id, or `test` for the microphone of `testDevices`. Nothing is told while there is nothing to measure.
   * The call returns what ends it.
   */
  subscribe(of: string, listener: (level: SoundLevel) => void): () => void
}
