import type { availabilityMachine } from './availability.machine'
import type { ChartDoc } from './chart.doc'

const phone = '[phone](phone.md)'

export const availabilityDoc: ChartDoc<typeof availabilityMachine> = {
  title: 'whether callers get through',
  purpose:
    'What the person has chosen, what is left to do after a call, and how many calls there are: together they say whether somebody who calls rings here or is told that we are busy. What was chosen is remembered, for each account by itself.',
  states: {
    status: { means: 'What the person has chosen.' },
    'status.available': { means: 'Callers get through.', mood: 'live' },
    'status.away': {
      means: 'The person is not at the desk, and says so. The phone rings all the same.',
      mood: 'waiting',
    },
    'status.doNotDisturb': {
      means: 'Nobody gets through; the person may call.',
      sip: '→ 486 to an INVITE',
      mood: 'broken',
    },
    wrapUp: { means: 'The time after a conversation, to write up what it was about.' },
    'wrapUp.none': { means: 'There is nothing to write up.' },
    'wrapUp.owed': { means: 'There is, once the other calls are over.' },
    'wrapUp.underway': {
      means: 'Nobody gets through until the time is over, or the person has finished. The person may call.',
      sip: '→ 486 to an INVITE',
      mood: 'busy',
    },
    line: { means: 'The registration, as [phone](phone.md) tells of it.' },
    'line.offline': { means: 'Nobody can call.' },
    'line.online': { means: 'Registered.', mood: 'live' },
    room: { means: 'How many calls there are.' },
    'room.idle': { means: 'None.' },
    'room.engaged': {
      means: 'Some, and there may be more; without call waiting, nobody else gets through.',
      sip: 'without call waiting: → 486 to an INVITE',
    },
    'room.full': { means: 'As many as there may be.', sip: '→ 486 to an INVITE', mood: 'broken' },
    memory: { means: 'What outlives the page.' },
    'memory.unread': { means: 'Nobody has signed in yet.' },
    'memory.reading': { means: 'What this account has chosen before is being read.' },
    'memory.kept': { means: 'What is chosen is kept.', mood: 'live' },
    'memory.forgotten': {
      means: 'Storage is full, closed or forbidden: what is chosen counts until the page goes.',
      mood: 'broken',
    },
  },
  events: {
    'availability.set': { from: 'host', means: 'Available, away, or not to be disturbed.' },
    'availability.setCallWaiting': { from: 'host', means: 'Whether a second caller may knock.' },
    'availability.setAutoAnswer': { from: 'host', means: 'Whether calls are answered by themselves.' },
    'availability.finishWrapUp': { from: 'host', means: 'What there was to write up is written.' },
    'availability.use': { from: phone, means: 'Somebody signs in: this account.' },
    'availability.callBegan': { from: phone, means: 'A call has come into being.' },
    'availability.remembered': { from: 'this chart itself', means: 'What was chosen before is known.' },
    'line.up': { from: phone, means: 'Registered.' },
    'line.down': { from: phone, means: 'Not registered any more.' },
    'invitation.received': { from: 'port `watchInvitations`, through [phone](phone.md)', means: 'Somebody calls.' },
    'report.ended': { from: '[call](call.md), through [phone](phone.md)', means: 'A call is over, with its record.' },
    'choices.loaded': { from: 'port `keepChoices`', means: 'What this account has chosen before.' },
    'choices.saved': { from: 'port `keepChoices`', means: 'It is kept.' },
    'choices.failed': { from: 'port `keepChoices`', means: 'It can be neither read nor kept.' },
  },
  emits: {
    'availability.changed': 'what the person has chosen, the wrap-up or the registration has changed',
    'command.settled': 'a choice counts at once',
  },
  invokes: { keepChoices: 'what was chosen, by the account that chose it' },
  delays: { wrapUpTime: 'as the host has configured' },
  invariants: [
    'Who is refused for whatever reason hears 486, and is in the history as missed, with the reason.',
    'What the person chooses counts at once, and before what is remembered.',
    'A wrap-up never cuts off a call: it begins when the last one is over.',
  ],
}
