import type { Preferences, Processing } from '../../machines/ports'
import { NoMediaDevices } from './failures'

/** The part of `navigator.mediaDevices` that the adapter uses. */
export type CaptureDevices = Pick<
  MediaDevices,
  'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
> &
  Partial<Pick<MediaDevices, 'getSupportedConstraints'>>

/** null where the page has no secure context. */
export type FindCaptureDevices = () => CaptureDevices | null

export type MicrophoneChoice = Pick<Preferences, 'microphoneId' | 'processing'>

export const allProcessing: readonly Processing[] = ['echoCancellation', 'noiseSuppression', 'autoGainControl']

export const defaultMicrophone: MicrophoneChoice = { microphoneId: null, processing: allProcessing }

/** Opens a microphone, with the browser's prompt if need be. Rejects with what `getUserMedia` rejects with, or NoMediaDevices. */
export async function openMicrophone(
  devices: CaptureDevices | null,
  { microphoneId, processing }: MicrophoneChoice,
): Promise<MediaStream> {
  if (!devices) throw new NoMediaDevices('There are no media devices on this page')
  const voice = Object.fromEntries(allProcessing.map((kind) => [kind, processing.includes(kind)]))
  // Before the permission is granted, browsers list devices with an empty id.
  return devices.getUserMedia({ audio: microphoneId ? { ...voice, deviceId: { exact: microphoneId } } : voice })
}

/** The chosen microphone is unplugged, or its id was renewed with the site's data. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && (error.name === 'OverconstrainedError' || error.name === 'NotFoundError')
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
