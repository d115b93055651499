import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compileFunction } from 'node:vm'
import { createInspector, type StatelyInspectionEvent } from '@statelyai/inspect'
import { expect, test, vi } from 'vitest'
import type { InspectionEvent } from 'xstate'
import * as xstate4 from 'xstate4'
import { createPhoneCore } from '../../../src/api/phone-core'
import { inspectAsXState4, type XState4InspectorEvent } from '../../../src/inspect'
import { createScriptedWorld } from '../../support/scripted-bindings'

const secrets = ['5550104711', 'Winifred', 'ottoline', 'pa55-w0rd', 'h3ader', 'm3tadata', '"tone":"8"', '"tones":"86"']

/** A call that was made, held and ended while somebody looked on. */
async function callWith(inspect: (event: InspectionEvent) => void): Promise<void> {
  const phone = createPhoneCore(
    {
      servers: ['wss://pbx.example'],
      account: { uri: 'sip:ottoline@pbx.example', password: 'pa55-w0rd' },
      inspect,
    },
    createScriptedWorld().bind,
  )
  await vi.waitUntil(() => phone.getState().connection.status === 'registered')
  const id = await phone.dial('5550104711', {
    name: 'Winifred Quimby',
    headers: { 'X-Customer': 'h3ader' },
    metadata: { note: 'm3tadata' },
  })
  await vi.waitUntil(() => phone.getState().calls[0]?.phase === 'established')
  await phone.sendDtmf('86')
  await phone.hold(id)
  await phone.hangUp(id)
  // What waited for the redactor has been told by then.
  await phone.exportTrace()
  await phone.dispose()
}

test('@statelyai/inspect is told of every chart, redacted, and opens and posts to nothing by itself', async () => {
  const sent: StatelyInspectionEvent[] = []
  const { inspect } = createInspector({ send: (event) => void sent.push(event) })
  await callWith((event) => inspect.next?.(event))
  // It waits for an idle moment.
  await vi.waitUntil(() => JSON.stringify(sent).includes('"held"'))
  const actors = sent.filter((event) => event.type === '@xstate.actor')
  expect(actors.map(({ name }) => name)).toEqual(expect.arrayContaining(['phone', 'auth', 'connection', 'devices']))
  const told = JSON.stringify(sent)
  expect(told).toContain('"session.negotiated"')
  for (const secret of secrets) expect(told, secret).not.toContain(secret)
})

type Load = (require: (name: string) => unknown, module: object, exports: object) => void

interface Receiver {
  subscribe(listener: (event: Parsed) => void): void
}
interface Parsed {
  readonly type: string
  readonly id?: string
  readonly sessionId: string
  readonly machine?: { readonly id: string; readonly stateIds: readonly string[] }
  readonly state?: { readonly value: unknown; matches(value: string): boolean }
  readonly event?: { readonly name: string }
}

/** The receiver that @xstate/inspect itself has, with the XState 4 that it is made for. */
function xstate4Receiver(): { readonly receiver: Receiver; post(data: unknown): void; readonly posted: unknown[] } {
  const require = createRequire(import.meta.url)
  const file = require.resolve('@xstate/inspect/dist/xstate-inspect.umd.min.js')
  const module = { exports: {} as { createWindowReceiver(options: object): Receiver } }
  const load = compileFunction(readFileSync(file, 'utf8'), ['require', 'module', 'exports']) as Load
  load((name) => (name === 'xstate' ? xstate4 : (require(name) as unknown)), module, module.exports)
  const listeners: ((message: { readonly data: unknown }) => void)[] = []
  const posted: unknown[] = []
  const receiver = module.exports.createWindowReceiver({
    window: { addEventListener: (_: string, listener: (typeof listeners)[number]) => void listeners.push(listener) },
    targetWindow: { postMessage: (message: unknown) => void posted.push(message) },
  })
  return { receiver, posted, post: (data) => listeners.forEach((listen) => listen({ data: structuredClone(data) })) }
}

test("@xstate/inspect's own receiver reads what the bridge to XState 4 sends: charts, events, states and ends", async () => {
  const { receiver, post, posted } = xstate4Receiver()
  expect(posted).toEqual([{ type: 'xstate.inspecting' }])
  const parsed: Parsed[] = []
  receiver.subscribe((event) => void parsed.push(event))
  const sent: XState4InspectorEvent[] = []
  const complain = vi.spyOn(console, 'error')
  await callWith(
    inspectAsXState4((event) => {
      sent.push(event)
      post(event)
    }),
  )
  const registered = parsed.filter(({ type }) => type === 'service.register')
  expect(registered.map(({ machine }) => machine?.id)).toEqual(
    expect.arrayContaining(['phone', 'auth', 'connection', 'devices', 'focus', 'ringer', 'transfer', 'call', 'tones']),
  )
  const call = registered.find(({ machine }) => machine?.id === 'call')
  expect(call?.machine?.stateIds.length).toBeGreaterThan(30)
  const ofCall = parsed.filter(({ sessionId }) => sessionId === call?.sessionId)
  expect(ofCall.some(({ state }) => state?.matches('open'))).toBe(true)
  expect(ofCall.some(({ event }) => event?.name === 'session.negotiated')).toBe(true)
  expect(ofCall.at(-1)).toMatchObject({ type: 'service.stop' })
  expect(complain).not.toHaveBeenCalled()
  complain.mockRestore()
  const told = JSON.stringify(sent).replaceAll('\\', '')
  for (const secret of secrets) expect(told, secret).not.toContain(secret)
})

test('an inspector that throws does not break the phone', async () => {
  const complain = vi.spyOn(console, 'error').mockImplementation(() => {})
  await callWith(() => {
    throw new Error('the inspector is broken')
  })
  expect(complain).toHaveBeenCalledWith('Callchart: the inspector threw', expect.any(Error))
  complain.mockRestore()
})
