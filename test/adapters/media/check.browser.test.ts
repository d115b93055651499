import { expect, test, vi } from 'vitest'
import type { CheckFact } from '../../../src/machines/ports/preflight'
import { refuseCapture, watchCapture } from './capture'
import { openPhone, patience } from './peers'
import { openPort } from './ports'

async function check(part: 'microphone' | 'network', options: Parameters<typeof openPhone>[0] = {}) {
  const phone = openPhone(options)
  openPort(phone.adapter.runCheck, { part })
  await vi.waitFor(() => expect(phone.factsOf('runCheck#1')).toHaveLength(1), patience)
  return phone.factsOf('runCheck#1')[0] as CheckFact
}

test('pre-flight test: the microphone is listened to, named, and closed', async () => {
  const { findDevices, opened } = watchCapture()
  const fact = await check('microphone', { findDevices })
  expect(fact).toMatchObject({ type: 'check.microphoneHeard', label: expect.stringMatching(/fake/i) as string })
  expect((fact as { peak: number }).peak).toBeGreaterThan(0)
  expect(opened.flatMap((stream) => stream.getTracks()).map(({ readyState }) => readyState)).toEqual(['ended'])
})

test('pre-flight test: without servers, this machine’s own candidates are what there is', async () => {
  const fact = await check('network')
  expect(fact).toMatchObject({ type: 'check.networkSeen', candidates: ['host'] })
})

test('pre-flight test: a microphone that may not be used says why', async () => {
  const fact = await check('microphone', { findDevices: refuseCapture('NotAllowedError') })
  expect(fact).toMatchObject({ type: 'check.failed', failure: { code: 'permission-denied' } })
})
