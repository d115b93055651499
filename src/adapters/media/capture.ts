import { NoMediaDevices } from './failures'

/** The part of `navigator.mediaDevices` that the adapter uses. */
export type CaptureDevices = Pick<
  MediaDevices,
  'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>

/** null where the page has no secure context. */
export type FindCaptureDevices = () => CaptureDevices | null

const voice: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }

/** Opens a microphone, with the browser's prompt if need be. Rejects with what `getUserMedia` rejects with, or NoMediaDevices. */
export async function openMicrophone(devices: CaptureDevices | null, deviceId: string | null): Promise<MediaStream> {
  if (!devices) throw new NoMediaDevices('There are no media devices on this page')
  // Before the permission is granted, browsers list devices with an empty id.
  if (!deviceId) return devices.getUserMedia({ audio: voice })
  try {
    return await devices.getUserMedia({ audio: { ...voice, deviceId: { exact: deviceId } } })
  } catch (error) {
    if (!isGone(error)) throw error
    return devices.getUserMedia({ audio: voice })
  }
}

/** The chosen microphone is unplugged, or its id was renewed with the site's data. */
function isGone(error: unknown): boolean {
  return error instanceof Error && (error.name === 'OverconstrainedError' || error.name === 'NotFoundError')
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
