import type { SnapshotFrom } from 'xstate'
import type { phoneMachine } from '../../machines/phone.machine'
import type { Permission, WhyNotCode } from '../errors'
import type { PhonePermissions } from '../state'
import type { DevicesSnapshot } from './devices.view'
import type { AuthSnapshot, ConnectionSnapshot } from './session.view'

const command = { commandId: '', at: 0 }
const permit = (allowed: boolean, whyNot: WhyNotCode, params?: Record<string, number>): Permission =>
  allowed ? true : Object.freeze(params === undefined ? { code: whyNot } : { code: whyNot, params })

/** For every command on the phone: true, or why not. The chart that owns the state is asked, since the root forwards. */
export function phonePermissions(
  phone: SnapshotFrom<typeof phoneMachine>,
  auth: AuthSnapshot,
  connection: ConnectionSnapshot,
  devices: DevicesSnapshot,
): PhonePermissions {
  const account = { handle: '', uri: '', displayName: null, servers: [] }
  const signedOut = auth.matches('signedOut')
  const whyNoSignIn: WhyNotCode = auth.matches('signingIn')
    ? 'signing-in'
    : auth.matches('signingOut')
      ? 'signing-out'
      : 'already-signed-in'
  const isSupervised = phone.context.features?.supervision === 'configured'
  const full = phone.context.calls.length >= phone.context.maxCalls
  const dial = permit(
    phone.matches('reachable') && !full,
    signedOut ? 'not-signed-in' : phone.matches('reachable') ? 'too-many-calls' : 'not-connected',
    full ? { max: phone.context.maxCalls } : undefined,
  )
  return Object.freeze<PhonePermissions>({
    supervise: isSupervised ? dial : Object.freeze({ code: 'supervision-not-configured' }),
    signIn: permit(auth.can({ type: 'auth.signIn', ...command, account }), whyNoSignIn),
    signOut: permit(auth.can({ type: 'auth.signOut', ...command }), signedOut ? 'not-signed-in' : 'signing-out'),
    connect: permit(
      connection.can({ type: 'connection.connect', ...command }),
      connection.context.account === null ? 'not-signed-in' : 'already-connected',
    ),
    disconnect: permit(connection.can({ type: 'connection.disconnect', ...command }), 'not-connected'),
    dial,
    unblockAudio: permit(devices.can({ type: 'devices.unblockAudio', ...command }), 'audio-not-blocked'),
  })
}
