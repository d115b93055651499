import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test('a SHA-256 challenge (RFC 8760) is answered, for registering and for calling', async () => {
  const erin = await stage.openReady('1005')
  expect(await erin.command('dial', '600')).toMatchObject({ ok: true })
  await erin.untilHears()
  expect(erin.sipMessages('in', /^SIP\/2\.0 401/).every((text) => /algorithm=SHA-256/.test(text))).toBe(true)
  expect(erin.sipMessages('out', /^INVITE /)[1]).toMatch(/^Authorization: .*algorithm=SHA-256/m)
  expect(await erin.command('hangUp')).toMatchObject({ ok: true })
})

test('where provisional responses are to be reliable (RFC 3262), PRACK goes out for ours and is answered for theirs', async () => {
  const frank = await stage.openReady('1006')
  expect(await frank.command('dial', '604')).toMatchObject({ ok: true })
  await expect.poll(() => frank.sipMessages('out', /^PRACK /).length).toBe(1)
  expect(await frank.command('hangUp')).toMatchObject({ ok: true })

  const call = await stage.originate('1006')
  await expect.poll(() => frank.sipMessages('in', /^PRACK /).length).toBe(1)
  expect(await frank.command('answer')).toMatchObject({ ok: true })
  expect(await call.answered).toBe(true)
  await frank.untilHears()
  await call.hangUp()
})

test('stale nonce: a page that comes late with its answer (RFC 7616 3.3) is asked again, and calls', async () => {
  const heidi = await stage.openReady('1008')
  stage.asterisk.freeze()
  const dialled = heidi.command('dial', '600')
  await expect.poll(() => heidi.sipMessages('out', /^INVITE /).length).toBe(1)
  const isBusy = heidi.page.waitForEvent('console', (message) => message.text() === 'busy')
  // The challenge waits in the page for longer than its nonce lasts.
  const wasBusy = heidi.page.evaluate(() => {
    console.debug('busy')
    for (const until = performance.now() + 3_500; performance.now() < until; );
  })
  await isBusy
  stage.asterisk.thaw()
  await wasBusy
  expect(await dialled).toMatchObject({ ok: true })
  expect(heidi.sipMessages('in', /^SIP\/2\.0 401 [\s\S]*stale=true/)).toHaveLength(1)
  expect(heidi.sipMessages('out', /^INVITE /)).toHaveLength(3)
  await heidi.untilHears()
  expect(await heidi.command('hangUp')).toMatchObject({ ok: true })
})

test('422: a session that is too brief for the PBX (RFC 4028 6) is asked for again, as long as it wants', async () => {
  const ivan = await stage.openReady('1009')
  expect(await ivan.command('dial', '600')).toMatchObject({ ok: true })
  await ivan.untilHears()
  expect(ivan.sipMessages('in', /^SIP\/2\.0 422 /)[0]).toMatch(/^Min-SE: 2400\b/m)
  const [invite = ''] = ivan.sipMessages('out', /^INVITE /).slice(-1)
  expect(invite).toMatch(/^Session-Expires: 2400\b/m)
  expect(ivan.sipMessages('in', /^SIP\/2\.0 200 OK[\s\S]*Session-Expires: 2400/)).toHaveLength(1)
  expect(await ivan.command('hangUp')).toMatchObject({ ok: true })
})

test('session timer: the phone refreshes what it has asked for, and the PBX agrees', async () => {
  const ivan = await stage.openReady('1009', {}, { hasOwnClock: true })
  expect(await ivan.command('dial', '600')).toMatchObject({ ok: true })
  await ivan.untilHears()
  const refreshes = () => ivan.sipMessages('out', /^(?:INVITE|UPDATE) .*\r\n(?:.*\r\n)*To: .*;tag=/)
  expect(refreshes()).toEqual([])
  await ivan.skip(1_200_000)
  await expect.poll(() => refreshes().length).toBe(1)
  await expect.poll(() => ivan.sipMessages('in', /^SIP\/2\.0 200 OK[\s\S]*CSeq: \d+ (?:INVITE|UPDATE)/).length).toBe(2)
  await ivan.untilHears()
  expect(await ivan.command('hangUp')).toMatchObject({ ok: true })
})
