import type { CaptureDevices } from '../../../src/adapters/media/capture'

type GetUserMedia = CaptureDevices['getUserMedia']

/** The browser's own devices with another way to open them. */
export function withGetUserMedia(getUserMedia: GetUserMedia): () => CaptureDevices {
  const devices = navigator.mediaDevices
  return () => ({
    getUserMedia,
    enumerateDevices: () => devices.enumerateDevices(),
    addEventListener: devices.addEventListener.bind(devices),
    removeEventListener: devices.removeEventListener.bind(devices),
  })
}

/** The browser's own devices, and what was opened of them. */
export function watchCapture() {
  const opened: MediaStream[] = []
  const findDevices = withGetUserMedia(async (constraints) => {
    const stream = await navigator.mediaDevices.getUserMedia(constraints)
    opened.push(stream)
    return stream
  })
  return { findDevices, opened }
}

/** Devices that refuse, as a browser would with this name. */
export function refuseCapture(name: string) {
  return withGetUserMedia(() => Promise.reject(new DOMException(`this is a ${name}`, name)))
}
