import { mulawClip } from './mulaw'

const sine = (frequency: number, time: number): number => Math.sin(2 * Math.PI * frequency * time)

/** One second of 440 Hz: a whole number of periods, so that it loops without a click. */
export const tone = mulawClip(1, (time) => 0.4 * sine(440, time))

/** C, E, G, C: frequency in hertz and when it is struck. */
const chimes = [
  { frequency: 523.25, at: 0 },
  { frequency: 659.25, at: 0.8 },
  { frequency: 783.99, at: 1.6 },
  { frequency: 1046.5, at: 2.4 },
] as const

/** Four seconds of chimes, each fading like a struck bell: an announcement without words, the same in every language. */
export const announcement = mulawClip(4, (time) =>
  chimes
    .filter(({ at }) => time >= at)
    .reduce((sum, { frequency, at }) => sum + 0.3 * Math.exp(-2.5 * (time - at)) * sine(frequency, time - at), 0),
)
