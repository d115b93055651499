import type { ChartDoc } from './chart.doc'
import type { roomMachine } from './room.machine'

const call = '[call](call.md), through [phone](phone.md)'
const unheard = 'Of no consequence here.'

export const roomDoc: ChartDoc<typeof roomMachine> = {
  title: 'a conference at the server',
  purpose:
    'Where the host has named a conference of the server, calls are merged there (RFC 4579): we call it, and when it has answered, the far end of each call is sent there by REFER. What is left is one call, to the conference.',
  states: {
    idle: { means: 'Nobody is on the way to a conference. The failure of the last merge may still be shown.' },
    dialing: {
      means: 'We are calling the conference; the calls are on hold meanwhile, and come back if it does not answer.',
      sip: '→ INVITE, as for any [call](call.md)',
    },
    moving: {
      means: 'The far ends are being sent there, all at once. Each call ends when its far end has arrived.',
      sip: '→ REFER, ← NOTIFY, → BYE for each',
    },
  },
  events: {
    'room.gather': { from: 'host', means: 'These calls are to meet in the server’s conference.' },
    'focus.dialRefused': { from: '[focus](focus.md)', means: 'The conference will not be called.' },
    'report.established': { from: call, means: 'The conference has answered.' },
    'report.referAccepted': { from: call, means: unheard },
    'report.referProgressed': { from: call, means: unheard },
    'report.referSucceeded': { from: call, means: 'Its far end has arrived.' },
    'report.referFailed': { from: call, means: 'Its far end could not be sent there; the call stands, on hold.' },
    'report.ended': { from: call, means: 'It is over: it arrived and told nobody, or was hung up.' },
    'report.ringing': { from: call, means: unheard },
    'report.quiet': { from: call, means: unheard },
    'report.live': { from: call, means: unheard },
    'report.held': { from: call, means: unheard },
    'report.holdFailed': { from: call, means: unheard },
    'report.closing': { from: call, means: unheard },
  },
  emits: {
    'call.merged': 'everybody has arrived; the call is ours to the conference',
    'call.mergeFailed': 'not everybody has, and why; the calls that are left stand, on hold',
    'command.settled': 'the far ends have arrived, or one of them has not',
  },
  invokes: {},
  sends: {
    dial: ['session.invite'],
    referAll: ['session.refer'],
    endLeg: ['session.bye'],
    goBack: ['session.offer'],
  },
  delays: {
    dialTimeout: 'a dial’s own end: Timer C (RFC 3261 16.6), the CANCEL, and a little',
    moveTimeout: 'a conference answers at once; what a PBX tells of a REFER may never come',
  },
  invariants: [
    'Nobody is sent to a conference that has not answered us.',
    'A call whose far end could not be sent there stands as it was.',
    'A command is settled once.',
  ],
}
