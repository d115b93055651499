import type { TestProject } from 'vitest/node'
import { type AsteriskPlace, startAsterisk } from './asterisk'

declare module 'vitest' {
  interface ProvidedContext {
    asterisk: AsteriskPlace
  }
}

/** One Asterisk for all files; `PbxStage` attaches to it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const asterisk = await startAsterisk((line) => console.log(line))
  project.provide('asterisk', asterisk.place)
  return () => asterisk.stop()
}
