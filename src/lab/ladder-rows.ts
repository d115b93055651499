import { readMessage, toneOf } from './sip'
import type { Timeline } from './timeline'

/** A line of the ladder: an arrow between phone and PBX, or a word at the phone's side. */
export interface LadderRow {
  /** Of the entry. */
  readonly index: number
  readonly kind: 'arrow' | 'note'
  readonly direction: 'in' | 'out'
  readonly title: string
  readonly about: string
  readonly tone: 'request' | 'provisional' | 'success' | 'challenge' | 'failure' | 'port'
  /** The call that it is about, by which the ladder is filtered; null: none. */
  readonly callId: string | null
}

/**
 * The SIP messages of a timeline, with what people asked for between them. A trace without SIP (a simulation) has arrows for
 * what crossed the ports instead: what the charts asked for, and what they were told.
 */
export function createLadder(timeline: Timeline) {
  const rows: LadderRow[] = []
  let read = 0
  let asked = 0
  let hasSip = false
  /** A call's ports are its chart's: `phone/<call>`. */
  const callOfPort = (port: string) => timeline.replay.ownerOf(port)?.split('/')[1] ?? null
  return {
    advance(): readonly LadderRow[] {
      const { entries, replay } = timeline
      if (!hasSip && entries.slice(read, timeline.ready).some((entry) => 'sip' in entry)) {
        hasSip = true
        rows.length = 0
        read = 0
      }
      for (; read < timeline.ready; read += 1) {
        const entry = entries[read]
        if (entry === undefined) break
        if ('sip' in entry) {
          const { direction, text, callId } = entry.sip
          const message = readMessage(text)
          const about = [message.isRequest ? '' : message.method, message.media ?? ''].filter(Boolean).join(' · ')
          rows.push({
            index: read,
            kind: 'arrow',
            direction,
            title: message.title,
            about,
            tone: toneOf(message),
            callId: callId ?? null,
          })
        } else if ('intent' in entry) {
          rows.push(note(read, entry.intent.type, callOf(entry.intent)))
        } else if ('timer' in entry) {
          rows.push(note(read, 'timer', null))
        } else if ('fact' in entry && !hasSip && isOnTheWire(entry.port)) {
          const title = entry.fact.type
          rows.push({
            index: read,
            kind: 'arrow',
            direction: 'in',
            title,
            about: shortPort(entry.port),
            tone: toneOfFact(title),
            callId: callOfPort(entry.port),
          })
        }
        for (; asked < replay.asked.length && (replay.asked[asked]?.index ?? 0) <= read; asked += 1) {
          const one = replay.asked[asked]
          if (hasSip || one === undefined || !isOnTheWire(one.port)) continue
          rows.push({
            index: read,
            kind: 'arrow',
            direction: 'out',
            title: one.command.type,
            about: shortPort(one.port),
            tone: 'port',
            callId: callOfPort(one.port),
          })
        }
      }
      return rows
    },
    get hasSip() {
      return hasSip
    },
  }
}

const note = (index: number, title: string, callId: string | null): LadderRow => ({
  index,
  kind: 'note',
  direction: 'out',
  title,
  about: '',
  tone: 'request',
  callId,
})

const shortPort = (port: string) => port.replace(/^watch/, '')

const isOnTheWire = (port: string) => /^watch(Session|Connection|Invitations)#/.test(port)

function callOf(intent: object): string | null {
  return 'callId' in intent && typeof intent.callId === 'string' ? intent.callId : null
}

function toneOfFact(type: string): LadderRow['tone'] {
  if (/refused|rejected|failed|closed|Crossed|lost|notLoaded/i.test(type)) return 'failure'
  if (/progressed/i.test(type)) return 'provisional'
  return /accepted|connected|negotiated|obtained/i.test(type) ? 'success' : 'port'
}
