import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Phone } from '../../src/api/phone'
import { judge } from '../../src/trace/judge'
import { readTrace } from '../../src/trace/read-trace'
import type { Agent } from './support/agent'
import { Stage } from './support/stage'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

/** In no trace, however it was asked for. */
const secrets = {
  password: 'pw1001',
  query: 'qu3ry-t0ken',
  header: 'eyJhbGciOiJIUzI1NiJ9.c3VwZXItc2VjcmV0',
  metadata: 'm3tadata-value',
  metadataName: 'm3tadata-name',
  digit: 'Signal=8',
  tone: '"tone":"8"',
  digits: '86420',
  text: 'My PIN is 9137',
}

/** Pseudonyms, unless the host allows them. */
const people = { number: '5550104711', name: 'Winifred Quimby' }
const users = { alice: /sip:1001\b|"1001"/, bob: /sip:1002\b|"1002"/, ownName: /\bAlice\b/ }

const exportTrace = (agent: Agent, note: string): Promise<string> =>
  agent.page.evaluate(
    (words) => (globalThis as unknown as { callchart: Phone }).callchart.exportTrace({ note: words }),
    note,
  )

/** Alice says and does all that nobody else is to read; her trace. */
async function record(redaction: 'pseudonyms' | 'plain'): Promise<{ trace: string; wire: string }> {
  const { pbxUrl } = stage.demo
  const config = JSON.stringify({ dtmf: { method: 'info' }, trace: { redaction, states: true } })
  const [alice, bob] = await Promise.all([
    stage.openReady('1001', { server: `${pbxUrl}/?key=${secrets.query}`, password: secrets.password, config }),
    stage.openReady('1002'),
  ])
  const dialled = alice.command('dial', '1002', {
    name: people.name,
    headers: { 'X-Session-Token': secrets.header },
    metadata: { [secrets.metadataName]: secrets.metadata },
  })
  await bob.untilRinging()
  await bob.button('Answer').click()
  expect(await dialled).toMatchObject({ ok: true })
  await alice.untilTalking()
  expect(await alice.command('sendDtmf', secrets.digits)).toMatchObject({ ok: true })
  expect(await alice.command('sendMessage', '1002', secrets.text)).toMatchObject({ ok: true })
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  expect(await alice.command('dial', people.number)).toMatchObject({ ok: false, code: 'not-found' })
  await alice.until('no call is left', ({ calls }) => calls.length === 0)
  const trace = await exportTrace(alice, 'It crackled')
  return { trace, wire: alice.sip.map(({ text }) => text).join('\n') }
}

function expectNoSecret(trace: string): void {
  for (const [what, secret] of Object.entries(secrets)) expect(trace, what).not.toContain(secret)
}

test('no secret that went into a phone in a browser is in its trace, and numbers and names are pseudonyms', async () => {
  const { trace, wire } = await record('pseudonyms')
  // What is looked for was there: it crossed the wire.
  for (const said of [secrets.header, secrets.digit, secrets.text, people.number]) expect(wire).toContain(said)
  for (const who of Object.values(users)) expect(wire).toMatch(who)

  expectNoSecret(trace)
  for (const [what, words] of Object.entries(people)) expect(trace, what).not.toContain(words)
  for (const [who, pattern] of Object.entries(users)) expect(trace, who).not.toMatch(pattern)
  expect(trace).toContain('X-Session-Token')
  const read = readTrace(trace)
  expect(read.header).toMatchObject({ note: 'It crackled', redaction: 'pseudonyms' })
  expect(read.entries.some((entry) => 'sip' in entry && /^(?:INFO|MESSAGE) /.test(entry.sip.text))).toBe(true)
  expect(judge(read)).toMatchObject({ difference: null, changes: [], ended: [{}, {}] })
})

test('numbers and names are in a trace when the host allows them, and no secret is', async () => {
  const { trace } = await record('plain')
  expectNoSecret(trace)
  for (const [what, words] of Object.entries(people)) expect(trace, what).toContain(words)
  for (const [who, pattern] of Object.entries(users)) expect(trace, who).toMatch(pattern)
  expect(readTrace(trace).header).toMatchObject({ redaction: 'plain' })
})

test('a problem that is reported in the settings is a file with the trace and the note', async () => {
  const alice = await stage.openReady('1001')
  await alice.button('Settings').click()
  await alice.panel.getByRole('textbox', { name: 'What went wrong?' }).fill('Bob could not hear me')
  const [download] = await Promise.all([alice.page.waitForEvent('download'), alice.button('Report a problem').click()])
  expect(download.suggestedFilename()).toMatch(/^callchart-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.jsonl$/)
  const trace = readTrace(await readFile(await download.path(), 'utf8'))
  expect(trace.header.note).toBe('Bob could not hear me')
  expect(judge(trace)).toMatchObject({ difference: null, changes: [] })
  await alice.panel.getByText(`Saved: ${download.suggestedFilename()}`).waitFor()
})
