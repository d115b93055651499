import type { ChartDoc } from './chart.doc'
import type { supervisionMachine } from './supervision.machine'

export const supervisionDoc: ChartDoc<typeof supervisionMachine> = {
  title: 'listening to a colleague’s call',
  purpose:
    'A supervision is a call to a number of the server that lets us into a colleague’s call: to listen, to whisper to the colleague, or to barge in. Where the server takes digits for it, the mode is changed in the call. No server confirms such a digit: the mode is the one that was sent last. Where a service has let us in ([supervisor](supervisor.md)), it changes the mode, and says so.',
  states: {
    choosing: { means: 'Looks at what was asked for. It is left at once.' },
    listening: { means: 'We hear both, and nobody hears us.', mood: 'live' },
    whispering: { means: 'The colleague hears us; whoever is at the other end does not.', mood: 'live' },
    barging: { means: 'Both hear us.', mood: 'live' },
    switching: {
      means: 'The digit for another mode is being sent, or the service has been asked for it.',
      sip: 'a digit, as any [tones](tones.md)',
    },
  },
  events: {
    'call.setSupervision': { from: 'host, through [call](call.md)', means: 'Another mode.' },
    'tones.settled': {
      from: '[tones](tones.md), through [call](call.md)',
      means: 'The digit is out, or could not be sent.',
    },
    'supervision.changed': { from: 'port `steerSupervision`', means: 'The service has changed the mode.' },
    'supervision.unchanged': { from: 'port `steerSupervision`', means: 'It has not, and why.' },
  },
  emits: {},
  invokes: { steerSupervision: 'the service, where it is one that has let us in; it hears of the end, too' },
  delays: {
    switchTimeout: 'digits that wait before it, or a service, may take a while; past this nothing has come of it',
  },
  invariants: ['What could not be sent, or was not confirmed by the service, leaves the mode as it was.'],
}
