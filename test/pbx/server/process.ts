import { type ChildProcess, spawn } from 'node:child_process'
import { openSync, closeSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Starts a program that ends when we do, however we end: setpriv (util-linux) has the kernel see to it. Without it (on
 * Alpine, say) whoever kills the tests by SIGKILL ends the program by hand.
 */
export function spawnBound(command: readonly string[], logFile: string): ChildProcess {
  const log = openSync(logFile, 'a')
  try {
    const [program = '', ...args] = ['setpriv', '--pdeathsig', 'KILL', ...command]
    return spawn(program, args, { stdio: ['ignore', log, log] })
  } finally {
    closeSync(log)
  }
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
