import type { Core } from 'sip.js'
import { Call } from './calls/call'
import type { Party } from './calls/party'
import type { Directory, Replaces } from './calls/referral'
import { callUser } from './calls/userCall'
import type { Events } from './events'
import { NotAcceptable } from './media/leg'
import { services } from './services'
import type { Service } from './services/service'
import type { Authenticator } from './sip/authenticator'
import type { Connection } from './sip/connection'
import type { Binding, Registrar } from './sip/registrar'
import type { User } from './users'

interface SwitchboardOptions {
  readonly users: ReadonlyMap<string, User>
  readonly authenticator: Authenticator
  readonly registrar: Registrar
  readonly events: Events
  readonly ringTimeoutMs: number
  readonly log: (line: string) => void
}

/** Takes the calls that come in and decides where they go. */
export class Switchboard implements Directory {
  readonly #options: SwitchboardOptions
  readonly #calls = new Set<Call>()

  constructor(options: SwitchboardOptions) {
    this.#options = options
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
    this.#run(call, this.#destination(to, from)).catch(() => {})
  }

  userOf(number: string): User | undefined {
    return this.#options.users.get(number)
  }

  phonesOf(number: string): readonly Binding[] {
    return this.#options.registrar.bindingsOf(number)
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

  #destination(to: string, from: User): Service {
    const { users, registrar, ringTimeoutMs } = this.#options
    const service = services.find(({ number }) => number === to)
    if (service) return service.run
    if (!users.has(to)) return (call) => call.end({ by: 'pbx', status: 404, why: 'no such number' })
    const bindings = registrar.bindingsOf(to)
    if (bindings.length === 0) return (call) => call.end({ by: 'pbx', status: 480, why: 'not registered' })
    return (call) => callUser(call, { from, bindings, ringTimeoutMs })
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
