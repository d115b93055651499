import { expect, test, vi } from 'vitest'
import { openTracePages } from '../../../src/adapters/storage/trace-pages'
import { createPhoneCore } from '../../../src/api/phone-core'
import { readTrace } from '../../../src/trace/read-trace'
import { verifyTrace } from '../../../src/trace/replay'
import { createScriptedWorld } from '../../support/scripted-bindings'

const newName = () => `traces-${crypto.randomUUID()}`

test('what a page has written is read by the next one when it is gone, and not before', async () => {
  const name = newName()
  const first = await openTracePages(name)
  await first.append('header')
  await first.append('one\ntwo')
  const second = await openTracePages(name)
  expect(await second.previous()).toBeNull()
  first.close()
  await expect.poll(() => second.previous()).toBe('header\none\ntwo\n')
  second.close()
})

test('one record takes the place of all of its page, and later ones come after it', async () => {
  const name = newName()
  const first = await openTracePages(name)
  await first.append('header')
  await first.append('long ago')
  await first.replace('header\nfolded')
  await first.append('now')
  first.close()
  const second = await openTracePages(name)
  await expect.poll(() => second.previous()).toBe('header\nfolded\nnow\n')
  second.close()
})

test('of the pages that are gone three are kept', async () => {
  const name = newName()
  for (let page = 1; page <= 6; page++) {
    const opened = await openTracePages(name)
    await opened.append(`page ${page}`)
    opened.close()
    // Pages are sorted by when they began, in ms.
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const last = await openTracePages(name)
  await expect.poll(() => last.previous()).toBe('page 6\n')
  last.close()
})

test('a phone whose page goes without a word leaves its trace: redacted, whole, and it replays', async () => {
  const name = newName()
  const world = createScriptedWorld()
  const crashed = await openTracePages(name)
  const batches: string[] = []
  const store = {
    ...crashed,
    append: async (text: string) => {
      await crashed.append(text)
      batches.push(text)
    },
  }
  const phone = createPhoneCore(
    { servers: ['wss://pbx.example'], account: { uri: 'sip:1001@pbx.example', password: 'pa55-w0rd' } },
    (makePort) => ({ ...world.bind(makePort), openTraces: async () => store }),
  )
  await vi.waitUntil(() => phone.getState().connection.status === 'registered')
  await phone.dial('5550104711', { name: 'Winifred' })
  await vi.waitUntil(() => phone.getState().calls[0]?.phase === 'established')
  await phone.hold()
  // A batch a second, and nobody asks for it.
  await vi.waitUntil(() => batches.some((batch) => batch.includes('"call.hold"')), 10_000)
  // The lock goes with a page that crashes.
  crashed.close()
  const next = await openTracePages(name)
  await expect.poll(() => next.previous()).toContain('"call.hold"')
  const left = (await next.previous()) ?? ''
  next.close()
  expect(left).not.toMatch(/5550104711|Winifred|pa55/)
  expect(verifyTrace(readTrace(left))).toBeNull()
  await phone.dispose()
})
