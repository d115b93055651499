import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const watch = (kind: 'dialog' | 'presence') =>
  JSON.stringify({
    features: {
      colleagues: [
        { number: '1002', name: 'Bob', watch: kind },
        { number: '1099', watch: kind },
      ],
    },
  })

const bobIs = (agent: Agent, status: string) =>
  agent.until(`Bob is ${status}`, ({ colleagues: [bob] }) => bob?.status === status)

describe.each(['dialog', 'presence'] as const)('BLF of a colleague, by %s', (kind) => {
  test('idle, ringing, busy, idle and gone, as the hint says', async () => {
    const [alice, carol] = await Promise.all([
      stage.openReady('1001', { config: watch(kind) }),
      stage.openReady('1003'),
    ])
    await bobIs(alice, kind === 'dialog' ? 'idle' : 'offline')
    const bob = await stage.openReady('1002')
    await bobIs(alice, 'idle')
    const dialed = carol.command('dial', '1002')
    await bobIs(alice, 'ringing')
    await bob.button('Answer').click()
    expect(await dialed).toMatchObject({ ok: true })
    await bobIs(alice, 'busy')
    await carol.button('Hang up').first().click()
    await bobIs(alice, 'idle')
  })

  test('of whom there is no hint is unknown, and the others are known', async () => {
    const alice = await stage.openReady('1001', { config: watch(kind) })
    const { colleagues } = await alice.until('Bob is known', ({ colleagues: [bob] }) => bob?.status !== 'unknown')
    expect(colleagues[1]).toMatchObject({ number: '1099', status: 'unknown' })
  })
})

test('BLF: a colleague is known again after the connection broke', async () => {
  const alice = await stage.openReady('1001', { config: watch('dialog') })
  await stage.openReady('1002')
  await bobIs(alice, 'idle')
  expect(await alice.command('disconnect')).toMatchObject({ ok: true })
  await bobIs(alice, 'unknown')
  expect(await alice.command('connect')).toMatchObject({ ok: true })
  await bobIs(alice, 'idle')
})
