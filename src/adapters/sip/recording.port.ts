import type { Core } from 'sip.js'
import type { RecordingFact, RecordingRequest, RequestRecording } from '../../machines/ports/recording'
import type { MakePort } from '../port'
import type { Calls } from './calls'
import { classifyResponse, isDialogGone } from './classify'

/** Asks the server to record a call, or to stop, by INFO in its dialog (RFC 6086, legacy usage). */
export function createRecordingPort(makePort: MakePort, calls: Calls): RequestRecording {
  return makePort('requestRecording', ({ input, tell }) => {
    const call = calls.find(input.callId)
    const { session } = call ?? {}
    const refuse = ({ message }: Core.IncomingResponse) => {
      const failure = classifyResponse(message)
      tell({ type: 'recording.refused', failure })
      if (isDialogGone(message)) call?.lose({ ...failure, code: 'dialog-gone' })
    }
    const noDialog: RecordingFact = { type: 'recording.refused', failure: { code: 'ended' } }
    if (!session) tell(noDialog)
    else
      session
        .info({
          requestOptions: describe(input),
          requestDelegate: {
            onAccept: () => tell({ type: 'recording.confirmed' }),
            onRedirect: refuse,
            onReject: refuse,
          },
        })
        // There is no dialog yet, or none any more.
        .catch(() => tell(noDialog))
    return undefined
  })
}

function describe({ method, recording }: RecordingRequest): Core.RequestOptions {
  if (method !== 'command') return { extraHeaders: [`Record: ${recording}`] }
  const content = recording === 'on' ? 'start' : 'stop'
  return { body: { contentDisposition: 'render', contentType: 'application/x-recording-command', content } }
}
