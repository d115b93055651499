import type { ChartDoc } from './chart.doc'
import type { transfereeMachine } from './transferee.machine'

const call = '[call](call.md), through [phone](phone.md)'
const requests = 'port `watchTransferRequests`'
const unheard = 'Of no consequence here.'

export const transfereeDoc: ChartDoc<typeof transfereeMachine> = {
  title: 'being sent on by the other side',
  purpose:
    'The far end of a call asks, by REFER, that we call somebody else in its place (RFC 5589). Whoever follows that blindly lets strangers make calls at his expense, so the person is asked, or the host has laid down what becomes of it. The call that there is stands until the new one is answered, and is gone back to when it is not.',
  states: {
    idle: { means: 'Nobody asks for anything.' },
    asked: {
      means:
        'The person is asked. The REFER has not been answered yet: a yes is a 202, a no is a 603, silence is a 480.',
      sip: '← REFER (RFC 3515)',
      mood: 'waiting',
    },
    dialing: {
      means: 'The new call is being made, and whoever asked is told how that goes.',
      sip: '→ 202, → NOTIFY with `message/sipfrag`; → INVITE with Referred-By (RFC 3892) and, where it takes over a call, Replaces',
    },
    'dialing.waiting': { means: 'The other calls are being put on hold.' },
    'dialing.calling': { means: 'The target is being called.' },
    failed: { means: 'The new call came to nothing; the old one is gone back to.', mood: 'broken' },
  },
  events: {
    'transferee.accept': { from: 'host', means: 'Call whom the far end has named.' },
    'transferee.refuse': { from: 'host', means: 'Do not.' },
    'refer.received': { from: requests, means: 'A REFER in the dialog of a call.' },
    'refer.withdrawn': { from: requests, means: 'Somebody has taken over the call that it came in.' },
    'focus.dialRefused': { from: '[focus](focus.md)', means: 'The target will not be called.' },
    'report.established': { from: call, means: 'The new call has been answered.' },
    'report.referAccepted': { from: call, means: unheard },
    'report.referProgressed': { from: call, means: unheard },
    'report.referSucceeded': { from: call, means: unheard },
    'report.referFailed': { from: call, means: unheard },
    'report.ringing': { from: call, means: unheard },
    'report.quiet': { from: call, means: unheard },
    'report.live': { from: call, means: 'The new call has begun.' },
    'report.held': { from: call, means: unheard },
    'report.holdFailed': { from: call, means: unheard },
    'report.closing': { from: call, means: 'The call that the request came in is being hung up.' },
    'report.ended': { from: call, means: 'One of the two is over.' },
  },
  emits: {
    'call.transferRequested': 'the far end asks that somebody else be called',
    'call.transferRequestRefused': 'it was told no: by the person, by the host’s policy, or by nobody’s answer',
    'call.transferRequestFollowed': 'the new call has been answered; the old one is being ended',
    'call.transferRequestFailed': 'the new call came to nothing, and why; the old one is gone back to',
    'command.settled': 'the person has refused. What becomes of a yes, the new call tells',
  },
  invokes: { watchTransferRequests: 'REFERs in the dialogs of calls, their answers, and the NOTIFYs that follow' },
  sends: {
    follow: ['refer.accept', 'session.invite'],
    refuse: ['refer.refuse'],
    refuseAnother: ['refer.refuse'],
    fail: ['refer.refuse'],
    succeed: ['session.bye'],
  },
  delays: {
    askTimeout: 'less than the 64*T1 = 32 s for which a REFER waits for its answer (RFC 3261 17.1.2.2)',
    dialTimeout: 'holding the others (35 s), the browser’s prompt (120 s) and the ringing (180 s), and a little',
  },
  invariants: [
    'No call is made because of a REFER before the person, or the policy, has said yes to that one.',
    'A REFER outside of a call, or while another one is asked about or followed, is refused.',
    'The old call is ended only after the new one has been answered.',
    'Whoever asked hears of an end, unless he has hung up.',
  ],
}
