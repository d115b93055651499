import { parseArgs } from 'node:util'
import { ensureBrowser } from '../../dev/ensure-browser'
import { testProject } from '../../dev/test-project'
import { ensureAsterisk, NoAsterisk } from './server/ensure-asterisk'
import { ensureSipp } from './sipp/sipp'

/** `npm run test:pbx`: the phone in real browsers against a real Asterisk. Its last line is the sum. */

const usage = `usage: npm run test:pbx -- [options] [part of a file's path…]
  --shuffle      files and tests in random order; the seed is told
  --seed <n>     shuffled as in that earlier run
  --keep         leaves Asterisk's log, with every SIP message in it, and tells where
  --optional     without an Asterisk, says why there is none, and succeeds`

interface Wishes {
  /** null: in the order in which they are written. */
  readonly seed: number | null
  readonly isKept: boolean
  readonly isOptional: boolean
  readonly files: readonly string[]
}

function readWishes(): Wishes {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        shuffle: { type: 'boolean', default: false },
        seed: { type: 'string' },
        keep: { type: 'boolean', default: false },
        optional: { type: 'boolean', default: false },
      },
    })
    const seed = values.seed === undefined ? (values.shuffle ? Date.now() % 1_000_000 : null) : Number(values.seed)
    if (seed !== null && !Number.isInteger(seed)) throw new Error(`not a seed: ${values.seed}`)
    return { seed, isKept: values.keep, isOptional: values.optional, files: positionals }
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`)
    process.exit(2)
  }
}

/** Says what is missing, and how to get it. */
async function hasEverything(): Promise<'yes' | 'no' | 'no Asterisk'> {
  try {
    const { root, version } = await ensureAsterisk((line) => console.log(line))
    console.log(`Asterisk ${version} (${root ?? "the system's"})`)
  } catch (error) {
    if (!(error instanceof NoAsterisk)) throw error
    console.error(error.message)
    return 'no Asterisk'
  }
  if (!(await ensureSipp())) {
    console.error('These tests play scenarios with SIPp, which is not here: apt-get install sip-tester')
    return 'no'
  }
  return (await ensureBrowser()) === undefined ? 'no' : 'yes'
}

async function run({ seed, isKept, isOptional, files }: Wishes): Promise<{ passed: number; failed: number }> {
  const has = await hasEverything()
  if (has === 'no Asterisk' && isOptional) {
    console.log('\nThe tests with Asterisk were left out, as --optional allows.')
    return { passed: 0, failed: 0 }
  }
  if (has !== 'yes') return { passed: 0, failed: 1 }
  if (isKept) process.env.CALLCHART_PBX_KEEP = '1'
  if (seed !== null) console.log(`Shuffled; again the same way: npm run test:pbx -- --seed ${seed}`)
  return testProject('pbx', [
    ...(seed === null ? [] : ['--sequence.shuffle.files', '--sequence.shuffle.tests', `--sequence.seed=${seed}`]),
    ...files,
  ])
}

const { passed, failed } = await run(readWishes())
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
