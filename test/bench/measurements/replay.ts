import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { longTrace } from '../../support/long-trace'
import { compare, type Figure } from '../figure'
import type { ReplayRounds } from '../replay-rounds'

/**
 * A replay of a long trace, every state compared, beside the same charts that are merely fed with the same entries. A day is
 * what recorders record; in a storm nothing happens but what is dear.
 */
export async function measureReplay(length: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'callchart-bench-'))
  const entries = length.toLocaleString('en')
  const measure = async (kind: 'day' | 'storm', what: string, limit?: { readonly atLeast: number }) => {
    const file = join(folder, `${kind}.jsonl`)
    writeFileSync(file, longTrace(length, kind).text)
    const { compared, bare } = await forkRounds(file)
    const rates = (times: readonly number[]) => times.map((ms) => (length / ms) * 1000)
    const peer = { name: 'the bare charts', samples: rates(bare) }
    return compare({ what, unit: 'events/s', ours: rates(compared), peer, ...(limit && { limit }) })
  }
  try {
    return [
      await measure('day', `a replay in Node, of ${entries} entries`, { atLeast: 20_000 }),
      await measure('storm', 'the same of nothing but calls, holds and mutes'),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function forkRounds(file: string): Promise<ReplayRounds> {
  const child = fork(join(import.meta.dirname, '../replay-rounds.ts'), [file])
  const told = once(child, 'message') as Promise<[ReplayRounds]>
  const over = once(child, 'exit').then(([code]) => {
    throw new Error(`The replay ended with ${code}, and told nothing`)
  })
  const [rounds] = await Promise.race([told, over])
  return rounds
}
