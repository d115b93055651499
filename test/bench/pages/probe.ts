/** Takes the times of what both phones do, the same way: on the page's clock, in ms since its navigation began. */
export interface Probe {
  /** Only the first of each name counts. */
  mark(name: string): void
  /** When it was, now or later. */
  until(name: string): Promise<number>
}

/** What a page of the bench can be asked for. */
export interface Caller {
  dial(number: string): Promise<unknown>
  hangUp(): Promise<void>
}

const times = new Map<string, number>()
const waiting = new Map<string, (time: number) => void>()

const probe: Probe = {
  mark(name) {
    if (times.has(name)) return
    const time = performance.now()
    times.set(name, time)
    waiting.get(name)?.(time)
  },
  until: (name) =>
    new Promise((resolve) => {
      const time = times.get(name)
      if (time === undefined) waiting.set(name, resolve)
      else resolve(time)
    }),
}

const { send } = WebSocket.prototype
WebSocket.prototype.send = function (data) {
  if (typeof data === 'string' && data.startsWith('INVITE ')) probe.mark('invite')
  send.call(this, data)
}

// A receiver's track is muted until its first RTP packet (W3C webrtc 5.3): no polling, whose grid would be in the numbers.
const Native = globalThis.RTCPeerConnection
globalThis.RTCPeerConnection = class extends Native {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    this.addEventListener('track', ({ track }) => track.addEventListener('unmute', () => probe.mark('media')))
  }
}

Object.assign(globalThis, { probe })
