import type { ChartDoc } from './chart.doc'
import type { parkingLotMachine } from './parking-lot.machine'

const phone = '[phone](phone.md)'
const subscription = '[subscription](subscription.md)'
const port = 'port `pollParkingLot`'

export const parkingLotDoc: ChartDoc<typeof parkingLotMachine> = {
  title: 'who waits where',
  purpose:
    'The calls that wait in the slots of the parking lot, whoever has parked them. The server tells by a [subscription](subscription.md) to each slot’s dialogs (RFC 4235), or a service of the backend is asked again and again; which of the two is configuration. Of a call that we have parked ourselves it keeps who it is, which servers often do not tell, so that it is known again when nobody picks it up and it comes back.',
  states: {
    unwatched: { means: 'Not registered, or no lot is configured.' },
    subscribed: { means: 'The server has been asked to tell of each slot.', sip: '→ SUBSCRIBE with `Event: dialog`' },
    'subscribed.untold': { means: 'It has told of no slot yet.', mood: 'waiting' },
    'subscribed.told': { means: 'It tells of every change.', sip: '← NOTIFY', mood: 'live' },
    'subscribed.failed': { means: 'It does not tell of some slot; what it tells of the others holds.', mood: 'broken' },
    polled: { means: 'The backend is asked again and again.' },
    'polled.asking': { means: 'It has been asked.' },
    'polled.told': { means: 'It has answered, and is asked again in a moment.', mood: 'live' },
    'polled.failed': { means: 'It has not answered; it is asked again after a while.', mood: 'broken' },
  },
  events: {
    'line.up': { from: phone, means: 'We are registered.' },
    'line.down': { from: phone, means: 'We are not registered any more: what was known may be untrue.' },
    'report.parked': {
      from: '[park](park.md), through [phone](phone.md)',
      means: 'A call of ours waits in this slot.',
    },
    'watch.changed': { from: subscription, means: 'Who waits in that slot, if anybody.' },
    'watch.lost': { from: subscription, means: 'Nobody tells of that slot now.' },
    'lot.listed': { from: port, means: 'All calls that wait, and when to ask next.' },
    'lot.failed': { from: port, means: 'The backend did not answer, or not with that.' },
    'xstate.error.actor.*': { from: 'XState', means: 'A subscription’s chart has thrown; nobody tells of that slot.' },
  },
  emits: { 'parkingLot.changed': 'a call was parked, was picked up, came back or hung up' },
  invokes: {
    subscription: 'one for each slot',
    pollParkingLot: 'the backend’s list of parked calls, over HTTP',
  },
  delays: {
    next: 'as long as is configured between two questions; after a failure as long as the adapter has drawn',
    answerTimeout: 'the adapter has given up before, unless it is broken',
  },
  invariants: [
    'Without a registration nobody is shown as waiting.',
    'A slot that becomes taken is reported once.',
    'A caller is taken for one that comes back only while that call is parked, or within 15 s of having left its slot, unless the server says it in a header.',
  ],
}
