import { buildAsterisk, whyNotBuilt } from './build-asterisk'
import { cacheFolder, findBuilt, findInstallation, type Installation } from './installation'

/** There is no Asterisk, and none can be made here. The message says how to get one. */
export class NoAsterisk extends Error {
  override readonly name = 'NoAsterisk'
}

/** An Asterisk that starts: built before, the system's, or built now. Rejects with a NoAsterisk. */
export async function ensureAsterisk(log: (line: string) => void): Promise<Installation> {
  const found = await findInstallation()
  if (found !== undefined) return found
  const folder = cacheFolder()
  const reason = whyNotBuilt() ?? (await build(folder, log))
  const built = reason === undefined ? await findBuilt(folder) : undefined
  if (built !== undefined) return built
  throw new NoAsterisk(`${howToGet}

It was not built here: ${reason ?? `what was built in ${folder} does not start`}.`)
}

async function build(folder: string, log: (line: string) => void): Promise<string | undefined> {
  try {
    await buildAsterisk(folder, log)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

const howToGet = `These tests call through Asterisk 20 or later, and there is none here. To get one:
  Ubuntu 24.04, Debian sid:  apt-get install asterisk
  Debian 12 or later:        run them as root; Asterisk is then built from Debian's packages, once, into
                             $CALLCHART_PBX_DIR (~/.cache/callchart-pbx unless set)
  elsewhere:                 run them in a container of Debian or Ubuntu`
