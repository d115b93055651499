import { emitPublicTypes } from './api'
import { type Finished, runQuietly } from './run'

export type BuildMode = 'remote' | 'lib' | 'script' | 'host-vanilla'

export class BuildFailed extends Error {
  override readonly name = 'BuildFailed'
}

/** Builds into dist/<mode>. Rejects with a BuildFailed that holds what the build said. */
export async function build(mode: BuildMode): Promise<Finished> {
  const result = await runQuietly(['vite', 'build', '--mode', mode])
  if (!result.ok) throw new BuildFailed(`The build of ${mode} failed:\n${result.output}`)
  return result
}

if (process.argv[1] === import.meta.filename) await buildAll()

async function buildAll(): Promise<void> {
  try {
    for (const mode of ['remote', 'lib', 'script', 'host-vanilla'] as const) {
      const { ms } = await build(mode)
      console.log(`dist/${mode} (${(ms / 1000).toFixed(1)} s)`)
    }
    await emitPublicTypes('dist/types')
    console.log('dist/types')
    const lint = await runQuietly(['publint', '--strict'])
    if (!lint.ok) throw new BuildFailed(`The package is not fit to be published:\n${lint.output}`)
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
