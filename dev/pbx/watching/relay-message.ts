import { type Core, URI } from 'sip.js'
import type { Binding, Registrar } from '../sip/registrar'
import type { User } from '../users'

/** Passes a MESSAGE (RFC 3428) on to every phone of whom it is for; the first that takes it answers for all. */
export async function relayMessage(
  request: Core.IncomingMessageRequest,
  from: User,
  users: ReadonlyMap<string, User>,
  registrar: Registrar,
): Promise<void> {
  const { message } = request
  const number = message.ruri?.user ?? ''
  if (!users.has(number)) return void request.reject({ statusCode: 404 })
  const bindings = registrar.bindingsOf(number)
  if (bindings.length === 0) return void request.reject({ statusCode: 480 })
  const body = {
    contentDisposition: 'render',
    contentType: message.getHeader('content-type') ?? 'text/plain',
    content: message.body,
  }
  const statuses = await Promise.all(bindings.map((binding) => deliver(binding, from, body)))
  const status = statuses.find((one) => one < 300) ?? statuses[0] ?? 480
  if (status < 300) request.accept({ statusCode: status })
  else request.reject({ statusCode: status })
}

function deliver({ connection, contact, aor }: Binding, from: User, body: Core.Body): Promise<number> {
  const { core, closed } = connection
  // Who writes is said by the PBX, in the domain that the other one registered in.
  const sender = new URI('sip', from.number, aor.host)
  const message = core.makeOutgoingRequestMessage(
    'MESSAGE',
    contact,
    sender,
    aor,
    { fromDisplayName: from.name },
    [],
    body,
  )
  return new Promise((resolve) => {
    if (closed.aborted) return resolve(480)
    const lost = (): void => resolve(480)
    const answered = ({ message: { statusCode = 480 } }: Core.IncomingResponse): void => {
      closed.removeEventListener('abort', lost)
      resolve(statusCode)
    }
    closed.addEventListener('abort', lost, { once: true })
    core.message(message, { onAccept: answered, onReject: answered, onRedirect: answered })
  })
}
