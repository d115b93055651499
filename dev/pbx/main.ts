import { parseArgs } from 'node:util'
import { startPbx } from './pbx'
import { services } from './services'
import { demoUsers } from './users'

const usage = 'usage: npm run pbx -- [--port 8099] [--verbose]'

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}

function readArguments(): { port: number; verbose: boolean } {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string', default: '8099' }, verbose: { type: 'boolean', default: false } },
    })
    const port = Number(values.port)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return fail(`not a port: ${values.port}\n${usage}`)
    return { port, verbose: values.verbose }
  } catch (error) {
    return fail(`${(error as Error).message}\n${usage}`)
  }
}

const { port, verbose } = readArguments()
const log = (line: string): void => console.log(line)

const pbx = await startPbx({ port, log }).catch((error: NodeJS.ErrnoException) =>
  fail(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken. Stop what uses it, or choose another one: npm run pbx -- --port ${port + 1}`
      : `The PBX could not start: ${error.message}`,
  ),
)

if (verbose) {
  pbx.on((event) =>
    log(event.type === 'message' ? `${event.direction} ${event.connection}\n${event.text}` : JSON.stringify(event)),
  )
}

log(`Callchart's embedded PBX listens on ${pbx.url}

Users (sign in with the number and the password):
${demoUsers.map(({ number, name, password }) => `  ${number}  ${name.padEnd(8)} ${password}`).join('\n')}

Numbers to call, beside the users:
${services.map(({ number, what }) => `  ${number}  ${what}`).join('\n')}

Ctrl-C stops it.`)

let closing = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A second Ctrl-C does not wait for the farewells.
    if (closing) process.exit(1)
    closing = true
    pbx.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
}
