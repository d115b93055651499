import type { SnapshotFrom } from 'xstate'
import type { phoneMachine } from '../../machines/phone.machine'
import type { Permission, WhyNotCode } from '../errors'
import type { CallView, PhonePermissions } from '../state'
import type { AvailabilitySnapshot } from './availability.view'
import type { DevicesSnapshot } from './devices.view'
import type { AuthSnapshot, ConnectionSnapshot } from './session.view'

const command = { commandId: '', at: 0 }
const permit = (allowed: boolean, whyNot: WhyNotCode, params?: Record<string, number>): Permission =>
  allowed ? true : Object.freeze(params === undefined ? { code: whyNot } : { code: whyNot, params })

export function dialPermission(phone: SnapshotFrom<typeof phoneMachine>, auth: AuthSnapshot): Permission {
  const full = phone.context.calls.length >= phone.context.maxCalls
  return permit(
    phone.matches('reachable') && !full,
    auth.matches('signedOut') ? 'not-signed-in' : phone.matches('reachable') ? 'too-many-calls' : 'not-connected',
    full ? { max: phone.context.maxCalls } : undefined,
  )
}

/** The call that a swap resumes: the named one, else the newest that is on hold; undefined: nobody is heard, or nobody waits. */
export function swappedCall(calls: readonly CallView[], callId?: string): CallView | undefined {
  const isHeard = calls.some((call) => call.phase === 'established' && call.hold === 'none')
  const waiting = calls.filter((call) => call.can.resume === true && (callId === undefined || call.id === callId))
  return isHeard ? waiting.at(-1) : undefined
}

export const swapPermission = (calls: readonly CallView[]): Permission =>
  permit(swappedCall(calls) !== undefined, 'no-other-call')

/** For every command on the phone: true, or why not. The chart that owns the state is asked, since the root forwards. */
export function phonePermissions(
  auth: AuthSnapshot,
  connection: ConnectionSnapshot,
  devices: DevicesSnapshot,
  availability: AvailabilitySnapshot,
  dial: Permission,
  swap: Permission,
  voicemail: string | undefined,
): PhonePermissions {
  const account = { handle: '', uri: '', displayName: null, servers: [] }
  const whyNoSignIn: WhyNotCode = auth.matches('signingIn')
    ? 'signing-in'
    : auth.matches('signingOut')
      ? 'signing-out'
      : 'already-signed-in'
  return Object.freeze<PhonePermissions>({
    signIn: permit(auth.can({ type: 'auth.signIn', ...command, account }), whyNoSignIn),
    signOut: permit(
      auth.can({ type: 'auth.signOut', ...command }),
      auth.matches('signedOut') ? 'not-signed-in' : 'signing-out',
    ),
    connect: permit(
      connection.can({ type: 'connection.connect', ...command }),
      connection.context.account === null ? 'not-signed-in' : 'already-connected',
    ),
    disconnect: permit(connection.can({ type: 'connection.disconnect', ...command }), 'not-connected'),
    dial,
    swap,
    finishWrapUp: permit(availability.can({ type: 'availability.finishWrapUp', ...command }), 'not-wrapping-up'),
    deflectToVoicemail: permit(voicemail !== undefined, 'no-voicemail'),
    unblockAudio: permit(devices.can({ type: 'devices.unblockAudio', ...command }), 'audio-not-blocked'),
  })
}
