import type { CallIntent, DialIntent, PhoneIntent, TransferIntent } from '../machines/intents'
import type { CredentialsHandle, Remote } from '../machines/ports'
import { readSignIn, type SignIn } from './account'
import type {
  ConsultCommand,
  MergeCommand,
  ParkCommand,
  PhoneCommand,
  SendDtmfCommand,
  SuperviseCommand,
  TransferCommand,
} from './commands'
import type { PhoneConfig } from './config'
import { readExtras } from './dial-extras'
import { type Permission, PhoneError } from './errors'
import { pickupNumber, readFeatures } from './features'
import { errorOf } from './phone-error'
import { readDevices, testSteps } from './read-devices'
import type { CallPermissions, CallView, PhoneState } from './state'
import { parseTarget } from './target'
import { swappedCall } from './view/phone-permissions.view'
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

/** RFC 3428 8: what is longer may be cut or lost between servers that speak UDP. */
const longestMessage = 1_000

type DialCommandName = 'dial' | 'pickUp' | 'callVoicemail'

const dialIntent = (
  remote: Remote,
  name: DialCommandName,
  { state, commandId, at, newId }: IntentScope,
  more: Pick<DialIntent, 'pickUpOf'> = {},
): CheckedIntent => ({
  permission: state.can[name],
  makeIntent: () => ({ type: 'call.dial', commandId, at, callId: newId(), target: remote.uri, remote, ...more }),
})

/** Into the slot that is named; else into one of the server's choice, where it chooses, or the first that is free. */
function parkIntent(
  { slot: chosen }: ParkCommand,
  call: CallView,
  { state, config, domain, commandId, at }: IntentScope,
) {
  const { extension, slots } = readFeatures(config.features, domain).parkingLot
  const isFree = ({ slot }: { readonly slot: string }) => !state.parkingLot.calls.some((call) => call.slot === slot)
  const found = slots.find((one) => (chosen === undefined ? isFree(one) : one.slot === chosen))
  const intent = { type: 'parking.park', commandId, at, callId: call.id, remote: call.remote } as const
  if (chosen === undefined && extension !== null) return { ...intent, target: extension, slot: null }
  if (found === undefined) throw new PhoneError('invalid-slot', wordsOf('invalid-slot'))
  return { ...intent, target: found.target, slot: found.slot }
}

/** A host without types may say anything. */
function checkOneOf(value: unknown, words: readonly string[]): void {
  if (!words.includes(value as string)) throw errorOf({ code: 'invalid-command' })
}

function checkFlag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw errorOf({ code: 'invalid-command' })
  return value
}

const neverMade = (): never => {
  throw errorOf({ code: 'invalid-command' })
}

type OfCall = Extract<PhoneCommand, { readonly type: keyof CallPermissions }>

const forWhoAsks: ReadonlySet<string> = new Set(['answer', 'decline', 'deflect', 'acceptTransfer', 'refuseTransfer'])

/**
 * The call that is named, else the focused one. Answering, declining and deflecting are about whoever rings, and who asks for a
 * transfer is not always the one in focus; any other command that the focused call refuses is refused, and never meant for another.
 */
function callOf(command: OfCall, { calls, focusedCallId }: PhoneState): CallView {
  const named = calls.find((call) => call.id === (command.callId ?? focusedCallId))
  const isForWhoRings = command.callId === undefined && forWhoAsks.has(command.type)
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
  const isKnown = modes.includes(mode)
  const template = isKnown ? config.supervision?.[mode] : undefined
  const colleague = parseTarget(
    number,
    domain,
    state.colleagues.find((one) => one.number === number)?.name ?? undefined,
  )
  const isServed = isKnown && template === undefined && config.supervision?.service !== undefined
  if (state.can.supervise === true && template === undefined && !isServed) throw errorOf({ code: 'invalid-command' })
  if (isServed) {
    const ask = (): PhoneIntent => ({
      type: 'supervising.start',
      commandId,
      at,
      callId: newId(),
      number: colleague.number,
      mode,
      remote: colleague,
    })
    return { permission: state.can.supervise, makeIntent: ask }
  }
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
    case 'park': {
      const call = callOf(command, state)
      return { permission: call.can.park, makeIntent: () => parkIntent(command, call, scope) }
    }
    case 'pickUp': {
      const { number } = parseTarget(command.number, scope.domain)
      const parked = state.parkingLot.calls.find(({ slot }) => slot === number)
      const colleague = state.colleagues.find((one) => one.number === number)
      const name = parked?.remote?.name ?? colleague?.name ?? undefined
      const remote = parseTarget(pickupNumber(number, config), scope.domain, name)
      const rings = config.features?.pickUpBy === 'replaces' && colleague?.status === 'ringing'
      return dialIntent(remote, 'pickUp', scope, rings ? { pickUpOf: colleague.uri } : {})
    }
    case 'callVoicemail':
      return dialIntent(parseTarget(config.features?.voicemail?.number ?? '*', scope.domain), 'callVoicemail', scope)
    case 'sendMessage': {
      const text: unknown = command.text
      if (typeof text !== 'string' || text.trim() === '' || text.length > longestMessage)
        throw new PhoneError('invalid-message', wordsOf('invalid-message'))
      const remote = parseTarget(command.target, scope.domain)
      return {
        permission: state.can.sendMessage,
        makeIntent: () => ({ type: 'messages.send', ...common, remote, text }),
      }
    }
    case 'decline': {
      const { reason = 'declined' } = command
      checkOneOf(reason, ['declined', 'busy', 'unavailable', 'not-found'])
      const call = callOf(command, state)
      return {
        permission: call.can.decline,
        makeIntent: () => ({ type: 'call.decline', ...common, callId: call.id, reason }),
      }
    }
    case 'deflect': {
      const call = callOf(command, state)
      const target = command.target ?? config.features?.voicemail?.deposit
      if (target === undefined) return { permission: { code: 'no-voicemail' }, makeIntent: neverMade }
      const remote = parseTarget(target, scope.domain)
      return {
        permission: call.can.deflect,
        makeIntent: () => ({ type: 'call.deflect', ...common, callId: call.id, target: remote.uri, remote }),
      }
    }
    case 'swap': {
      const call = swappedCall(state.calls, command.callId)
      if (call === undefined) return { permission: { code: 'no-other-call' }, makeIntent: neverMade }
      return { permission: true, makeIntent: () => ({ type: 'call.resume', ...common, callId: call.id }) }
    }
    case 'setAvailability': {
      const { status } = command
      checkOneOf(status, ['available', 'away', 'doNotDisturb'])
      return { permission: true, makeIntent: () => ({ type: 'availability.set', ...common, status }) }
    }
    case 'setDoNotDisturb': {
      // Who is away and was not in it stays away.
      const { chosen } = state.availability
      const otherwise = chosen === 'doNotDisturb' ? 'available' : chosen
      const status = checkFlag(command.on) ? 'doNotDisturb' : otherwise
      return { permission: true, makeIntent: () => ({ type: 'availability.set', ...common, status }) }
    }
    case 'finishWrapUp':
      return {
        permission: state.can.finishWrapUp,
        makeIntent: () => ({ type: 'availability.finishWrapUp', ...common }),
      }
    case 'setCallWaiting': {
      const callWaiting = checkFlag(command.on) ? 'on' : 'off'
      return { permission: true, makeIntent: () => ({ type: 'availability.setCallWaiting', ...common, callWaiting }) }
    }
    case 'setAutoAnswer': {
      const { mode: autoAnswer } = command
      checkOneOf(autoAnswer, ['never', 'asked', 'always'])
      return { permission: true, makeIntent: () => ({ type: 'availability.setAutoAnswer', ...common, autoAnswer }) }
    }
    case 'acceptTransfer':
    case 'refuseTransfer': {
      const call = callOf(command, state)
      const { transferRequest } = call
      const ofCall = { ...common, callId: call.id }
      return {
        permission: call.can[command.type],
        makeIntent: () =>
          command.type === 'acceptTransfer' && transferRequest.status === 'asked'
            ? { type: 'transferee.accept', ...ofCall, newCallId: transferRequest.newCallId }
            : { type: 'transferee.refuse', ...ofCall },
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
    case 'runPreflight': {
      const remote = parseTarget(command.target ?? config.echoNumber ?? '600', scope.domain)
      const makeIntent = (): PhoneIntent => ({
        type: 'preflight.start',
        ...common,
        callId: scope.newId(),
        target: remote.uri,
        remote,
      })
      return { permission: state.can.runPreflight, makeIntent }
    }
    case 'cancelPreflight':
      return { permission: state.can.cancelPreflight, makeIntent: () => ({ type: 'preflight.cancel', ...common }) }
    case 'unblockAudio':
      return { permission: state.can.unblockAudio, makeIntent: () => ({ type: 'devices.unblockAudio', ...common }) }
    case 'testDevices': {
      const { step } = command
      if (!testSteps.has(step)) throw errorOf({ code: 'invalid-command' })
      return { permission: true, makeIntent: () => ({ type: `test.${step}`, ...common }) }
    }
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
