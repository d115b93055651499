import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ApiProblem, publicTypes } from './api'
import { writeRemoteTypes } from './remote-types'
import { root, runQuietly } from './run'

export type BuildMode = 'remote' | 'lib' | 'cli' | 'script' | 'host-vanilla' | 'lab'

export class BuildFailed extends Error {
  override readonly name = 'BuildFailed'
}

/** Builds into dist/<mode>, and tells how long it took. Rejects with a BuildFailed that holds what the build said. */
export async function build(mode: BuildMode): Promise<{ readonly ms: number }> {
  const { ok, output, ms } = await runQuietly(['vite', 'build', '--mode', mode])
  if (!ok) throw new BuildFailed(`The build of ${mode} failed:\n${output}`)
  return { ms }
}

/** What is published: every build, and the types of the doors for npm and for the remote. */
async function buildAll(): Promise<void> {
  for (const mode of ['remote', 'lib', 'cli', 'script', 'host-vanilla', 'lab'] as const) {
    const { ms } = await build(mode)
    console.log(`dist/${mode} (${(ms / 1000).toFixed(1)} s)`)
  }
  // npm makes it executable where it installs it, and npx in a checkout does so once: not after the next build.
  chmodSync(join(root, 'dist/cli/callchart.js'), 0o755)
  const declarations = await publicTypes()
  writeFolder(join(root, 'dist/types'), declarations)
  console.log('dist/types')
  writeRemoteTypes(join(root, 'dist/remote'), declarations, ['mount', 'element'])
  console.log('dist/remote/@mf-types.zip')
  const lint = await runQuietly(['publint', '--strict'])
  if (!lint.ok) throw new BuildFailed(`The package is not fit to be published:\n${lint.output}`)
}

function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
}

if (process.argv[1] === import.meta.filename) {
  try {
    await buildAll()
  } catch (error) {
    if (!(error instanceof BuildFailed || error instanceof ApiProblem)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
