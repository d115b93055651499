import { describeCause, describeChange } from '../cause'
import type { Trace } from '../entry'
import { judge, type Verdict } from '../judge'
import { readTrace, TraceUnreadable } from '../read-trace'
import { version } from '../version'
import { diffTraces } from './diff'
import { Moves, tell } from './story'
import { writeTest } from './to-test'

/** What a command line is run with; tests give it other ones. */
export interface Terminal {
  parse(args: readonly string[]): {
    readonly values: {
      readonly json?: boolean
      readonly quiet?: boolean
      readonly out?: string
      readonly from?: string
      readonly help?: boolean
    }
    readonly positionals: readonly string[]
  }
  read(file: string): string
  /** Throws when there is such a file. */
  write(file: string, text: string): void
  /** Without its folder and its extension. */
  nameOf(file: string): string
  print(text: string): void
  complain(text: string): void
}

const usage = `callchart ${version}: reads what a phone has recorded (docs/traces.md)

  callchart replay FILE [--quiet] [--json]   tells the story, and whether the charts still do the same
  callchart diff A B [--json]                where two traces part
  callchart to-test FILE [--out FILE] [--from MODULE]
                                             writes a vitest test that replays the trace

Exit codes: 0 the same, 1 a difference, 2 a file that cannot be read or a command that there is not.`

/** Gives the exit code. */
export function run(args: readonly string[], terminal: Terminal): 0 | 1 | 2 {
  const { print, complain } = terminal
  try {
    const { values, positionals } = terminal.parse(args)
    const [command, ...files] = positionals
    if (values.help === true) {
      print(usage)
      return 0
    }
    if (command === 'replay' && files.length === 1) return replay(files[0] ?? '', values, terminal)
    if (command === 'diff' && files.length === 2) return diff(files[0] ?? '', files[1] ?? '', values, terminal)
    if (command === 'to-test' && files.length === 1) return toTest(files[0] ?? '', values, terminal)
    complain(usage)
    return 2
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error))
    return 2
  }
}

/** Throws an error that names the file, and the line where it is one. */
function open(file: string, terminal: Terminal): Trace {
  try {
    return readTrace(terminal.read(file))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(error instanceof TraceUnreadable ? `${file}:${error.line}: ${reason}` : `${file}: ${reason}`, {
      cause: error,
    })
  }
}

function replay(
  file: string,
  { json = false, quiet = false }: { json?: boolean; quiet?: boolean },
  terminal: Terminal,
) {
  const trace = open(file, terminal)
  const { header } = trace
  const moves = new Moves()
  const isTold = !json && !quiet
  if (isTold) {
    terminal.print(
      `Recorded ${new Date(header.startedAt).toISOString()} by callchart ${header.environment.version ?? '(no version)'}` +
        `${header.environment.userAgent === undefined ? '' : ` in ${header.environment.userAgent}`}; ` +
        `numbers and names are ${header.redaction === 'plain' ? 'as they were' : 'pseudonyms'}`,
    )
    if (header.note !== undefined) terminal.print(`Note: ${header.note}`)
    terminal.print('')
  }
  const verdict = judge(trace, {
    onEntry: (entry, _, touched) => isTold && terminal.print(tell(entry, moves.of(touched))),
  })
  if (json) terminal.print(JSON.stringify({ file, note: header.note ?? null, ...verdict }))
  else terminal.print(`${quiet ? '' : '\n'}${describeVerdict(verdict)}`)
  return verdict.difference === null ? 0 : 1
}

/** What came of it, for people. */
function describeVerdict({ difference, entries, driven, cause, changes, versions, compared }: Verdict): string {
  const lines: string[] = []
  if (difference === null) {
    lines.push(
      `✓ ${driven} of ${entries} entries drive the charts, and ${
        compared === 'nothing'
          ? 'all could be entered (no states were recorded to compare)'
          : 'every state is as it was'
      }`,
    )
    if (changes.length > 0)
      lines.push(`  The charts have changed since, in ${changes.length} states that it did not tell apart:`)
  } else {
    lines.push(`✗ Line ${difference.line}: ${difference.why}`)
    lines.push(`  Cause: ${describeCause(cause, versions !== null)}`)
    if (changes.length > 1) lines.push(`  All that has changed:`)
  }
  if (versions !== null) lines.splice(1, 0, `  Recorded by callchart ${versions.recorded}; this is ${versions.now}`)
  if (changes.length > 1 || difference === null)
    for (const change of changes.slice(0, 20)) lines.push(`    ${describeChange(change)}`)
  if (changes.length > 20) lines.push(`    … and ${changes.length - 20} more`)
  return lines.join('\n')
}

function diff(a: string, b: string, { json = false }: { json?: boolean }, terminal: Terminal): 0 | 1 {
  const found = diffTraces(open(a, terminal), open(b, terminal))
  if (json) terminal.print(JSON.stringify(found))
  else {
    for (const change of found.charts) terminal.print(`Charts: ${describeChange(change)}`)
    for (const line of found.header) terminal.print(`Header: ${line}`)
    if (found.entry === null) terminal.print('✓ The same entered, and the same came of it')
    else {
      const { index, why, a: first, b: second } = found.entry
      terminal.print(`✗ They part at entry ${index + 1} of what drives the charts: ${why}`)
      terminal.print(`${a}\n${first === null ? '              (at its end)' : tell(first, {})}`)
      terminal.print(`${b}\n${second === null ? '              (at its end)' : tell(second, {})}`)
    }
  }
  return found.entry === null && found.charts.length === 0 ? 0 : 1
}

function toTest(file: string, { out, from }: { out?: string; from?: string }, terminal: Terminal): 0 {
  const trace = open(file, terminal)
  const name = terminal.nameOf(file)
  const target = out ?? file.replace(/(?:\.[^./\\]*)?$/, '.test.ts')
  terminal.write(target, writeTest({ trace, name, file: relativeTo(target, file), from: from ?? 'callchart/trace' }))
  terminal.print(`${target} replays ${file}; run it with vitest`)
  return 0
}

/** From the test's folder to the trace. */
function relativeTo(test: string, file: string): string {
  const [from, to] = [test, file].map((path) => path.split(/[\\/]/)) as [string[], string[]]
  let shared = 0
  while (shared < from.length - 1 && shared < to.length - 1 && from[shared] === to[shared]) shared += 1
  const up = from.slice(shared, -1).map(() => '..')
  return [up.length === 0 ? '.' : up.join('/'), ...to.slice(shared)].join('/')
}
