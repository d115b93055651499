import { createSimulation } from '../../src/lab/simulator/simulation'
import type { Step } from '../../src/lab/simulator/steps'
import { createTimeline } from '../../src/lab/timeline'
import { verifiableTrace, writeTrace } from '../../src/lab/write-trace'
import { defaultPreferences } from '../../src/machines/devices.setup'
import type { PhoneIntent } from '../../src/machines/intents'
import { type TraceEntry, traceFormat } from '../../src/trace/entry'

const calls = 6
const bob = { number: '1002', name: 'Bob Lindqvist', uri: 'sip:1002@pbx.example' }

const header = {
  format: traceFormat,
  input: { maxCalls: calls, preferences: defaultPreferences },
  charts: {},
  environment: {},
  redaction: 'pseudonyms',
  startedAt: Date.UTC(2026, 0, 5, 9),
} as const

const sipOf = (method: string, call: string, direction: 'in' | 'out') => ({
  sip: {
    direction,
    callId: call,
    text: `${method} sip:1002@pbx.example SIP/2.0\r\nVia: SIP/2.0/WSS a.invalid;branch=z9hG4bK${call}\r\nFrom: <sip:1001@pbx.example>;tag=a\r\nTo: <sip:1002@pbx.example>\r\nCall-ID: ${call}\r\nCSeq: 2 ${method}\r\nContact: <sip:a@a.invalid;transport=ws>\r\nContent-Type: application/sdp\r\n\r\nv=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendrecv\r\n`,
  },
})

const statsOf = (call: string, count: number) => ({
  stats: {
    callId: call,
    sample: {
      bitrateIn: 60_000 + (count % 7) * 1_500,
      bitrateOut: 62_000,
      loss: (count % 11) / 400,
      jitterMs: 6 + (count % 13),
      roundTripMs: 40,
      level: 0.3,
      mos: 4.4 - (count % 9) / 20,
    },
  },
})

export interface LongTrace {
  /** As JSON Lines. */
  readonly text: string
  readonly entries: number
  /** How many charts live at once. */
  readonly actors: number
}

/** A busy day of one phone: six calls at once, held, muted and ended in turn, with SIP and statistics. */
export function longTrace(length: number): LongTrace {
  const simulation = createSimulation(header)
  const entries: TraceEntry[] = []
  const ride = (t: number, what: object) => entries.push({ t, ...what } as TraceEntry)
  const take = (step: Step) => {
    const entry = simulation.take(step)
    entries.push(entry)
    return entry.t
  }
  /** Straight to the charts: asking for permission 10,000 times would take longer than all the rest. */
  const ask = (type: string, data: object) => {
    const { t, at } = simulation.now
    return take({ entry: { t, intent: { type, commandId: `command-${entries.length}`, at, ...data } as PhoneIntent } })
  }
  const world = (port: string, type: string, data: object = {}) => take({ port, fact: { type, ...data } })
  const session = (call: string, type: string, data: object = {}) =>
    take({ port: 'watchSession', call, fact: { type, ...data } })

  take({ command: { type: 'signIn', user: '1001', password: 'simulated' } })
  world('keepCredentials', 'credentials.obtained', { handle: 'secret-1', expiresAt: null })
  world('watchConnection', 'transport.connected', { server: 'wss://pbx.example/ws' })
  world('watchConnection', 'registration.accepted', { expiresAt: 4_000_000_000_000 })

  const open: string[] = []
  let made = 0
  let actors = 0
  const hold = (call: string) => {
    session(call, 'session.negotiated', { offer: { hold: true } })
  }
  const begin = () => {
    const before = open.at(-1)
    ask('call.dial', { callId: `call-${made + 1}`, target: bob.uri, remote: bob })
    if (before !== undefined) hold(before)
    made += 1
    const call = `call-${made}`
    take({ port: 'watchMedia', call, fact: { type: 'microphone.acquired' } })
    ride(session(call, 'session.progressed', { progress: 'ringing', at: 0 }), sipOf('INVITE', call, 'out'))
    ride(session(call, 'session.accepted', { remote: null, at: 0 }), sipOf('ACK', call, 'out'))
    take({ port: 'watchMedia', call, fact: { type: 'media.connected' } })
    open.push(call)
  }
  const talk = (call: string) => {
    ask('call.mute', { callId: call })
    take({ port: 'watchMedia', call, fact: { type: 'microphone.muted' } })
    ask('call.unmute', { callId: call })
    ride(take({ port: 'watchMedia', call, fact: { type: 'microphone.unmuted' } }), statsOf(call, entries.length))
    ask('call.hold', { callId: call })
    ride(session(call, 'session.negotiated', { offer: { hold: true } }), sipOf('INVITE', call, 'out'))
    ask('call.resume', { callId: call })
    ride(session(call, 'session.negotiated', { offer: { hold: false } }), sipOf('INVITE', call, 'out'))
    ride(simulation.now.t, sipOf('ACK', call, 'out'))
    ride(simulation.now.t, statsOf(call, entries.length))
  }
  const end = () => {
    const call = open.pop()
    if (call === undefined) return
    ask('call.hangUp', { callId: call })
    ride(session(call, 'session.ended', { by: 'local', failure: null, reason: null, at: 0 }), sipOf('BYE', call, 'out'))
    const last = open.at(-1)
    if (last === undefined) return
    ask('call.resume', { callId: last })
    session(last, 'session.negotiated', { offer: { hold: false } })
  }
  while (entries.length < length) {
    while (open.length < calls) begin()
    actors = Math.max(actors, simulation.timeline.at(simulation.timeline.ready).size)
    for (let turn = 0; turn < 20 && entries.length < length; turn += 1) talk(open.at(-1) ?? '')
    while (open.length > 2 && entries.length < length) end()
  }
  simulation.dispose()
  // With what it came to, as a recording has it: a replay compares each state.
  const timeline = createTimeline({ header, entries: entries.slice(0, length) })
  while (timeline.work(1_000));
  const text = writeTrace(verifiableTrace(timeline))
  timeline.dispose()
  return { text, entries: length, actors }
}
