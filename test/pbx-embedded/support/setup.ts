import { afterEach } from 'vitest'
import type { PbxEvent } from '../../../dev/pbx/events'
import { type Pbx, type PbxOptions, startPbx } from '../../../dev/pbx/pbx'
import { until } from './until'

/** A PBX of a test's own, with all that it told. */
export interface TestPbx extends Pbx {
  readonly events: PbxEvent[]
  /** Waits for the first event of this kind. */
  event<T extends PbxEvent['type']>(type: T): Promise<Extract<PbxEvent, { type: T }>>
  eventsOf<T extends PbxEvent['type']>(type: T): Extract<PbxEvent, { type: T }>[]
  /** The first lines of all SIP messages, `> ` to the PBX and `< ` from it. */
  wire(user?: string): string[]
}

const running: Pbx[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((pbx) => pbx.close()))
})

export async function testPbx(options: PbxOptions = {}): Promise<TestPbx> {
  const pbx = await startPbx({ port: 0, ...options })
  running.push(pbx)
  const events: PbxEvent[] = []
  pbx.on((event) => events.push(event))
  const eventsOf = <T extends PbxEvent['type']>(type: T) =>
    events.filter((event): event is Extract<PbxEvent, { type: T }> => event.type === type)
  return {
    ...pbx,
    events,
    eventsOf,
    event: async (type) => {
      await until(`the PBX tells ${type}`, () => eventsOf(type).length > 0)
      return eventsOf(type)[0] as Extract<PbxEvent, { type: typeof type }>
    },
    wire: (user) =>
      eventsOf('message')
        .filter((message) => user === undefined || message.user === user)
        .map(({ direction, text }) => `${direction === 'in' ? '>' : '<'} ${text.split('\r\n', 1)[0]}`),
  }
}
