import { join } from 'node:path'
import { build as viteBuild } from 'vite'
import { BuildFailed, type BuildMode } from '../../dev/build'
import { root, runQuietly } from '../../dev/run'

/** A folder of our own: whoever works on the demo or runs its tests keeps theirs. */
export const dist = join(root, 'dist/bench')

/** Builds what is measured: the doors as they are published, and the pages beside them. */
export async function buildAll(): Promise<void> {
  for (const mode of ['remote', 'lib', 'script', 'lab'] as const) await buildDoor(mode)
  for (const page of ['libraries', 'small-chart', 'bare-sip', 'federated', 'charts'] as const)
    await buildPage(page, 'es')
  // It runs before the page's own scripts, which a module cannot.
  await buildPage('probe', 'iife')
}

async function buildDoor(mode: BuildMode): Promise<void> {
  const { ok, output } = await runQuietly(['vite', 'build', '--mode', mode, '--outDir', join(dist, mode)])
  if (!ok) throw new BuildFailed(`The build of ${mode} failed:\n${output}`)
}

/** One file each, with all that it needs: a chunk that two of them share would be in nobody's numbers. */
async function buildPage(page: string, format: 'es' | 'iife'): Promise<void> {
  await viteBuild({
    configFile: false,
    logLevel: 'warn',
    root,
    build: {
      outDir: join(dist, 'pages'),
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(import.meta.dirname, `pages/${page}.ts`),
        preserveEntrySignatures: 'strict',
        output: { format, codeSplitting: false, entryFileNames: `${page}.js` },
      },
    },
  })
}
