import type { Core } from 'sip.js'
import type { Failure } from '../../machines/failure'
import type { SendTones, ToneCommand, ToneFact } from '../../machines/ports'
import type { MakePort } from '../port'
import type { Call } from './call'
import type { Calls } from './calls'
import { classifyResponse, isDialogGone } from './classify'

/** Tones as INFO requests, each once the one before has sounded and the gap after it is over. */
export function createTonesByInfoPort(makePort: MakePort, calls: Calls): SendTones {
  return makePort('sendTonesByInfo', ({ input: { callId }, tell, receive }) => {
    const waiting: ToneCommand[] = []
    let timer: ReturnType<typeof setTimeout> | null = null

    const sendNext = () => {
      timer = null
      const command = waiting.shift()
      if (!command) return
      timer = setTimeout(sendNext, command.durationMs + command.gapMs)
      const call = calls.find(callId)
      if (call) void sendTone(call, command).then(tell)
      else tell(refuse(command, { code: 'ended' }))
    }

    receive((command) => {
      waiting.push(command)
      if (timer === null) sendNext()
    })
    return () => {
      if (timer !== null) clearTimeout(timer)
    }
  })
}

async function sendTone(call: Call, command: ToneCommand): Promise<ToneFact> {
  try {
    const refusal = await sendInfo(call, command)
    if (!refusal) return { type: 'tone.sent', tone: command.tone }
    const failure = classifyResponse(refusal)
    if (isDialogGone(refusal)) call.lose({ ...failure, code: 'dialog-gone' })
    return refuse(command, failure)
  } catch {
    // There is no dialog yet, or none any more.
    return refuse(command, { code: 'refused' })
  }
}

/** null: accepted. */
async function sendInfo(
  { session }: Call,
  { tone, durationMs }: ToneCommand,
): Promise<Core.IncomingResponseMessage | null> {
  if (!session) throw new Error('The call has not begun')
  const { promise, resolve } = settle<Core.IncomingResponseMessage | null>()
  await session.info({
    requestOptions: {
      body: {
        contentDisposition: 'render',
        contentType: 'application/dtmf-relay',
        content: `Signal=${tone}\r\nDuration=${durationMs}\r\n`,
      },
    },
    requestDelegate: {
      onAccept: () => resolve(null),
      onRedirect: ({ message }) => resolve(message),
      onReject: ({ message }) => resolve(message),
    },
  })
  return promise
}

function refuse({ tone }: ToneCommand, failure: Failure): ToneFact {
  return { type: 'tone.refused', tone, failure }
}

function settle<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => {}
  const promise = new Promise<Value>((settled) => {
    resolve = settled
  })
  return { promise, resolve }
}
