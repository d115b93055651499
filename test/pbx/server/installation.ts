import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { tryProgram } from './run-program'

/** An Asterisk that starts: one of the system, or one in a folder of its own (then `root` is what it sees as `/`). */
export interface Installation {
  readonly root: string | null
  readonly version: string
}

/** Older ones do not transcode Opus, and know no SHA-256 and no PJSIP_TRANSFER_HANDLING. */
const oldest = 20

/** Where an Asterisk that we built is kept. */
export function cacheFolder({ CALLCHART_PBX_DIR, XDG_CACHE_HOME }: NodeJS.ProcessEnv = process.env): string {
  return CALLCHART_PBX_DIR || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'callchart-pbx')
}

/** The one that was built, else the system's, if it is recent. */
export async function findInstallation(): Promise<Installation | undefined> {
  const built = await findBuilt(cacheFolder())
  if (built !== undefined) return built
  const version = versionOf(await tryProgram('asterisk', ['-V']))
  return version === undefined ? undefined : { root: null, version }
}

/** Whether what is in the folder starts: half a build does not. */
export async function findBuilt(folder: string): Promise<Installation | undefined> {
  if (process.getuid?.() !== 0 || !existsSync(join(folder, 'usr/sbin/asterisk'))) return undefined
  const version = versionOf(await tryProgram('chroot', [folder, '/usr/sbin/asterisk', '-V']))
  return version === undefined ? undefined : { root: folder, version }
}

function versionOf(said: string | undefined): string | undefined {
  const version = /^Asterisk (\d+\S*)/.exec(said ?? '')?.[1]
  return version !== undefined && Number.parseInt(version, 10) >= oldest ? version : undefined
}
