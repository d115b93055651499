import type { Failure, FailureCode } from '../../machines/failure'

const insecurePage: Failure = {
  code: 'permission-denied',
  text: 'The browser gives a microphone only to pages served over https or from localhost, and to frames with allow="microphone".',
}

const codes: Readonly<Record<string, FailureCode>> = {
  NotAllowedError: 'permission-denied',
  NotFoundError: 'no-microphone',
  OverconstrainedError: 'no-microphone',
  NotReadableError: 'microphone-busy',
  AbortError: 'microphone-busy',
  Unsupported: 'unsupported',
}

/** Of `setSinkId`. NotFoundError: it has been unplugged. */
const speakerCodes: Readonly<Record<string, FailureCode>> = {
  NotAllowedError: 'permission-denied',
  NotFoundError: 'no-speaker',
  Unsupported: 'unsupported',
}

/** `mediaDevices` is missing where the page has no secure context (Media Capture and Streams 9.1). */
export class NoMediaDevices extends Error {
  override readonly name = 'NoMediaDevices'
}

/** The browser cannot do what was asked for, on any device. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported'
}

/** Names what `getUserMedia` rejected with (Media Capture and Streams 9.2). */
export function microphoneFailure(error: unknown): Failure {
  if (error instanceof NoMediaDevices) return insecurePage
  return mediaFailure(error, (name) => codes[name])
}

/** Names what `setSinkId` rejected with (Audio Output Devices API). */
export function speakerFailure(error: unknown): Failure {
  return mediaFailure(error, (name) => speakerCodes[name])
}

function mediaFailure(error: unknown, codeOf: (name: string) => FailureCode | undefined): Failure {
  const code = (error instanceof Error && codeOf(error.name)) || 'media-failed'
  const text = error instanceof Error ? error.message : ''
  return text === '' ? { code } : { code, text }
}
