import type { ChartDoc } from './chart.doc'
import type { transferMachine } from './transfer.machine'

const call = '[call](call.md), through [phone](phone.md)'
const unheard = 'Of no consequence here.'

export const transferDoc: ChartDoc<typeof transferMachine> = {
  title: 'sending the other side on to somebody else',
  purpose:
    'A transfer (RFC 5589) takes two calls and the word of a third party. Blind: the far end is asked to call the target, and tells how that goes. Attended: the person talks to the target first, and the far end then takes our place in that call. What a PBX tells is not always true, and sometimes it tells nothing; in every case the calls that are left are as they were, or ended, and nobody is left on a line that leads nowhere.',
  states: {
    idle: { means: 'No transfer is under way. The failure of the last one may still be shown.' },
    referring: {
      means: 'The far end has been asked to call the target. A 2xx says that it has understood, not that it got there.',
      sip: '→ REFER; ← 202 (RFC 3515 2.4.2)',
    },
    progressing: {
      means: 'The far end calls the target, and tells how that goes. Our call to it stands.',
      sip: '← NOTIFY with `message/sipfrag` (RFC 3515 2.4.5)',
    },
    consulting: { means: 'The person talks to the target first. The two calls can be swapped by resuming either.' },
    'consulting.waiting': { means: 'The other calls are being put on hold; the target is not called yet.' },
    'consulting.calling': { means: 'The target is being called.', mood: 'waiting' },
    'consulting.talking': { means: 'The target has answered.', mood: 'live' },
    withdrawing: {
      means:
        'Completed while it still rings (semi-attended): the consultation is cancelled, and the far end is asked to call the target itself.',
      sip: '→ CANCEL; ← 487, or a 200 that crosses it: then the transfer is attended after all',
    },
    completing: {
      means: 'The far end takes our place in the consultation. Until it has, both calls stand.',
      sip: '→ REFER with `Replaces` in Refer-To (RFC 5589 7.3)',
    },
    'completing.asked': { means: 'The REFER is out.', sip: '→ REFER' },
    'completing.accepted': { means: 'The far end is at it.', sip: '← 202, ← NOTIFY' },
    cancelling: { means: 'The consultation is being hung up; the person goes back to the call.' },
  },
  events: {
    'call.transfer': { from: 'host', means: 'Send the far end of this call to that target.' },
    'call.consult': { from: 'host', means: 'Call that target first.' },
    'call.completeTransfer': { from: 'host', means: 'Join the two.' },
    'call.cancelTransfer': { from: 'host', means: 'Hang up on the target, and go back.' },
    'focus.dialRefused': { from: '[focus](focus.md)', means: 'The target will not be called.' },
    'report.established': { from: call, means: 'The consultation has been answered.' },
    'report.referAccepted': { from: call, means: 'A 2xx to our REFER.' },
    'report.referProgressed': { from: call, means: 'The far end tells how its call to the target goes.' },
    'report.referSucceeded': { from: call, means: 'The far end says that it has reached the target.' },
    'report.referFailed': { from: call, means: 'Our REFER was refused, or the far end has not reached the target.' },
    'report.ringing': { from: call, means: unheard },
    'report.quiet': { from: call, means: unheard },
    'report.live': { from: call, means: 'The consultation has begun.' },
    'report.held': { from: call, means: unheard },
    'report.holdFailed': { from: call, means: unheard },
    'report.closing': { from: call, means: 'The consultation’s microphone is closed.' },
    'report.ended': { from: call, means: 'It is over: hung up by any of the three, or transferred.' },
  },
  emits: {
    'call.transferStarted': 'a transfer has begun: blind, or with a consultation',
    'call.transferProgressed': 'the far end has told how its call to the target goes',
    'call.transferred': 'the far end has reached the target; our call to it is being ended',
    'call.transferFailed': 'it came to nothing, and why; the calls that are left are as they were',
    'call.transferCancelled': 'the consultation was given up',
    'command.settled': 'the far end has told the outcome, or nobody has in time',
  },
  invokes: {},
  sends: {
    refer: ['session.refer'],
    withdrawConsultation: ['session.withdraw'],
    endConsultation: ['session.bye'],
    succeed: ['session.bye'],
    goBack: ['session.offer'],
  },
  delays: {
    answerTimeout: 'past 64*T1 = 32 s (RFC 3261 17.1.2.2) the adapter has reported something, unless it is broken',
    notifyTimeout: 'as long as proxies let the target ring (Timer C, RFC 3261 16.6), and a little',
    byeTimeout: '64*T1 (RFC 3261 17.1.2.2) and a little',
  },
  invariants: [
    'A 2xx to REFER alone is a success only where it says that nobody will tell of one (`Refer-Sub: false`, RFC 4488).',
    'After a success our legs are ended by us: the PBX keeps them.',
    'After a failure both calls are as they were.',
    'A BYE after the 202 and instead of a final NOTIFY is a success. Whom we sent elsewhere has agreed to go and has left us, and many far ends say no more than that (RFC 5589 6.1 lets either side end the call); nothing is left here to go back to, and a failure would have the person ring up somebody who is talking to the target. A BYE before the 202 is a hang-up.',
    'There is one transfer at a time; its command is settled once.',
  ],
}
