import type { ChartDoc } from './chart.doc'
import type { preflightMachine } from './preflight.machine'

const host = 'host, through [phone](phone.md)'
const check = 'port `runCheck`'
const call = '[call](call.md), through [phone](phone.md)'

export const preflightDoc: ChartDoc<typeof preflightMachine> = {
  title: 'a test before the shift',
  purpose:
    'The microphone is listened to, ICE candidates are gathered, and a number is called that says back what it hears. Each step leaves what was seen, and the first one that fails ends the test with the reason. The call is one like any other: it can be watched, and hung up.',
  states: {
    idle: { means: 'Nothing was tested yet.' },
    running: { means: 'A test is under way; a second one waits for nothing, it is not let in.' },
    'running.microphone': { means: 'It is opened, with the browser’s prompt if need be, and listened to.' },
    'running.network': { means: 'Candidates are gathered, with the STUN and TURN servers that calls would use.' },
    'running.call': { means: 'The number that says back what it hears.', sip: '→ INVITE' },
    'running.call.calling': { means: 'It has not answered yet. A call that is not answered ends by itself.' },
    'running.call.listening': { means: 'The conversation is measured for some seconds.', mood: 'live' },
    'running.call.unheard': {
      means:
        'Nobody says when to hang up, since the port broke: the person can, and the call’s end is the end of the test.',
      mood: 'broken',
    },
    'running.call.hangingUp': { means: 'The call’s record, with its quality, is waited for.', sip: '→ BYE' },
    passed: { means: 'All is well enough for a call; how well, the figures tell.', mood: 'live' },
    failed: { means: 'It ended early; the failure says where and why.', mood: 'broken' },
  },
  events: {
    'preflight.start': { from: host, means: 'Test now.' },
    'preflight.cancel': { from: host, means: 'Leave it.' },
    'check.microphoneHeard': { from: check, means: 'Which device it is, and its loudest moment.' },
    'check.networkSeen': { from: check, means: 'Which candidates there are, and how long they took.' },
    'check.listened': { from: check, means: 'The conversation has lasted long enough to be judged.' },
    'check.failed': { from: check, means: 'The microphone or the network could not be had.' },
    'report.established': { from: call, means: 'The number has answered.' },
    'report.ended': { from: call, means: 'The call is over, with its record.' },
    'focus.dialRefused': { from: '[phone](phone.md)', means: 'The call could not be made.' },
  },
  emits: {
    'command.settled': 'the test is over, or was cancelled',
    'preflight.finished': 'the test is over, either way',
  },
  invokes: { runCheck: 'one part of the test: it opens what it needs, says what came of it, and closes it' },
  delays: {
    permissionTimeout: 'a little longer than the browser’s prompt is waited for in a call',
    checkTimeout: 'gathering ends within 1 s, and listening within 8: past this the adapter is broken',
    answerTimeout: 'a call rings for 180 s at most, and takes 33 to be cancelled: past both the call is broken',
    endTimeout: 'past 64*T1 = 32 s (RFC 3261 17.1.2.2) the call has told its end, unless it is broken',
  },
  invariants: [
    'The microphone of the test is closed before the call opens its own.',
    'It ends once, and says so once.',
  ],
}
