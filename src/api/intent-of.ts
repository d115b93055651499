import type { CallIntent, PhoneIntent, TransferIntent } from '../machines/intents'
import type { CredentialsHandle } from '../machines/ports'
import { readSignIn, type SignIn } from './account'
import type {
  ConsultCommand,
  MergeCommand,
  PhoneCommand,
  SendDtmfCommand,
  SuperviseCommand,
  TransferCommand,
} from './commands'
import type { PhoneConfig } from './config'
import { readExtras } from './dial-extras'
import { type Permission, PhoneError } from './errors'
import { errorOf } from './phone-error'
import { readDevices } from './read-devices'
import type { CallPermissions, CallView, PhoneState } from './state'
import { parseTarget } from './target'
import { wordsOf } from './words'

/** What a command needs to become an intent: chance, time and secrets, which no chart has. */
export interface IntentScope {
  readonly config: PhoneConfig
  readonly domain: string
  readonly state: PhoneState
  readonly commandId: string
  /** ms since the Unix epoch. */
  readonly at: number
  readonly newId: () => string
  readonly keepSecret: (signIn: SignIn) => CredentialsHandle
}

export interface CheckedIntent {
  readonly permission: Permission
  /** Made only when it is permitted: a sign-in that is not keeps no secret. */
  readonly makeIntent: () => PhoneIntent
}

function checkTones({ tones, durationMs = 100, gapMs = 70 }: SendDtmfCommand) {
  const valid =
    typeof tones === 'string' &&
    /^[0-9A-D#*,]+$/u.test(tones) &&
    Number.isFinite(durationMs) &&
    durationMs >= 40 &&
    durationMs <= 6_000 &&
    Number.isFinite(gapMs) &&
    gapMs >= 30
  if (!valid) throw new PhoneError('invalid-tones', wordsOf('invalid-tones'))
  return { tones, durationMs, gapMs }
}

/** What fits a header that servers pass on whole, with its name and a margin. */
const longestData = 490

function readTransfer(command: TransferCommand | ConsultCommand, domain: string) {
  const data: unknown = command.data ?? null
  const fits = typeof data === 'string' && data.length <= longestData && !/\p{Cc}/u.test(data)
  if (data !== null && !fits) throw new PhoneError('invalid-data', wordsOf('invalid-data'))
  const remote = parseTarget(command.target, domain)
  return { target: remote.uri, remote, data }
}

type OfCall = Extract<PhoneCommand, { readonly type: keyof CallPermissions }>

/**
 * The call that is named, else the focused one. Answering and declining are about whoever rings, though the focus be on the
 * call that is talked on; any other command that the focused call refuses is refused, and never meant for another.
 */
function callOf(command: OfCall, { calls, focusedCallId }: PhoneState): CallView {
  const named = calls.find((call) => call.id === (command.callId ?? focusedCallId))
  const isForWhoRings = command.callId === undefined && (command.type === 'answer' || command.type === 'decline')
  const found =
    isForWhoRings && named?.can[command.type] !== true
      ? (calls.find((call) => call.can[command.type] === true) ?? named)
      : named
  if (found === undefined) throw errorOf({ code: 'no-such-call' })
  return found
}

const modes: readonly string[] = ['listen', 'whisper', 'barge']

function readSupervise({ number, mode }: SuperviseCommand, scope: IntentScope): CheckedIntent {
  const { state, config, domain, newId, commandId, at } = scope
  const template = modes.includes(mode) ? config.supervision?.[mode] : undefined
  const colleague = parseTarget(number, domain)
  if (state.can.supervise === true && template === undefined) throw errorOf({ code: 'invalid-command' })
  const target = parseTarget((template ?? '{number}').replaceAll('{number}', colleague.number), domain)
  const makeIntent = (): PhoneIntent => ({
    type: 'call.dial',
    commandId,
    at,
    callId: newId(),
    target: target.uri,
    remote: { ...colleague, uri: target.uri },
    supervision: { number: colleague.number, mode, digits: config.supervision?.digits ?? null },
  })
  return { permission: state.can.supervise, makeIntent }
}

/** Those that have been answered, and are neither being held nor resumed at the moment. */
const canBeMerged = ({ phase, hold }: CallView): boolean =>
  phase === 'established' && (hold === 'none' || hold === 'held')

function readMerge(command: MergeCommand, { state, config, domain, newId, commandId, at }: IntentScope): CheckedIntent {
  const call = callOf(command, state)
  const named: readonly unknown[] | undefined = command.with
  if (named !== undefined && (!Array.isArray(named) || named.length === 0)) throw errorOf({ code: 'invalid-command' })
  const others = state.calls.filter(({ id }) => id !== call.id)
  const chosen = named === undefined ? others.filter(canBeMerged) : others.filter(({ id }) => named.includes(id))
  if (named !== undefined && chosen.length < new Set(named).size) throw errorOf({ code: 'no-such-call' })
  const calls = [call, ...chosen]
  // Whoever is heard and not to be merged would be heard beside the conference.
  const isLeftOut = ({ id, phase, hold }: CallView) =>
    phase === 'established' && hold === 'none' && !named?.includes(id)
  const refused: Permission =
    named !== undefined && others.some(isLeftOut)
      ? { code: 'another-call-live' }
      : (calls.map(({ can }) => can.merge).find((permission) => permission !== true) ?? true)
  const common = { commandId, at, callId: call.id, callIds: calls.map(({ id }) => id) }
  const makeIntent = (): PhoneIntent => {
    if (config.conference === undefined)
      return {
        type: 'conference.merge',
        ...common,
        held: calls.flatMap(({ id, hold }) => (hold === 'held' ? [id] : [])),
      }
    const remote = parseTarget(config.conference.uri, domain)
    const heardId = calls.find(({ hold }) => hold === 'none')?.id ?? null
    return { type: 'room.gather', ...common, heardId, roomCallId: newId(), target: remote.uri, remote }
  }
  return { permission: call.can.merge === true ? refused : call.can.merge, makeIntent }
}

/** Reads a command into what enters the charts. Throws PhoneError when the command itself is wrong. */
export function intentOf(command: PhoneCommand, scope: IntentScope): CheckedIntent {
  const { state, config, commandId, at } = scope
  const common = { commandId, at }
  switch (command.type) {
    case 'signIn': {
      const signIn = readSignIn(command, config)
      const makeIntent = (): PhoneIntent => ({
        type: 'auth.signIn',
        ...common,
        account: { ...signIn.account, handle: scope.keepSecret(signIn) },
      })
      return { permission: state.can.signIn, makeIntent }
    }
    case 'signOut':
      return { permission: state.can.signOut, makeIntent: () => ({ type: 'auth.signOut', ...common }) }
    case 'connect':
      return { permission: state.can.connect, makeIntent: () => ({ type: 'connection.connect', ...common }) }
    case 'disconnect':
      return { permission: state.can.disconnect, makeIntent: () => ({ type: 'connection.disconnect', ...common }) }
    case 'dial': {
      const remote = parseTarget(command.target, scope.domain, command.name)
      const extras = readExtras(command, scope.domain)
      const makeIntent = (): PhoneIntent => ({
        type: 'call.dial',
        ...common,
        callId: scope.newId(),
        target: remote.uri,
        remote,
        ...(extras === null ? {} : { extras }),
      })
      return { permission: state.can.dial, makeIntent }
    }
    case 'transfer': {
      const call = callOf(command, state)
      const details = readTransfer(command, scope.domain)
      return {
        permission: call.can.transfer,
        makeIntent: () => ({ type: 'call.transfer', ...common, callId: call.id, ...details }),
      }
    }
    case 'consult': {
      const call = callOf(command, state)
      const details = readTransfer(command, scope.domain)
      return {
        permission: call.can.consult,
        makeIntent: () => ({ type: 'call.consult', ...common, callId: call.id, consultId: scope.newId(), ...details }),
      }
    }
    case 'supervise':
      return readSupervise(command, scope)
    case 'setSupervision': {
      const call = callOf(command, state)
      const { mode } = command
      const isSame = call.supervision.status === 'supervising' && call.supervision.mode === mode
      if (!modes.includes(mode) || isSame) throw errorOf({ code: 'invalid-command' })
      return {
        permission: call.can.setSupervision,
        makeIntent: () => ({ type: 'call.setSupervision', ...common, callId: call.id, mode }),
      }
    }
    case 'merge':
      return readMerge(command, scope)
    case 'split': {
      const call = callOf(command, state)
      return {
        permission: call.can.split,
        makeIntent: () => ({ type: 'conference.split', ...common, callId: call.id }),
      }
    }
    case 'requestPermission':
      return { permission: true, makeIntent: () => ({ type: 'devices.requestPermission', ...common }) }
    case 'unblockAudio':
      return { permission: state.can.unblockAudio, makeIntent: () => ({ type: 'devices.unblockAudio', ...common }) }
    case 'setMicrophone':
    case 'setSpeaker':
    case 'setRingDevice':
    case 'setAudioProcessing':
    case 'setVolume': {
      const intent = readDevices(command, state.devices)
      return { permission: true, makeIntent: () => ({ ...intent, ...common }) }
    }
    case 'completeTransfer':
    case 'cancelTransfer':
    case 'answer':
    case 'decline':
    case 'hangUp':
    case 'hold':
    case 'resume':
    case 'mute':
    case 'unmute':
    case 'startRecording':
    case 'stopRecording':
    case 'sendDtmf': {
      const data = command.type === 'sendDtmf' ? checkTones(command) : {}
      const call = callOf(command, state)
      const intent = { type: `call.${command.type}`, ...common, callId: call.id, ...data } as
        | CallIntent
        | TransferIntent
      return { permission: call.can[command.type], makeIntent: () => intent }
    }
    default:
      // A host without types, or a command of a newer version.
      throw errorOf({ code: 'invalid-command' })
  }
}
