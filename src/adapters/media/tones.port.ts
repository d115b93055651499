import type { Failure } from '../../machines/failure'
import type { SendTones, ToneCommand } from '../../machines/ports'
import type { MakePort } from '../port'

/** A browser says nothing more when the call stops sending in the middle of a tone (WebRTC 7.2): how long is waited beyond it. */
const graceMs = 1_000

/** Tones as RFC 4733 events in the RTP, by the browser's RTCDTMFSender, one at a time. */
export function createTonesPort(makePort: MakePort, findSender: (callId: string) => RTCRtpSender | null): SendTones {
  return makePort('sendTonesByRtp', ({ input, tell, receive }) => {
    const isOver = new AbortController()
    let last = Promise.resolve()
    receive((command) => {
      last = last.then(async () => {
        const { tone } = command
        if (isOver.signal.aborted) return
        const failure = await sendTone(findSender(input.callId), command, isOver.signal)
        tell(failure ? { type: 'tone.refused', tone, failure } : { type: 'tone.sent', tone })
      })
    })
    return () => isOver.abort()
  })
}

async function sendTone(
  sender: RTCRtpSender | null,
  command: ToneCommand,
  isOver: AbortSignal,
): Promise<Failure | null> {
  const { tone, durationMs, gapMs } = command
  const dtmf = sender?.dtmf
  if (!dtmf?.canInsertDTMF)
    return refusal('The call sends no sound, or the far end takes no telephone-event (RFC 4733).')
  try {
    dtmf.insertDTMF(tone, durationMs, gapMs)
  } catch (error) {
    return refusal(error instanceof Error ? error.message : String(error))
  }
  const isSent = await untilSent(dtmf, durationMs + gapMs + graceMs, isOver)
  return isSent ? null : refusal('The call stopped sending before the tone was out.')
}

/** An event without a tone says that all are out, the gap after the last one too. */
function untilSent(dtmf: RTCDTMFSender, limitMs: number, isOver: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isSent: boolean) => {
      clearTimeout(timer)
      dtmf.removeEventListener('tonechange', onChange)
      isOver.removeEventListener('abort', onOver)
      resolve(isSent)
    }
    const onChange = ({ tone }: RTCDTMFToneChangeEvent) => tone === '' && end(true)
    const onOver = () => end(false)
    const timer = setTimeout(end, limitMs, false)
    dtmf.addEventListener('tonechange', onChange)
    isOver.addEventListener('abort', onOver)
  })
}

function refusal(text: string): Failure {
  return { code: 'media-failed', text }
}
