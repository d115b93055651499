import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { MediaLeg } from './leg'
import { sampleRate } from './mulaw'

const packetMs = 20
const packetSamples = (sampleRate * packetMs) / 1000

/** After a longer stall (the machine slept) what was missed is dropped: a burst would only overflow the jitter buffer. */
const longestBurst = 10

interface Playing {
  readonly loop?: boolean
  readonly signal: AbortSignal
}

/**
 * Plays mu-law samples into a leg that agreed on PCMU, one packet every 20 ms. Each packet is due at a time counted from
 * the start, so timers that fire late do not add up to drift. Resolves at the end of the clip; rejects when aborted.
 */
export async function play(leg: MediaLeg, clip: Buffer, { loop = false, signal }: Playing): Promise<void> {
  await leg.connected(signal)
  const ssrc = randomInt(2 ** 32)
  const firstSequenceNumber = randomInt(2 ** 15)
  const packets = loop ? Number.POSITIVE_INFINITY : Math.floor(clip.length / packetSamples)
  let start = performance.now()
  for (let n = 0; n < packets; n += 1) {
    const early = start + n * packetMs - performance.now()
    if (early > 0) await wait(early, undefined, { signal })
    else if (-early > longestBurst * packetMs) start -= early
    signal.throwIfAborted()
    const from = (n * packetSamples) % clip.length
    leg.send({
      kind: 'audio',
      ssrc,
      sequenceNumber: (firstSequenceNumber + n) & 0xffff,
      timestamp: (n * packetSamples) >>> 0,
      marker: n === 0,
      payload: clip.subarray(from, from + packetSamples),
    })
  }
}
