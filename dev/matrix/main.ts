import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { root } from '../run'
import { groups } from './features'
import { makeMatrix, type Place, places, type TestFile } from './matrix'
import { readTests } from './read-tests'

/**
 * `npm run matrix` writes docs/call-control.md. `--check` changes nothing, and fails when it is stale; `--strict` fails
 * when there is a gap, too.
 */

const page = join(root, 'docs/call-control.md')

/** They show that the ground of the tests is sound, without a phone or whatever the phone can do. */
const ground = new Set(['test/pbx/ground.test.ts', 'test/pbx/apt-sources.test.ts'])

function readFiles(place: Place): TestFile[] {
  return places[place].folders.flatMap((folder) =>
    readdirSync(join(root, 'test', folder), { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => /\.test\.tsx?$/.test(file))
      .sort()
      .map((file) => ({
        path: posix.join('test', folder, file),
        name: file.replace(/(?:\.browser)?\.test\.tsx?$/, ''),
      }))
      .filter(({ path }) => !ground.has(path))
      .map(({ path, name }) => ({ path, name, place, tests: readTests(path, readFileSync(join(root, path), 'utf8')) })),
  )
}

function readPage(): string {
  try {
    return readFileSync(page, 'utf8')
  } catch {
    return ''
  }
}

const isCheck = process.argv.includes('--check')
const { text, problems, gaps } = makeMatrix(groups, (Object.keys(places) as Place[]).flatMap(readFiles))
const isStale = readPage() !== text
if (isStale && !isCheck) writeFileSync(page, text)
if (isStale && isCheck) console.error('docs/call-control.md is stale. Run `npm run matrix`.')
for (const problem of problems) console.error(`dev/matrix/features.ts: ${problem}.`)
const isStrict = process.argv.includes('--strict')
if (isStrict) for (const gap of gaps) console.error(`Nothing shows ${gap}.`)
process.exitCode = (isStale && isCheck) || problems.length > 0 || (isStrict && gaps.length > 0) ? 1 : 0
