import { join } from 'node:path'
import { BuildFailed, build } from '../build'
import { root } from '../run'
import { serveFolder } from '../static-server'

/** `npm run lab`: builds the lab and serves it, alone: for traces, and for simulations. `npm start` has it beside phones. */
const usual = 4430

async function serve(port: number): Promise<string> {
  try {
    return (await serveFolder({ folder: join(root, 'dist/lab'), port })).url
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!isTaken || port === 0) throw error
    return serve(0)
  }
}

try {
  console.log('Building the lab…')
  await build('lab')
  console.log(`The lab is at ${await serve(usual)}/. Ctrl-C ends it.`)
} catch (error) {
  if (!(error instanceof BuildFailed)) throw error
  console.error(error.message)
  process.exitCode = 1
}
