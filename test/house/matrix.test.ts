import { expect, test } from 'vitest'
import { makeMatrix, type TestFile } from '../../dev/matrix/matrix'
import { readTests } from '../../dev/matrix/read-tests'

const namesIn = (source: string) => readTests('some.test.ts', source).map(({ parts }) => parts.join(' › '))

test('tests are read with what is around them, without being run', () => {
  expect(
    namesIn(`
      describe('holding', () => {
        describe('at last', () => test('works', () => { throw new Error('was run') }))
      })
      test.concurrent('alone', async () => {})
      testReactions('a table', { rows: [] })
      contest('is none')`),
  ).toEqual(['holding › at last › works', 'alone', 'a table'])
})

test('what does not run is not there', () => {
  expect(
    namesIn(`
      test.skip('later', () => {})
      test.todo('some day')
      test.skipIf(process.env.CI)('at home', () => {})
      describe.skip('all', () => { test('of it', () => {}) })
      test('now', () => {})`),
  ).toEqual(['now'])
})

test('each row of a table that is written out is a test, under the name that the runner gives it', () => {
  expect(
    namesIn(`
      const stories = [{ name: 'the end', way: [] }, { 'name': 'no end', way: [] }] as const
      test.each(stories)('story: $name after $way', () => {})
      test.each([['603', 486], ['604', status]])('%s is %i', () => {})
      test.each(await load())('loaded %s', () => {})
      describe.each(['red', 'green'])('in %s', () => { test('is seen', () => {}) })
      test(\`\${sum} is told\`, () => {})`),
  ).toEqual([
    'story: the end after …',
    'story: no end after …',
    '603 is 486',
    '604 is …',
    'loaded …',
    'in red › is seen',
    'in green › is seen',
    '… is told',
  ])
})

function file(path: string, place: TestFile['place'], ...names: string[]): TestFile {
  return { path, place, name: path.replace(/.*\/|\.test\.ts$/g, ''), tests: names.map((name) => ({ parts: [name] })) }
}

const everywhere = (name: string) => [
  file('test/machines/park.test.ts', 'chart', name),
  file('test/adapters/park.test.ts', 'adapter', name),
  file('test/e2e/park.test.ts', 'embedded', name),
  file('test/pbx/park.test.ts', 'asterisk', name),
]

test('a test whose name begins with that of the feature is about it, and one that only mentions it is not', () => {
  const { text, gaps } = makeMatrix(
    [{ title: 'Parking', features: [{ name: 'park' }] }],
    [
      ...everywhere('park: the slot is told'),
      file('test/pbx/lot.test.ts', 'asterisk', 'what is parked', 'parking: no'),
    ],
  )
  expect(gaps).toEqual([])
  expect(text).toContain(
    '| park | [park](../test/machines/park.test.ts) 1 | [park](../test/adapters/park.test.ts) 1 | [park](../test/e2e/park.test.ts) 1 | [park](../test/pbx/park.test.ts) 1 |',
  )
  expect(text).toContain('- **park**\n  - park: the slot is told')
  expect(text).not.toContain('lot.test.ts')
})

test('other tests are told by their whole names, which begin with their file', () => {
  const { gaps } = makeMatrix(
    [{ title: 'Parking', features: [{ name: 'swap', tests: /park › what is/ }] }],
    everywhere('what is parked'),
  )
  expect(gaps).toEqual([])
})

test('a feature that nothing shows is a gap, unless the catalogue says why', () => {
  const feature = { name: 'park', instead: { adapter: 'it is a REFER' } }
  const files = everywhere('park').filter(({ place }) => place === 'embedded')
  const { gaps, problems, text } = makeMatrix([{ title: 'Parking', features: [feature] }], files)
  expect(gaps).toEqual(['park: Chart, Asterisk'])
  expect(problems).toEqual([])
  expect(text).toContain('| park | – | → it is a REFER | [park](../test/e2e/park.test.ts) 1 | – |')
})

test('a reason that has become untrue is a problem, and so is a feature that is there twice', () => {
  const park = { name: 'park', instead: { chart: 'there is none' } }
  const { problems } = makeMatrix([{ title: 'Parking', features: [park, { name: 'park' }] }], everywhere('park'))
  expect(problems).toEqual([expect.stringContaining('shown by the Chart after all'), expect.stringContaining('twice')])
})
