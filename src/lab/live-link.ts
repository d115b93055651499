import { type Accessor, createSignal } from 'solid-js'
import { isPhoneMessage, type LabMessage, labChannel, type PhoneMessage } from '../api/lab-protocol'
import type { Trace, TraceEntry } from '../trace/entry'
import { readTrace } from '../trace/read-trace'
import type { Session } from './session'

interface FoundPhone {
  readonly id: string
  readonly name: string
}

/** The way to phones that run in other windows. */
export interface LiveLink {
  readonly phones: Accessor<readonly FoundPhone[]>
  /** The one that is watched. */
  readonly joined: Accessor<string | null>
  join(phone: string): void
  leave(): void
  dispose(): void
}

/** A BroadcastChannel, or one end of a MessageChannel. */
interface Endpoint {
  readonly post: (message: LabMessage) => void
  readonly close: () => void
}

/** `begin` makes a session of the phone's trace until now. */
export function createLiveLink(begin: (name: string, trace: Trace) => Session): LiveLink {
  const [phones, setPhones] = createSignal<readonly FoundPhone[]>([])
  const [joined, setJoined] = createSignal<string | null>(null)
  const endpoints = new Map<string, Endpoint>()
  const all: Endpoint[] = []
  let session: Session | null = null
  let header = ''

  const read = (lines: readonly string[]): readonly TraceEntry[] => readTrace([header, ...lines].join('\n')).entries
  const hear = (message: PhoneMessage, endpoint: Endpoint) => {
    const { phone } = message
    if (message.type === 'here') {
      endpoints.set(phone, endpoint)
      setPhones([...phones().filter(({ id }) => id !== phone), { id: phone, name: message.name }])
    } else if (message.type === 'gone') {
      endpoints.delete(phone)
      setPhones(phones().filter(({ id }) => id !== phone))
      if (joined() === phone) setJoined(null)
    } else if (phone !== joined()) return
    else if (message.type === 'trace') {
      header = message.text.slice(0, message.text.indexOf('\n'))
      const name = phones().find(({ id }) => id === phone)?.name ?? phone
      session = begin(name, readTrace(message.text))
    } else session?.append(read(message.lines))
  }
  const listen = (channel: BroadcastChannel | MessagePort) => {
    const endpoint: Endpoint = { post: channel.postMessage.bind(channel), close: () => channel.close() }
    all.push(endpoint)
    channel.addEventListener('message', (event) => {
      const { data } = event as MessageEvent<unknown>
      if (isPhoneMessage(data)) hear(data, endpoint)
    })
    if ('start' in channel) channel.start()
    endpoint.post({ from: 'lab', type: 'who' })
  }
  const leave = () => {
    const phone = joined()
    if (phone !== null) endpoints.get(phone)?.post({ from: 'lab', type: 'leave', phone })
    setJoined(null)
    session = null
  }

  listen(new BroadcastChannel(labChannel))
  // A host of another origin opens the lab with its own origin in the address, and hears from no other one.
  const origin = new URLSearchParams(location.search).get('phone')
  if (origin !== null && window.opener !== null) {
    const { port1, port2 } = new MessageChannel()
    listen(port1)
    const opener = window.opener as Window
    opener.postMessage({ from: 'lab', type: 'connect' }, { targetOrigin: origin, transfer: [port2] })
  }
  return {
    phones,
    joined,
    join(phone) {
      leave()
      setJoined(phone)
      endpoints.get(phone)?.post({ from: 'lab', type: 'watch', phone })
    },
    leave,
    dispose() {
      leave()
      for (const endpoint of all) endpoint.close()
    },
  }
}
