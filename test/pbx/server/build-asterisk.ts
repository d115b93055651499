import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Archive, readArchive } from './apt-sources'
import { runProgram, tryProgram } from './run-program'

/** Debian's unstable suite has a recent Asterisk; the stable ones have none. */
const suite = 'sid'

/** Why Asterisk cannot be built here, or undefined when it can. */
export function whyNotBuilt(): string | undefined {
  if (process.platform !== 'linux' || !isDebian()) return 'this is not Debian'
  if (process.getuid?.() !== 0) return 'building it takes root'
  if (readArchive(codename()) === undefined) return 'no Debian archive is among the sources of apt'
  return undefined
}

/** Unpacks Debian packages into the folder: some 20-60 s and 290 MB. Rejects with what went wrong, and leaves nothing. */
export async function buildAsterisk(folder: string, log: (line: string) => void): Promise<void> {
  const archive = readArchive(codename())
  if (archive === undefined) throw new Error('No Debian archive is among the sources of apt')
  if ((await tryProgram('mmdebstrap', ['--version'])) === undefined) {
    log('Installing mmdebstrap…')
    await installPackage('mmdebstrap')
  }
  log(`Building Asterisk from Debian's ${suite} in ${folder}…`)
  // Elsewhere first: whoever finds the folder finds it whole.
  const draft = `${folder}.${process.pid}`
  mkdirSync(dirname(folder), { recursive: true })
  try {
    await runProgram('mmdebstrap', argumentsFor(draft, archive))
    rmSync(folder, { recursive: true, force: true })
    renameSync(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Installs a package of Debian or Ubuntu. */
export async function installPackage(name: string): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const install = () => runProgram('apt-get', ['install', '--yes', '--no-install-recommends', name], env)
  // The lists of packages may be old, or not there at all in a fresh container.
  await install().catch(async () => {
    await runProgram('apt-get', ['update'], env)
    await install()
  })
}

function argumentsFor(folder: string, { uri, keyring }: Archive): string[] {
  return [
    '--mode=root',
    '--variant=apt',
    // An archive that is frozen at a date is as good.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    '--aptopt=Acquire::Check-Date "false"',
    '--aptopt=APT::Install-Recommends "false"',
    '--dpkgopt=path-exclude=/usr/share/man/*',
    '--dpkgopt=path-exclude=/usr/share/locale/*',
    '--dpkgopt=path-exclude=/usr/share/doc/*',
    '--include=asterisk',
    suite,
    folder,
    `deb [signed-by=${keyring}] ${uri} ${suite} main`,
  ]
}

function isDebian(): boolean {
  return /^ID=debian$/m.test(osRelease())
}

function codename(): string {
  return /^VERSION_CODENAME=(\S+)$/m.exec(osRelease())?.[1] ?? suite
}

function osRelease(): string {
  return existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
}
