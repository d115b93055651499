import { afterEach, describe, expect, test, vi } from 'vitest'
import { createLabLink, type LabLinkOptions } from '../../src/api/lab-link'
import { type LabMessage, labChannel } from '../../src/api/lab-protocol'

const endings: (() => void)[] = []

afterEach(() => {
  for (const end of endings.splice(0)) end()
})

/** A phone with a trace of one line, and a switch for what enters after it. */
function openPhone(options: Partial<LabLinkOptions> = {}) {
  const listeners = new Set<(lines: readonly string[]) => void>()
  const end = createLabLink({
    phone: 'phone-1',
    name: () => 'Alice',
    watch: async (listener) => {
      listeners.add(listener)
      return { text: '{"format":"callchart-trace/1"}\n', stop: () => void listeners.delete(listener) }
    },
    origins: [],
    ...options,
  })
  endings.push(end)
  return {
    end,
    listeners,
    enter: (line: string) => {
      for (const listener of listeners) listener([line])
    },
  }
}

function openLab(channel: BroadcastChannel | MessagePort = new BroadcastChannel(labChannel)) {
  const heard: unknown[] = []
  const post: (message: LabMessage) => void = channel.postMessage.bind(channel)
  channel.addEventListener('message', (event) => heard.push((event as MessageEvent).data))
  if ('start' in channel) channel.start()
  endings.push(() => channel.close())
  return { heard, post }
}

describe('the link to a lab', () => {
  test('answers who is there, and tells its trace and what enters after it to a lab that watches', async () => {
    const phone = openPhone()
    const lab = openLab()
    lab.post({ from: 'lab', type: 'who' })
    await vi.waitFor(() =>
      expect(lab.heard).toEqual([{ from: 'phone', phone: 'phone-1', type: 'here', name: 'Alice' }]),
    )
    lab.post({ from: 'lab', type: 'watch', phone: 'phone-1' })
    await vi.waitFor(() =>
      expect(lab.heard[1]).toMatchObject({ type: 'trace', text: '{"format":"callchart-trace/1"}\n' }),
    )
    phone.enter('{"t":1,"timer":1}')
    await vi.waitFor(() => expect(lab.heard[2]).toMatchObject({ type: 'lines', lines: ['{"t":1,"timer":1}'] }))
  })

  test('says nothing of what enters before a lab watches, after it has left, or to watch another phone', async () => {
    const phone = openPhone()
    const lab = openLab()
    lab.post({ from: 'lab', type: 'watch', phone: 'phone-2' })
    lab.post({ from: 'lab', type: 'who' })
    await vi.waitFor(() => expect(lab.heard).toHaveLength(1))
    expect(phone.listeners.size).toBe(0)
    lab.post({ from: 'lab', type: 'watch', phone: 'phone-1' })
    await vi.waitFor(() => expect(phone.listeners.size).toBe(1))
    lab.post({ from: 'lab', type: 'leave', phone: 'phone-1' })
    await vi.waitFor(() => expect(phone.listeners.size).toBe(0))
  })

  test('says that it is gone when the phone is disposed of', async () => {
    const phone = openPhone()
    const lab = openLab()
    phone.end()
    await vi.waitFor(() => expect(lab.heard).toContainEqual({ from: 'phone', phone: 'phone-1', type: 'gone' }))
  })

  test('takes a port from a window of an origin that was named, and from no other', async () => {
    openPhone({ origins: ['https://lab.example'] })
    const offer = (origin: string) => {
      const { port1, port2 } = new MessageChannel()
      dispatchEvent(new MessageEvent('message', { data: { from: 'lab', type: 'connect' }, origin, ports: [port2] }))
      return openLab(port1)
    }
    const stranger = offer('https://evil.example')
    const known = offer('https://lab.example')
    await vi.waitFor(() => expect(known.heard).toHaveLength(1))
    known.post({ from: 'lab', type: 'watch', phone: 'phone-1' })
    await vi.waitFor(() => expect(known.heard[1]).toMatchObject({ type: 'trace' }))
    expect(stranger.heard).toEqual([])
  })
})
