import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { eventually } from '../../support/eventually'
import { Ami } from '../clients/ami'
import { Ari, textChannel } from '../clients/ari'
import { ensureAsterisk } from './ensure-asterisk'
import type { Installation } from './installation'
import { type Ports, reservePorts } from './ports'
import { isAlive, isOver, spawnBound } from './process'
import { api, type RunFolder, writeConfig } from './write-config'

/** Where a running Asterisk is: plain data, which another process can attach to. */
export interface AsteriskPlace {
  readonly pid: number
  readonly version: string
  readonly folder: RunFolder
  readonly ports: Ports
}

/** Long enough for a machine that is busy with something else; booting takes 1-2 s. */
const bootMs = 60_000

/** What only the process that started it has. */
interface Ownership {
  /** Starts it again, on the same ports: its new process. */
  launch(): number
  releasePorts(): void
}

/** A running Asterisk. */
export class Asterisk {
  readonly ari: Ari
  #place: AsteriskPlace
  #ami: Ami
  readonly #ownership: Ownership | undefined

  constructor(place: AsteriskPlace, ami: Ami, ownership?: Ownership) {
    this.#place = place
    this.#ami = ami
    this.ari = new Ari({ port: place.ports.http, ...api })
    this.#ownership = ownership
  }

  get place(): AsteriskPlace {
    return this.#place
  }

  get wsUrl(): string {
    return `ws://127.0.0.1:${this.place.ports.http}/ws`
  }

  /** Another one after `restartNow` and `revive`. */
  get ami(): Ami {
    return this.#ami
  }

  /** A command of Asterisk's console, and what it prints. */
  async cli(command: string): Promise<string> {
    return (await this.#ami.action('Command', { Command: command })).Output ?? ''
  }

  /** The names of the channels that there are (`PJSIP/1001-00000001`), but for the one that hands texts on and stays. */
  async channels(): Promise<string[]> {
    return (await this.#ami.list('CoreShowChannels'))
      .map(({ Channel = '' }) => Channel)
      .filter((channel) => channel !== textChannel)
  }

  /** The bridges that there are, each with the names of its channels. */
  async bridges(): Promise<{ readonly id: string; readonly channels: readonly string[] }[]> {
    const bridges = await this.#ami.list('BridgeList')
    const all = await Promise.all(
      bridges.map(async ({ BridgeUniqueid: id = '' }) => {
        const parts = await this.#ami.list('BridgeInfo', { BridgeUniqueid: id })
        return { id, channels: parts.flatMap(({ Channel }) => Channel ?? []) }
      }),
    )
    // A parking lot keeps its bridge when the last call has left it.
    return all.filter(({ channels }) => channels.length > 0)
  }

  /** The users who have a phone registered, with an entry for each of its contacts. */
  async registrations(): Promise<string[]> {
    const contacts = await this.#ami.list('PJSIPShowContacts')
    const users = contacts.map(({ ObjectName = '' }) => /^[^;/]*/.exec(ObjectName)?.[0] ?? '')
    return users.filter((user) => user !== 'far-end' && user !== 'sipp').sort()
  }

  /** Hangs up whatever there is. */
  async hangUpAll(): Promise<void> {
    await this.#ami.action('Hangup', { Channel: '/.*/' }).catch(() => {})
  }

  /** Silence: it takes part in nothing, while its sockets stay open. */
  freeze(): void {
    process.kill(this.place.pid, 'SIGSTOP')
  }

  thaw(): void {
    process.kill(this.place.pid, 'SIGCONT')
  }

  /** `core restart now`: it hangs up every call with a BYE, forgets every registration, and closes every connection. */
  async restartNow(): Promise<void> {
    const { closed } = this.#ami
    // Asterisk may be gone before it has answered.
    await this.cli('core restart now').catch(() => {})
    await closed
    this.#ami = await connectAmi(this.place)
  }

  /** Gives a user another password: the next challenge wants it. Throws unless we started it. */
  async setPassword(user: string, password: string): Promise<void> {
    if (this.#ownership === undefined) throw new Error('This Asterisk is shared: start one of your own to change it')
    const file = join(this.place.folder.path, 'etc/pjsip.conf')
    const config = readFileSync(file, 'utf8')
    const line = new RegExp(`(?<=^username = ${user}\npassword = ).*$`, 'm')
    if (!line.test(config)) throw new Error(`${file} has no user ${user}`)
    writeFileSync(file, config.replace(line, password))
    await this.cli('module reload res_pjsip.so')
    await eventually(`Asterisk has the new password of ${user}`, async () =>
      (await this.cli(`pjsip show auth ${user}`)).includes(password),
    )
  }

  /** Ends at once, as in a crash: no BYE is sent. Throws unless we started it: the others would miss it. */
  async kill(): Promise<void> {
    if (this.#ownership === undefined) throw new Error('This Asterisk is shared: start one of your own to kill it')
    const { pid } = this.place
    if (isAlive(pid)) process.kill(pid, 'SIGKILL')
    await isOver(pid, 5_000)
  }

  /** After `kill`: it is there again, where it was, and knows nothing of the calls that there were. */
  async revive(): Promise<void> {
    if (this.#ownership === undefined) throw new Error('Only who started an Asterisk can start it again')
    this.#ami.close()
    this.#place = { ...this.#place, pid: this.#ownership.launch() }
    this.#ami = await connectAmi(this.#place)
  }

  /** Ends it, and removes what it wrote. Leaves one running that we have not started. */
  async stop(): Promise<void> {
    this.#ami.close()
    if (this.#ownership === undefined) return
    await this.kill()
    if (!process.env.CALLCHART_PBX_KEEP) rmSync(this.place.folder.path, { recursive: true, force: true })
    this.#ownership.releasePorts()
  }
}

/** Starts an Asterisk of its own, on ports of its own; there may be several. Rejects with a NoAsterisk. */
export async function startAsterisk(log: (line: string) => void = () => {}): Promise<Asterisk> {
  const installation = await ensureAsterisk(log)
  const { ports, release } = await reservePorts()
  const folder = makeRunFolder(installation)
  writeConfig(folder, ports)
  const { root, version } = installation
  const program = root === null ? 'asterisk' : 'chroot'
  const inRoot = root === null ? [] : [root, '/usr/sbin/asterisk']
  const args = [...inRoot, '-f', '-C', `${folder.inside}/etc/asterisk.conf`]
  const launch = () => spawnBound(program, args, join(folder.path, 'log/console'))
  const place = { pid: launch(), version, folder, ports }
  try {
    const asterisk = new Asterisk(place, await connectAmi(place), { launch, releasePorts: release })
    if (process.env.CALLCHART_PBX_KEEP) {
      await asterisk.cli('pjsip set logger on')
      log(`Asterisk's log, with every SIP message: ${folder.path}/log/messages`)
    }
    return asterisk
  } catch (error) {
    if (isAlive(place.pid)) process.kill(place.pid, 'SIGKILL')
    release()
    throw error
  }
}

/** Joins one that another process has started. */
export async function attachAsterisk(place: AsteriskPlace): Promise<Asterisk> {
  return new Asterisk(place, await connectAmi(place))
}

function makeRunFolder({ root }: Installation): RunFolder {
  if (root === null) {
    const path = mkdtempSync(join(tmpdir(), 'callchart-pbx-'))
    return { path, inside: path }
  }
  const parent = join(root, 'run/callchart')
  mkdirSync(parent, { recursive: true })
  const path = mkdtempSync(`${parent}/`)
  return { path, inside: `/run/callchart/${basename(path)}` }
}

async function connectAmi({ pid, folder, ports }: Omit<AsteriskPlace, 'version'>): Promise<Ami> {
  const deadline = performance.now() + bootMs
  for (;;) {
    try {
      return await Ami.connect({ port: ports.ami, ...api })
    } catch (error) {
      const why = isAlive(pid) ? `did not boot within ${bootMs / 1000} s` : 'ended while it booted'
      if (!isAlive(pid) || performance.now() > deadline) {
        throw new Error(`Asterisk ${why}; see ${folder.path}/log`, { cause: error })
      }
      await wait(50)
    }
  }
}
