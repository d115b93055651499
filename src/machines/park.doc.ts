import type { ChartDoc } from './chart.doc'
import type { parkMachine } from './park.machine'

const call = '[call](call.md), through [phone](phone.md)'

export const parkDoc: ChartDoc<typeof parkMachine> = {
  title: 'leaving a call where anybody can pick it up',
  purpose:
    'Parks a call, one at a time: its far end is referred (RFC 3515) to the parking lot, in the slot that was chosen or in one of the server’s choice, and our leg is ended once it is there. Which slot the server has chosen no SIP response tells: the slots that are watched do.',
  states: {
    idle: { means: 'Nothing is being parked. The failure of the last one may still be shown.' },
    referring: { means: 'The far end is on its way to the parking lot; our call to it stands.' },
    'referring.asked': { means: 'The REFER is out.', sip: '→ REFER to `*705` or to `700`' },
    'referring.accepted': { means: 'The server is at it.', sip: '← 202, ← NOTIFY with `message/sipfrag`' },
    placing: {
      means: 'It is parked, and our leg is being ended. Where it is, the slots that are watched will tell.',
      sip: '→ BYE; ← NOTIFY with `Event: dialog`',
    },
  },
  events: {
    'parking.park': { from: 'host', means: 'Park this call.' },
    'report.slotTaken': {
      from: '[parking-lot](parkingLot.md), through [phone](phone.md)',
      means: 'A slot was empty, and is not.',
    },
    'report.established': { from: call, means: 'Of no consequence here.' },
    'report.referAccepted': { from: call, means: 'A 2xx to our REFER.' },
    'report.referProgressed': { from: call, means: 'The server tells how it goes.' },
    'report.referSucceeded': { from: call, means: 'The far end is parked.' },
    'report.referFailed': { from: call, means: 'It could not be parked.' },
    'report.ended': { from: call, means: 'It is over: parked, or hung up.' },
  },
  emits: {
    'call.parked': 'the far end waits in the lot; our call to it is over',
    'call.parkFailed': 'it came to nothing, and why; the call is as it was',
    'command.settled': 'the slot is known, or will not be; or it came to nothing',
  },
  invokes: {},
  sends: {
    begin: ['session.refer'],
    endLeg: ['session.bye'],
  },
  delays: {
    answerTimeout: 'past 64*T1 = 32 s (RFC 3261 17.1.2.2) the adapter has reported something, unless it is broken',
    notifyTimeout: 'a parking lot answers at once: what takes half a minute is none',
    slotTimeout: 'the NOTIFY of the slot comes within a moment of the call, or not at all',
  },
  invariants: [
    'Our leg is ended by us, and not before the far end is parked.',
    'After a failure the call is as it was.',
    'A slot that was chosen is the slot that is told.',
    'There is one at a time; its command is settled once.',
  ],
}
