import type { SnapshotFrom } from 'xstate'
import type { phoneMachine } from '../../machines/phone.machine'
import type { Permission, WhyNotCode } from '../errors'
import type { CallView, PhonePermissions, PhoneState } from '../state'
import type { AvailabilitySnapshot } from './availability.view'
import type { DevicesSnapshot } from './devices.view'
import type { MessagesSnapshot } from './messages.view'
import type { PreflightSnapshot } from './preflight.view'
import type { AuthSnapshot, ConnectionSnapshot } from './session.view'
import type { VoicemailSnapshot } from './watched.view'

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

/** The charts, and what was found out about them, that decide on the phone's commands. */
export interface PermissionParts {
  readonly auth: AuthSnapshot
  readonly connection: ConnectionSnapshot
  readonly devices: DevicesSnapshot
  readonly preflight: PreflightSnapshot
  readonly availability: AvailabilitySnapshot
  readonly mailbox: VoicemailSnapshot
  readonly messages: MessagesSnapshot
  readonly calls: readonly string[]
  readonly dial: Permission
  readonly swap: Permission
  readonly supervision: PhoneState['supervisionModes']
  /** Where callers can leave a message. */
  readonly voicemail: string | undefined
}

/** For every command on the phone: true, or why not. The chart that owns the state is asked, since the root forwards. */
export function phonePermissions(parts: PermissionParts): PhonePermissions {
  const { auth, connection, devices, preflight, availability, mailbox, messages, dial } = parts
  const account = { handle: '', uri: '', displayName: null, servers: [] }
  const signedOut = auth.matches('signedOut')
  const whyNoSignIn: WhyNotCode = auth.matches('signingIn')
    ? 'signing-in'
    : auth.matches('signingOut')
      ? 'signing-out'
      : 'already-signed-in'
  const isTested = preflight.hasTag('running')
  return Object.freeze<PhonePermissions>({
    runPreflight: isTested
      ? permit(false, 'preflight-running')
      : parts.calls.length > 0
        ? permit(false, 'in-a-call')
        : dial,
    cancelPreflight: permit(isTested, 'no-preflight'),
    signIn: permit(auth.can({ type: 'auth.signIn', ...command, account }), whyNoSignIn),
    signOut: permit(auth.can({ type: 'auth.signOut', ...command }), signedOut ? 'not-signed-in' : 'signing-out'),
    refreshToken: permit(
      auth.can({ type: 'auth.refreshToken', ...command }),
      auth.matches('signedIn') ? 'no-token' : 'not-signed-in',
    ),
    connect: permit(
      connection.can({ type: 'connection.connect', ...command }),
      connection.context.account === null ? 'not-signed-in' : 'already-connected',
    ),
    disconnect: permit(connection.can({ type: 'connection.disconnect', ...command }), 'not-connected'),
    dial,
    swap: parts.swap,
    supervise: parts.supervision.length > 0 ? dial : permit(false, 'supervision-not-configured'),
    finishWrapUp: permit(availability.can({ type: 'availability.finishWrapUp', ...command }), 'not-wrapping-up'),
    deflectToVoicemail: permit(parts.voicemail !== undefined, 'no-voicemail'),
    pickUp: dial,
    callVoicemail: mailbox.context.uri === null ? permit(false, 'voicemail-not-configured') : dial,
    sendMessage: permit(messages.matches('reachable'), signedOut ? 'not-signed-in' : 'not-connected'),
    unblockAudio: permit(devices.can({ type: 'devices.unblockAudio', ...command }), 'audio-not-blocked'),
  })
}
