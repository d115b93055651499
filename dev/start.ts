import { BuildFailed } from './build'
import { type Demo, startDemo } from './demo'

/** `npm start`: two agents who can call each other, on this machine alone. */
const ports = { host: 4400, remote: 4410, pbx: 4420 }

const log = (line: string): void => console.log(line)
const starting = startDemo({ ports, log })

let isEnding = false
function end(): void {
  // A second Ctrl-C does not wait for the farewells.
  if (isEnding) process.exit(1)
  isEnding = true
  log('\nEnding…')
  starting.then((demo) => demo.close()).then(exit(0), exit(1))
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)

// Whoever ends npm ends its shell, and that one does not pass it on: we would go on serving, with nobody to stop us.
const parent = process.ppid
setInterval(() => process.ppid !== parent && !isEnding && end(), 500).unref()

starting.then(welcome, (error: unknown) => {
  console.error(error instanceof BuildFailed ? error.message : error)
  process.exit(1)
})

function exit(code: number): () => void {
  return () => process.exit(code)
}

function welcome(demo: Demo): void {
  log(`
Callchart is ready. Open both, side by side:

  Alice (1001)  ${demo.agentUrl('1001')}
  Bob   (1002)  ${demo.agentUrl('1002')}
  The lab       ${demo.labUrl}

In Alice's window click the number next to Bob Lindqvist; in Bob's, click Answer. The browser asks for the microphone at
the first call. Alone, call 600: it says back what you say.

All of it runs on this machine, and nothing leaves it. Ctrl-C ends everything.`)
}
