import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

const setpriv = '/usr/bin/setpriv'

/**
 * Starts a program that ends when we do, however we end: setpriv (util-linux) has the kernel see to it. Where there is
 * none, whoever kills the tests by SIGKILL ends the program by hand. Gives its process; throws when it does not start.
 */
export function spawnBound(program: string, args: readonly string[], logFile: string): number {
  const log = openSync(logFile, 'a')
  const command = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', program, ...args] : [program, ...args]
  const [first = program, ...rest] = command
  const child = spawn(first, rest, { stdio: ['ignore', log, log] })
  closeSync(log)
  child.on('error', () => {})
  // We may end before it does: it is not waited for.
  child.unref()
  if (child.pid === undefined) throw new Error(`${first} could not be started`)
  return child.pid
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Waits for the end of a process that may not be our child. false: it lives on after `patienceMs`. */
export async function isOver(pid: number, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false
    await wait(10)
  }
  return true
}
