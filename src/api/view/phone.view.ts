import type { SnapshotFrom } from 'xstate'
import type { phoneMachine } from '../../machines/phone.machine'
import type { Permission } from '../errors'
import type { AccountView, CallView, PhoneState } from '../state'
import { viewCall, viewRecord } from './call.view'
import { type Conferences, isMergeable } from './conference.view'
import { viewDevices } from './devices.view'
import { phonePermissions } from './phone-permissions.view'
import { viewConnection, viewSession } from './session.view'
import type { TransferSnapshot } from './transfer.view'

type PhoneSnapshot = SnapshotFrom<typeof phoneMachine>

/** Keeps the last answer for as long as it is asked about the same things. */
function remember<Args extends readonly unknown[], Result>(make: (...args: Args) => Result): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | undefined
  return (...args) => {
    if (last === undefined || last.args.length !== args.length || last.args.some((arg, index) => arg !== args[index]))
      last = { args, result: make(...args) }
    return last.result
  }
}

/** Keeps the object that it gave before when the next one says the same. */
function keepEqual<Args extends readonly unknown[], Result>(
  make: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly result: Result; readonly text: string } | undefined
  return (...args) => {
    const result = make(...args)
    const text = JSON.stringify(result)
    if (last?.text !== text) last = { result, text }
    return last.result
  }
}

/** Who rings comes before who waits: it is what the person is to decide on. */
const focusedOf = (calls: readonly CallView[], focusedId: string | null): string | null =>
  calls.find((call) => call.id === focusedId)?.id ?? calls.at(-1)?.id ?? null

/**
 * Makes the view of a phone from its charts' snapshots: the same for a live phone and for a replay. Each part is made anew
 * only when its chart has changed, so that `===` tells whether it did.
 */
export function createPhoneView(configured?: AccountView): (phone: PhoneSnapshot) => PhoneState {
  const session = remember(viewSession)
  const connection = remember(viewConnection)
  const devices = remember(viewDevices)
  const record = remember(viewRecord)
  const calls = remember((...views: readonly CallView[]) => Object.freeze(views))
  const can = keepEqual(remember(phonePermissions))
  const state = remember((...parts: StateParts) => Object.freeze(stateOf(...parts)))
  const perCall = new Map<string, ReturnType<typeof remember<Parameters<typeof viewCall>, CallView>>>()

  const mergeable = keepEqual((phone: PhoneSnapshot) =>
    phone.context.calls.filter((id) => {
      const call = phone.children[id]?.getSnapshot()
      return call?.status === 'active' && isMergeable(call)
    }),
  )
  const conferences = remember(
    (
      conference: Conferences['conference'],
      room: Conferences['room'],
      mergeable: readonly string[],
      live: readonly string[],
      isAtServer: boolean,
    ): Conferences => ({ conference, room, mergeable, live, isAtServer }),
  )

  const viewCalls = (
    phone: PhoneSnapshot,
    transfer: TransferSnapshot,
    together: Conferences,
    whyNoDial: Permission,
  ): readonly CallView[] => {
    for (const id of perCall.keys()) if (!phone.context.calls.includes(id)) perCall.delete(id)
    const views = phone.context.calls.flatMap((id) => {
      const call = phone.children[id]?.getSnapshot()
      if (call === undefined || call.status !== 'active') return []
      const view = perCall.get(id) ?? remember(viewCall)
      perCall.set(id, view)
      const { tones, quality, recording, supervision } = call.children
      return [
        view(
          call,
          tones?.getSnapshot() as Parameters<typeof viewCall>[1],
          transfer,
          together,
          whyNoDial,
          quality?.getSnapshot() as Parameters<typeof viewCall>[5],
          recording?.getSnapshot() as Parameters<typeof viewCall>[6],
          supervision?.getSnapshot() as Parameters<typeof viewCall>[7],
        ),
      ]
    })
    return calls(...views)
  }

  return (phone) => {
    const { auth, conference, connection: line, devices: gear, focus, room, transfer } = phone.children
    if (!auth || !conference || !line || !gear || !focus || !room || !transfer)
      throw new Error('The phone is not running: its charts are gone')
    const permissions = can(phone, auth.getSnapshot(), line.getSnapshot(), gear.getSnapshot())
    const together = conferences(
      conference.getSnapshot(),
      room.getSnapshot(),
      mergeable(phone),
      focus.getSnapshot().context.live,
      phone.context.features?.conference === 'server',
    )
    const callViews = viewCalls(phone, transfer.getSnapshot(), together, permissions.dial)
    return state(
      session(auth.getSnapshot(), configured),
      connection(line.getSnapshot()),
      callViews,
      focusedOf(callViews, focus.getSnapshot().context.focusedId),
      phone.context.lastCall === null ? null : record(phone.context.lastCall),
      devices(gear.getSnapshot()),
      permissions,
    )
  }
}

type StateParts = readonly [
  PhoneState['session'],
  PhoneState['connection'],
  PhoneState['calls'],
  PhoneState['focusedCallId'],
  PhoneState['lastCall'],
  PhoneState['devices'],
  PhoneState['can'],
]

const stateOf = (...[session, connection, calls, focusedCallId, lastCall, devices, can]: StateParts): PhoneState => ({
  session,
  connection,
  calls,
  focusedCallId,
  lastCall,
  devices,
  can,
})
