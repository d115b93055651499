import { afterEach, beforeEach, test, vi } from 'vitest'
import { createRandom } from '../../support/random'
import { begins, type CallWorld } from './call-world'

/*
 * Walks by chance over the letters of a call on its wire, far longer than the ways that reach every pair. A walk is known by
 * its seed: WALK_SEED has one again, and WALK_RUNS hunts. What fails is made as short as it can be.
 */

const first = Number(process.env.WALK_SEED ?? 1)
const runs = Number(process.env.WALK_RUNS ?? 24)
const longest = 80

/** What ends it, so that conversations come about. */
const isRare =
  /hangUp|decline|deflect|BYE|481|40[348]|48[067]|500|603|WebSocket breaks|CANCEL|withdraw|transfer.end|of no use|refused|retreat|failed|silence|slow|late,/
/** What it takes for things to go on. */
const goesOn = / to (?:re-)?INVITE$|their ACK|microphone\.acquired$|call\.(?:answer|hold|resume)$|Replaces$/

type Choose = (world: CallWorld, taken: number) => string | undefined

interface Walked {
  readonly steps: readonly string[]
  readonly error: unknown
}

/** Takes what is chosen, where it can happen, until nothing is; then the phone is left alone. */
async function walk(begin: () => Promise<CallWorld>, choose: Choose): Promise<Walked> {
  const world = await begin()
  const steps: string[] = []
  try {
    for (let taken = 0; !world.isOver; taken += 1) {
      const name = choose(world, taken)
      if (name === undefined) break
      const letter = world.letters.find((offered) => offered.name === name)
      if (letter === undefined) continue
      steps.push(name)
      await letter.happen()
      await world.settle()
      world.check()
    }
    await world.leave()
    return { steps, error: null }
  } catch (error) {
    world.abandon()
    return { steps, error }
  }
}

/** Most walks begin with a conversation: there is most to go wrong. What cannot happen where somebody begins is left out. */
const conversation = ['call.answer', 'microphone.acquired', '200 OK to INVITE', 'their ACK to INVITE']

function byChance(seed: number): Choose {
  const random = createRandom(seed * 7_919)
  const begun = random() < 0.8 ? conversation : []
  const length = begun.length + Math.floor(random() * longest)
  return ({ letters }, taken) => {
    if (taken < begun.length) return begun[taken]
    if (taken >= length) return undefined
    const likely = letters.filter(({ name }) => !isRare.test(name))
    const onward = likely.filter(({ name }) => goesOn.test(name))
    const chance = random()
    const among =
      [chance < 0.5 ? onward : [], chance < 0.95 ? likely : [], letters].find(({ length }) => length > 0) ?? []
    return among[Math.floor(random() * among.length)]?.name
  }
}

/** Leaves out what it fails without. */
async function shorten(begin: () => Promise<CallWorld>, failed: Walked): Promise<Walked> {
  let shortest = failed
  for (let size = Math.ceil(failed.steps.length / 2); size > 0; size = Math.floor(size / 2))
    for (let from = 0; from < shortest.steps.length; ) {
      const fewer = shortest.steps.filter((_, index) => index < from || index >= from + size)
      const again = await walk(begin, (_world, taken) => fewer[taken])
      if (again.error !== null && again.steps.length < shortest.steps.length) shortest = again
      else from += size
    }
  return shortest
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => void vi.useRealTimers())

test('wherever chance leads a call on its wire, what is promised holds, and it comes to rest', {
  timeout: 300_000,
}, async () => {
  for (let seed = first; seed < first + runs; seed += 1) {
    const begin = begins[seed % begins.length]
    if (begin === undefined) continue
    const walked = await walk(begin, byChance(seed))
    if (walked.error === null) continue
    const { steps, error } = await shorten(begin, walked)
    throw new Error(`Seed ${seed}, after ${steps.join('; ')}`, { cause: error })
  }
})
