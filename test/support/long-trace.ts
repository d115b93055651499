import { createSimulation } from '../../src/lab/simulator/simulation'
import type { Step } from '../../src/lab/simulator/steps'
import { createTimeline } from '../../src/lab/timeline'
import { verifiableTrace, writeTrace } from '../../src/lab/write-trace'
import { defaultPreferences } from '../../src/machines/devices.setup'
import type { PhoneIntent } from '../../src/machines/intents'
import type { QualitySample } from '../../src/machines/ports'
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

const sipOf = (startLine: string, cseq: string, call: string, direction: 'in' | 'out') => ({
  sip: {
    direction,
    callId: call,
    text: `${startLine}\r\nVia: SIP/2.0/WSS a.invalid;branch=z9hG4bK${call}\r\nFrom: <sip:1001@pbx.example>;tag=a\r\nTo: <sip:1002@pbx.example>\r\nCall-ID: ${call}\r\nCSeq: 2 ${cseq}\r\nContact: <sip:a@a.invalid;transport=ws>\r\nContent-Type: application/sdp\r\n\r\nv=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendrecv\r\n`,
  },
})

const request = (method: string, call: string) => sipOf(`${method} sip:1002@pbx.example SIP/2.0`, method, call, 'out')
const response = (status: string, method: string, call: string) => sipOf(`SIP/2.0 ${status}`, method, call, 'in')

/** What the wire carries for one INVITE, or one re-INVITE, that is agreed on; the ACK comes after the state has changed. */
const invited = (call: string, ...provisional: readonly string[]) => [
  request('INVITE', call),
  ...provisional.map((status) => response(status, 'INVITE', call)),
  response('200 OK', 'INVITE', call),
]

const sampleOf = (at: number, count: number): QualitySample => ({
  at,
  direction: 'sendrecv',
  codec: 'opus',
  received: {
    packets: 100,
    bitrate: 60_000 + (count % 7) * 1_500,
    lossRatio: (count % 11) / 400,
    jitterMs: 6 + (count % 13),
    bufferMs: 40,
    level: 0.3,
  },
  sent: { packets: 100, bitrate: 62_000, lossRatio: 0, level: 0.3 },
  roundTripMs: 40,
})

export interface LongTrace {
  /** As JSON Lines. */
  readonly text: string
  readonly entries: number
  /** How many charts live at once. */
  readonly actors: number
}

/**
 * A long time of one phone, as its recorder would have it: six calls at once, held, muted and ended in turn, each with its SIP.
 *
 * - `day`: between a mute and a hold, people talk. Each call is sampled every 2 s, ten times in that while.
 * - `storm`: nothing but holds, mutes and calls: as dear as entries can be.
 */
export function longTrace(length: number, kind: 'day' | 'storm' = 'day'): LongTrace {
  const simulation = createSimulation(header)
  const entries: TraceEntry[] = []
  const ride = (...messages: readonly object[]) => {
    const { t } = entries.at(-1) ?? { t: 0 }
    for (const message of messages) entries.push({ t, ...message } as TraceEntry)
  }
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
  const reinvite = (call: string, hold: boolean) => {
    ride(...invited(call, '100 Trying'))
    session(call, 'session.negotiated', { offer: { hold } })
    ride(request('ACK', call))
  }
  const begin = () => {
    const before = open.at(-1)
    ask('call.dial', { callId: `call-${made + 1}`, target: bob.uri, remote: bob })
    if (before !== undefined) reinvite(before, true)
    made += 1
    const call = `call-${made}`
    take({ port: 'watchMedia', call, fact: { type: 'microphone.acquired' } })
    ride(...invited(call, '100 Trying', '180 Ringing'))
    session(call, 'session.progressed', { progress: 'ringing', at: 0 })
    session(call, 'session.accepted', { remote: null, at: 0 })
    ride(request('ACK', call))
    take({ port: 'watchMedia', call, fact: { type: 'media.connected' } })
    open.push(call)
  }
  const samples = kind === 'day' ? 10 : 0
  const pass = () => {
    for (let sample = 0; sample < samples; sample += 1)
      for (const call of open)
        take({
          port: 'watchQuality',
          call,
          fact: { type: 'quality.sampled', sample: sampleOf(simulation.now.at, entries.length) },
        })
  }
  const talk = (call: string) => {
    ask('call.mute', { callId: call })
    take({ port: 'watchMedia', call, fact: { type: 'microphone.muted' } })
    ask('call.unmute', { callId: call })
    take({ port: 'watchMedia', call, fact: { type: 'microphone.unmuted' } })
    ask('call.hold', { callId: call })
    reinvite(call, true)
    ask('call.resume', { callId: call })
    reinvite(call, false)
    pass()
  }
  const end = () => {
    const call = open.pop()
    if (call === undefined) return
    ask('call.hangUp', { callId: call })
    ride(request('BYE', call), response('200 OK', 'BYE', call))
    session(call, 'session.ended', { by: 'local', failure: null, reason: null, at: 0 })
    const last = open.at(-1)
    if (last === undefined) return
    ask('call.resume', { callId: last })
    reinvite(last, false)
  }
  while (entries.length < length) {
    while (open.length < calls) begin()
    actors = Math.max(actors, simulation.timeline.at(simulation.timeline.ready).size)
    for (let turn = 0; turn < 4 && entries.length < length; turn += 1) talk(open.at(-1) ?? '')
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
