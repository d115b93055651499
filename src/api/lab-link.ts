import { isLabHandshake, isLabMessage, labChannel, type PhoneMessage, type PhoneNews } from './lab-protocol'

export interface LabLinkOptions {
  readonly phone: string
  /** What a lab lists the phone by. */
  readonly name: () => string
  /** All that has entered, as JSON Lines; `listener` is told what enters from there on. */
  readonly watch: (listener: (lines: readonly string[]) => void) => Promise<WatchedTrace>
  /** Origins whose windows may watch too; those of the phone's own may in any case. */
  readonly origins: readonly string[]
}

export interface WatchedTrace {
  readonly text: string
  readonly stop: () => void
}

/**
 * Lets labs watch a phone: what entered its charts until now, and from then on as it enters. As long as no lab watches,
 * nothing is copied and nothing is sent. The call returns what ends it.
 */
export function createLabLink({ phone, name, watch, origins }: LabLinkOptions): () => void {
  const endings: (() => void)[] = []

  const serve = (channel: BroadcastChannel | MessagePort) => {
    const post: (message: PhoneMessage) => void = channel.postMessage.bind(channel)
    const say = (news: PhoneNews) => post({ from: 'phone', phone, ...news })
    let watched: Promise<WatchedTrace> | undefined
    const leave = () => {
      watched?.then(({ stop }) => stop()).catch(ignore)
      watched = undefined
    }
    const begin = () => {
      leave()
      // Said in order: what enters meanwhile comes after the trace.
      const early: string[] = []
      let tell = (lines: readonly string[]): void => void early.push(...lines)
      const beginning = watch((lines) => tell(lines))
      watched = beginning
      beginning
        .then(({ text }) => {
          if (watched !== beginning) return
          say({ type: 'trace', text })
          tell = (lines) => say({ type: 'lines', lines })
          if (early.length > 0) tell(early)
        })
        .catch(ignore)
    }
    channel.addEventListener('message', (event) => {
      const { data } = event as MessageEvent<unknown>
      if (!isLabMessage(data)) return
      if (data.type === 'who') say({ type: 'here', name: name() })
      else if (data.phone === phone && data.type === 'watch') begin()
      else if (data.phone === phone) leave()
    })
    if ('start' in channel) channel.start()
    endings.push(() => {
      leave()
      say({ type: 'gone' })
      channel.close()
    })
    say({ type: 'here', name: name() })
  }
  const shakeHands = ({ data, origin, ports: [port] }: MessageEvent<unknown>) => {
    if (port !== undefined && isLabHandshake(data) && origins.includes(origin)) serve(port)
  }

  serve(new BroadcastChannel(labChannel))
  if (origins.length > 0) {
    addEventListener('message', shakeHands)
    endings.push(() => removeEventListener('message', shakeHands))
  }
  return () => {
    for (const end of endings.splice(0)) end()
  }
}

/** A trace that cannot be had is not watched; the phone goes on. */
const ignore = (): void => {}
