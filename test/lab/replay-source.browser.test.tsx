import { expect, test, vi } from 'vitest'
import { createPhoneCore } from '../../src/api/phone-core'
import { createReplaySource } from '../../src/lab/replay-source'
import { readTrace } from '../../src/trace/read-trace'
import { renderPhone } from '../../src/ui/render-phone'
import { createScriptedWorld } from '../support/scripted-bindings'

/** A call that was held and ended, as a phone recorded it. */
async function recordCall(): Promise<string> {
  const world = createScriptedWorld()
  const phone = createPhoneCore(
    { servers: ['wss://pbx.example'], account: { uri: 'sip:1001@pbx.example', password: 'p' } },
    world.bind,
  )
  await vi.waitUntil(() => phone.getState().connection.status === 'registered')
  const id = await phone.dial('1002', { name: 'Bob' })
  await vi.waitUntil(() => phone.getState().calls[0]?.phase === 'established')
  await phone.hold(id)
  await phone.hangUp(id)
  const trace = await phone.exportTrace()
  await phone.dispose()
  return trace
}

test('the same components render a recorded phone, at any moment of it, back and forth', async () => {
  const source = createReplaySource(readTrace(await recordCall()))
  const host = document.createElement('div')
  document.body.append(host)
  const remove = renderPhone(host, source)
  const button = (name: string) =>
    [...(host.shadowRoot?.querySelectorAll('button') ?? [])].find(
      (candidate) => candidate.textContent?.trim() === name || candidate.ariaLabel === name,
    )

  const heldAt = Array.from({ length: source.length + 1 }, (_, position) => position).find((position) => {
    source.seek(position)
    return source.getState().calls[0]?.hold === 'held'
  })
  expect(heldAt).toBeDefined()
  expect(button('Resume')).toBeDefined()
  source.seek(0)
  expect(source.getState().session.status).toBe('signedOut')
  expect(button('Resume')).toBeUndefined()
  source.seek(heldAt ?? 0)
  expect(button('Resume')).toBeDefined()
  source.seek(source.length)
  expect(source.getState()).toMatchObject({ calls: [], lastCall: { ending: 'completed', remote: { name: 'Bob' } } })

  await expect(source.send({ type: 'hangUp' })).rejects.toMatchObject({ code: 'not-allowed' })
  remove()
  source.dispose()
  host.remove()
})
