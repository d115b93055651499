import type { SnapshotFrom } from 'xstate'
import type { phoneMachine } from '../../machines/phone.machine'
import type { AccountView, CallView, PhoneState } from '../state'
import { viewAvailability } from './availability.view'
import { type CallParts, partsWithin, viewCall, viewRecord } from './call.view'
import { type Conferences, isMergeable } from './conference.view'
import { viewDevices } from './devices.view'
import { createMessagesView } from './messages.view'
import { parkPermission } from './park.view'
import { dialPermission, phonePermissions, swapPermission } from './phone-permissions.view'
import { viewPreflight } from './preflight.view'
import { viewConnection, viewSession } from './session.view'
import { viewColleagues, viewParkingLot, viewVoicemail } from './watched.view'

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

/** Keeps the last answer for as long as every part that it was asked with is the same. */
function rememberParts<Parts extends object, Result>(make: (parts: Parts) => Result): (parts: Parts) => Result {
  let last: { readonly parts: Parts; readonly result: Result } | undefined
  return (parts) => {
    const before = last
    const isSame =
      before !== undefined && Object.entries(parts).every(([name, part]) => before.parts[name as keyof Parts] === part)
    if (!isSame) last = { parts, result: make(parts) }
    return (last as NonNullable<typeof last>).result
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

/** What the host has configured, and no chart needs to know. */
export interface ViewOptions {
  readonly account?: AccountView | undefined
  /** Where callers can leave a message. */
  readonly voicemail?: string | undefined
}

const noModes: PhoneState['supervisionModes'] = []

/**
 * Makes the view of a phone from its charts' snapshots: the same for a live phone and for a replay. Each part is made anew
 * only when its chart has changed, so that `===` tells whether it did.
 */
export function createPhoneView({
  account: configured,
  voicemail: leaveMessageAt,
}: ViewOptions = {}): (phone: PhoneSnapshot) => PhoneState {
  const session = remember(viewSession)
  const connection = remember(viewConnection)
  const devices = remember(viewDevices)
  const preflight = remember(viewPreflight)
  const record = remember(viewRecord)
  const availability = keepEqual(remember(viewAvailability))
  const parkingLot = remember(viewParkingLot)
  const colleagues = remember(viewColleagues)
  const voicemail = remember(viewVoicemail)
  const messages = remember(createMessagesView())
  const canPark = keepEqual(remember(parkPermission))
  const calls = remember((...views: readonly CallView[]) => Object.freeze(views))
  const dial = keepEqual(dialPermission)
  const swap = keepEqual(remember(swapPermission))
  const can = keepEqual(rememberParts(phonePermissions))
  const state = rememberParts((parts: PhoneState) => Object.freeze(parts))
  const perCall = new Map<string, (parts: CallParts) => CallView>()

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
    beside: Omit<CallParts, 'call' | keyof ReturnType<typeof partsWithin>>,
  ): readonly CallView[] => {
    for (const id of perCall.keys()) if (!phone.context.calls.includes(id)) perCall.delete(id)
    const views = phone.context.calls.flatMap((id) => {
      const call = phone.children[id]?.getSnapshot()
      if (call === undefined || call.status !== 'active') return []
      const view = perCall.get(id) ?? rememberParts(viewCall)
      perCall.set(id, view)
      return [view({ call, ...partsWithin(call), ...beside })]
    })
    return calls(...views)
  }

  return (phone) => {
    const charts = chartsOf(phone)
    const canDial = dial(phone, charts.auth)
    const supervisionModes = phone.context.features?.supervision ?? noModes
    const callViews = viewCalls(phone, {
      transfer: charts.transfer,
      transferee: charts.transferee,
      autoAnswer: charts.autoAnswer,
      park: charts.park,
      conferences: conferences(
        charts.conference,
        charts.room,
        mergeable(phone),
        charts.focus.context.live,
        phone.context.features?.conference === 'server',
      ),
      whyNoDial: canDial,
      whyNoPark: canPark(charts.park, charts.parkingLot),
    })
    return state({
      session: session(charts.auth, configured),
      connection: connection(charts.connection),
      calls: callViews,
      focusedCallId: focusedOf(callViews, charts.focus.context.focusedId),
      lastCall: phone.context.lastCall === null ? null : record(phone.context.lastCall),
      devices: devices(charts.devices, charts.deviceTest),
      availability: availability(charts.availability),
      preflight: preflight(charts.preflight),
      parkingLot: parkingLot(charts.parkingLot),
      colleagues: colleagues(charts.presence),
      voicemail: voicemail(charts.voicemail),
      messages: messages(charts.messages),
      supervisionModes,
      can: can({
        auth: charts.auth,
        connection: charts.connection,
        devices: charts.devices,
        preflight: charts.preflight,
        availability: charts.availability,
        mailbox: charts.voicemail,
        messages: charts.messages,
        calls: phone.context.calls,
        dial: canDial,
        swap: swap(callViews),
        voicemail: leaveMessageAt,
        supervision: supervisionModes,
      }),
    })
  }
}

/** Every chart below the phone that is there from its beginning to its end. */
const chartsOf = ({ children }: PhoneSnapshot) => {
  const now = <Name extends Exclude<keyof typeof children, 'invitations'> & string>(name: Name) => {
    const chart = children[name]
    if (chart === undefined) throw new Error(`The phone is not running: its chart ${name} is gone`)
    return chart.getSnapshot() as ReturnType<NonNullable<(typeof children)[Name]>['getSnapshot']>
  }
  return {
    auth: now('auth'),
    autoAnswer: now('autoAnswer'),
    availability: now('availability'),
    conference: now('conference'),
    connection: now('connection'),
    devices: now('devices'),
    deviceTest: now('deviceTest'),
    focus: now('focus'),
    messages: now('messages'),
    park: now('park'),
    parkingLot: now('parkingLot'),
    preflight: now('preflight'),
    presence: now('presence'),
    room: now('room'),
    transfer: now('transfer'),
    transferee: now('transferee'),
    voicemail: now('voicemail'),
  }
}
