import type { ChartDoc } from './chart.doc'
import type { supervisorMachine } from './supervisor.machine'

const port = 'port `requestSupervision`'

export const supervisorDoc: ChartDoc<typeof supervisorMachine> = {
  title: 'a way into a colleague’s call, by a service',
  purpose:
    'Where the server has no numbers for supervision, a service of the backend is asked for one, each time. What it names is called like any other number, and is then a [supervision](supervision.md) whose mode the service changes.',
  states: {
    idle: { means: 'Nobody is to be supervised, or the call to it has begun.' },
    requesting: { means: 'The service has been asked.', mood: 'busy' },
  },
  events: {
    'supervising.start': { from: 'host', means: 'Into this colleague’s call.' },
    'supervision.granted': { from: port, means: 'This is to be called for it.' },
    'supervision.refused': { from: port, means: 'The service will not, cannot, or does not answer, and why.' },
  },
  emits: { 'command.settled': 'it was refused or superseded; else the call settles it' },
  invokes: { requestSupervision: 'asks the service (docs/rest.md)' },
  delays: { answerTimeout: 'a service that says nothing at all' },
  invariants: ['A command is settled once: here where nobody is called, else by its call.'],
}
