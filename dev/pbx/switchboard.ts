import type { Core } from 'sip.js'
import { Call } from './calls/call'
import { ParkingLot, parkingSlots } from './calls/parking-lot'
import type { Party } from './calls/party'
import { pickUp, pickUpPrefix } from './calls/pick-up'
import { callBack, type Directory, type Replaces, readReplaces } from './calls/referral'
import { callUser } from './calls/userCall'
import type { Events } from './events'
import { NotAcceptable } from './media/leg'
import { services } from './services'
import { leaveNumber, listenNumber, useMailbox } from './services/mailbox'
import type { Service } from './services/service'
import type { Authenticator } from './sip/authenticator'
import type { Connection } from './sip/connection'
import type { Binding, Registrar } from './sip/registrar'
import type { User } from './users'
import type { Mailboxes } from './watching/mailboxes'

/** Before a number: the phone there is asked to answer by itself. */
const intercomPrefix = '*80'
const answerAtOnce = 'Alert-Info: <http://pbx.invalid>;info=alert-autoanswer'

interface Way {
  /** A phone has sent the caller here. */
  readonly isForwarded?: boolean
  /** What the phones that ring are told beside. */
  readonly headers?: readonly string[]
}

interface SwitchboardOptions {
  readonly users: ReadonlyMap<string, User>
  readonly authenticator: Authenticator
  readonly registrar: Registrar
  readonly events: Events
  readonly ringTimeoutMs: number
  readonly parkingTimeoutMs: number
  readonly mailboxes: Mailboxes
  /** Who waits in the parking lot is somebody else, or how many messages wait. */
  readonly onChange: () => void
  readonly log: (line: string) => void
}

/** Takes the calls that come in and decides where they go. */
export class Switchboard implements Directory {
  readonly #options: SwitchboardOptions
  readonly #calls = new Set<Call>()
  readonly #lot: ParkingLot

  constructor(options: SwitchboardOptions) {
    this.#options = options
    const { parkingTimeoutMs: timeoutMs, onChange } = options
    this.#lot = new ParkingLot({ timeoutMs, onChange, callBack: (parked) => callBack(parked, this) })
  }

  get calls(): readonly Call[] {
    return [...this.#calls]
  }

  onInvite(request: Core.IncomingInviteRequest, connection: Connection): void {
    const { authenticator, events, log } = this.#options
    const from = authenticator.authenticate(request, connection)
    if (!from) return
    const to = request.message.ruri?.user ?? ''
    const call = new Call({ request, connection, from: from.number, to, directory: this, events, log })
    this.#calls.add(call)
    call.signal.addEventListener('abort', () => this.#calls.delete(call), { once: true })
    this.#run(call, this.#takingOver(request) ?? this.#destination(to, from)).catch(() => {})
  }

  userOf(number: string): User | undefined {
    return this.#options.users.get(number)
  }

  phonesOf(number: string): readonly Binding[] {
    return this.#options.registrar.bindingsOf(number)
  }

  park(call: Call, transferor: Party, transferee: Party, number: string): number | undefined {
    const slot = this.#lot.slotFor(number)
    return slot === undefined ? undefined : this.#lot.park(call, transferor, transferee, slot)
  }

  /** Whose number waits in a slot; undefined: nobody's. */
  parkedIn(slot: string): string | undefined {
    const party = this.#lot.whoIn(slot)
    return party && (party.connection.user ?? 'anonymous')
  }

  findDialog({ callId, toTag, fromTag }: Replaces): { call: Call; party: Party } | undefined {
    for (const call of this.#calls) {
      const party = call.parties.find(
        ({ session }) => session?.callId === callId && session.localTag === toTag && session.remoteTag === fromTag,
      )
      if (party) return { call, party }
    }
    return undefined
  }

  /** An INVITE with Replaces picks up what rings (RFC 3891 3); undefined: it is one like any other. */
  #takingOver({ message }: Core.IncomingInviteRequest): Service | undefined {
    const header = message.getHeader('replaces')
    if (header === undefined) return undefined
    const replaces = readReplaces(header)
    if (this.findDialog(replaces)) return (call) => call.end({ by: 'pbx', status: 486, why: 'answered already' })
    const { callId, toTag, fromTag } = replaces
    const ringing = this.calls.find((one) =>
      // Our tag and the phone's, as seen by us.
      one
        .earlyDialogs()
        .some((early) => early.callId === callId && early.remoteTag === toTag && early.localTag === fromTag),
    )
    return ringing
      ? (call) => pickUp(call, ringing)
      : (call) => call.end({ by: 'pbx', status: 481, why: 'no such dialog' })
  }

  /** `isForwarded`: a phone has sent the caller here. One hop is followed, so that nobody goes round in circles. */
  #destination(to: string, from: User, { isForwarded = false, headers = [] }: Way = {}): Service {
    const { users, registrar, ringTimeoutMs, mailboxes, onChange } = this.#options
    if (parkingSlots.includes(to)) return (call) => this.#lot.pickUp(call, to)
    if (to.startsWith(intercomPrefix)) {
      const number = to.slice(intercomPrefix.length)
      return (call) => {
        call.isFor(number)
        return this.#destination(number, from, { headers: [answerAtOnce] })(call)
      }
    }
    if (to.startsWith(pickUpPrefix)) {
      const number = to.slice(pickUpPrefix.length)
      return (call) =>
        pickUp(
          call,
          this.calls.find((one) => one.to === number && one.state === 'ringing'),
        )
    }
    if (to === leaveNumber || to === listenNumber)
      return (call) =>
        useMailbox(call, () => {
          mailboxes[to === leaveNumber ? 'leave' : 'listen'](from.number)
          onChange()
        })
    const service = services.find(({ number }) => number === to)
    if (service) return service.run
    if (!users.has(to)) return (call) => call.end({ by: 'pbx', status: 404, why: 'no such number' })
    const bindings = registrar.bindingsOf(to)
    if (bindings.length === 0) return (call) => call.end({ by: 'pbx', status: 480, why: 'not registered' })
    return (call) => {
      const forward = (number: string) => {
        call.forward(number)
        return this.#destination(number, from, { isForwarded: true })(call)
      }
      return callUser(call, { from, bindings, ringTimeoutMs, headers, ...(isForwarded ? {} : { forward }) })
    }
  }

  async #run(call: Call, service: Service): Promise<void> {
    try {
      await service(call)
    } catch (error) {
      // Whatever waited for an ended call fails with its abort: nothing is wrong then.
      if (call.signal.aborted) return
      const status = error instanceof NotAcceptable ? 488 : 500
      this.#options.log(`call ${call.id} from ${call.from} to ${call.to}: ${String(error)}`)
      call.end({ by: 'pbx', status, why: String(error) })
    }
  }
}
