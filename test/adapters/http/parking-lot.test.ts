import { expect, test } from 'vitest'
import { createActor, type EventObject } from 'xstate'
import { createParkingLotPort } from '../../../src/adapters/http/parking-lot.port'
import { createPortMaker } from '../../../src/adapters/port'

const at = 1_700_000_000_000

/** A backend that answers one question after the other, and what the chart is told. */
function poll(...answers: (Response | Error | (() => Promise<Response>))[]) {
  const facts: EventObject[] = []
  const asked: string[] = []
  let told = () => {}
  const port = createParkingLotPort({
    makePort: createPortMaker((_port, fact) => {
      facts.push(JSON.parse(JSON.stringify(fact)) as EventObject)
      told()
    }),
    url: 'https://crm.example/parked',
    everyMs: 5_000,
    random: () => 0.5,
    now: () => at,
    fetch: async (url) => {
      asked.push(url)
      const answer = answers.shift()
      if (answer instanceof Error) throw answer
      return typeof answer === 'function' ? answer() : (answer ?? Response.error())
    },
  })
  const actor = createActor(port).start()
  return {
    asked,
    facts,
    stop: () => actor.stop(),
    next: () =>
      new Promise<EventObject | undefined>((resolve) => {
        told = () => resolve(facts.at(-1))
        actor.send({ type: 'lot.poll' })
      }),
  }
}

test('parking lot: what the backend lists is told, with when to ask next', async () => {
  const list = [{ slot: 701, number: '555', name: 'Eve', uri: 'sip:555@pbx.example', since: 5 }, { slot: '702' }]
  expect(await poll(Response.json(list)).next()).toEqual({
    type: 'lot.listed',
    calls: [
      { slot: '701', remote: { number: '555', name: 'Eve', uri: 'sip:555@pbx.example' }, since: 5 },
      { slot: '702', remote: null, since: at },
    ],
    nextMs: 5_000,
    at,
  })
})

test.each([
  ['says 403', Response.json({}, { status: 403 }), 'forbidden', 7_000],
  ['says 404', Response.json({}, { status: 404 }), 'not-found', 7_000],
  [
    'says 503 and when to come back',
    new Response('', { status: 503, headers: { 'retry-after': '9' } }),
    'server-error',
    9_000,
  ],
  ['cannot be reached', new TypeError('Failed to fetch'), 'unreachable', 7_000],
  ['does not speak JSON', new Response('<html>'), 'server-error', 7_000],
  ['lists no list', Response.json({ slot: '701' }), 'server-error', 7_000],
  ['lists what has no slot', Response.json([{ number: '555' }]), 'server-error', 7_000],
  ['lists what is nothing', Response.json([null]), 'server-error', 7_000],
])('parking lot: a backend that %s', async (_, answer, code, retryAfterMs) => {
  expect(await poll(answer).next()).toMatchObject({ type: 'lot.failed', failure: { code }, retryAfterMs })
})

test('parking lot: it backs off from a backend that goes on failing, and forgets that when it answers', async () => {
  const service = poll(new Error(), new Error(), Response.json([]), new Error())
  const waits: unknown[] = []
  for (let question = 0; question < 4; question += 1) {
    const fact = (await service.next()) as EventObject & { retryAfterMs?: number; nextMs?: number }
    waits.push(fact.retryAfterMs ?? fact.nextMs)
  }
  expect(waits).toEqual([7_000, 9_000, 5_000, 7_000])
})

test('parking lot: an answer that comes when nobody listens any more is nobody’s', async () => {
  const answering: ((response: Response) => void)[] = []
  const service = poll(() => new Promise((resolve) => answering.push(resolve)))
  void service.next()
  service.stop()
  answering[0]?.(Response.json([]))
  await new Promise((resolve) => setImmediate(resolve))
  expect(service.facts).toEqual([])
})
