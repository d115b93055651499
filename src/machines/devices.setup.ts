import { assign, emit, enqueueActions, raise, sendTo, setup } from 'xstate'
import type { CommandSettled, Failure, Outcome } from './failure'
import type { DevicesIntent } from './intents'
import type {
  Device,
  DeviceChoice,
  DeviceRole,
  DevicesCommand,
  DevicesFact,
  Preferences,
  PreferencesCommand,
  PreferencesFact,
} from './ports'
import { done, refused, settled, superseded } from './settled'
import { unbound } from './unbound'

export type Place = 'permission' | 'playback' | DeviceRole

interface DevicesContext {
  readonly microphones: readonly Device[]
  readonly speakers: readonly Device[]
  readonly preferences: Preferences
  /** What was chosen on this page: what is loaded later is older than that. */
  readonly chosen: Partial<Preferences>
  /** What is to be used next; of use while it is being switched to. */
  readonly wanted: Readonly<Partial<Record<DeviceRole, DeviceChoice>>>
  readonly commands: Readonly<Partial<Record<Place, string>>>
}

type PlainEvent = 'phone.ready' | 'devices.changed' | 'audio.blocked' | 'audio.unblocked'

type DevicesEmitted =
  | CommandSettled
  | { readonly type: PlainEvent }
  | { readonly type: 'devices.permissionDenied'; readonly failure: Failure }

/** Until the host or the person prefers something: the system's devices, as loud as they are, and every help for a voice. */
export const defaultPreferences: Preferences = {
  microphoneId: null,
  processing: ['echoCancellation', 'noiseSuppression', 'autoGainControl'],
  speakerId: null,
  ringDeviceId: null,
  callVolume: 1,
  ringVolume: 1,
}

const choiceOf = (role: DeviceRole, preferences: Preferences): DeviceChoice => {
  const { microphoneId, processing, speakerId, ringDeviceId } = preferences
  return role === 'microphone' ? { microphoneId, processing } : role === 'speaker' ? { speakerId } : { ringDeviceId }
}

const defaultOf: Readonly<Record<DeviceRole, DeviceChoice>> = {
  microphone: { microphoneId: null },
  speaker: { speakerId: null },
  ringDevice: { ringDeviceId: null },
}

/** Choices are JSON that came back as it went: their text tells whether they are the same, in a replay too. */
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The chosen device of a role; null when none is, or when it cannot be told: devices have no ids without a permission. */
const findChosen = ({ preferences, microphones, speakers }: DevicesContext, role: DeviceRole) => {
  const id = preferences[`${role}Id`]
  const there = role === 'microphone' ? microphones : speakers
  return id === null || !there.some((device) => device.id !== '') ? null : { there, id }
}

export const broken: Failure = { code: 'media-failed' }

interface OfRole {
  readonly role: DeviceRole
}

/** What the regions share: types, ports, guards, actions and delays. */
export const devicesSetup = setup({
  types: {
    context: {} as DevicesContext,
    /** What is preferred is known; a port has broken: told to the regions. */
    events: {} as
      | DevicesIntent
      | DevicesFact
      | PreferencesFact
      | { readonly type: 'devices.preferred' | 'port.broken' | 'preferences.broken' },
    input: {} as Preferences,
    emitted: {} as DevicesEmitted,
    tags: {} as 'busy',
  },
  actors: {
    watchDevices: unbound<DevicesCommand, undefined, DevicesFact>('watchDevices'),
    keepPreferences: unbound<PreferencesCommand, undefined, PreferencesFact>('keepPreferences'),
  },
  actions: {
    command: sendTo('devices', (_, command: DevicesCommand) => command),
    recordDevices: assign((_, { microphones, speakers }: Pick<DevicesContext, 'microphones' | 'speakers'>) => ({
      microphones,
      speakers,
    })),
    /** From now on it is what is preferred, and outlives the page; what the host prefers is nobody's choice. */
    choose: enqueueActions(({ context, enqueue }, choice: Partial<Preferences>) => {
      const preferences = { ...context.preferences, ...choice }
      enqueue.emit({ type: 'devices.changed' })
      if (isSame(preferences, context.preferences)) return
      enqueue.assign({ preferences, chosen: { ...context.chosen, ...choice } })
      enqueue.sendTo('preferences', { type: 'preferences.save', preferences })
    }),
    /** What was never chosen is stored as null, and leaves what the host prefers. */
    recordLoaded: assign({
      preferences: ({ context: { preferences, chosen } }, { preferences: loaded }: { preferences: Preferences }) => ({
        ...loaded,
        microphoneId: loaded.microphoneId ?? preferences.microphoneId,
        speakerId: loaded.speakerId ?? preferences.speakerId,
        ringDeviceId: loaded.ringDeviceId ?? preferences.ringDeviceId,
        ...chosen,
      }),
    }),
    want: assign({
      wanted: ({ context }, { role, choice }: OfRole & { choice: DeviceChoice }) => ({
        ...context.wanted,
        [role]: choice,
      }),
    }),
    /** Of a microphone, another processing may be wanted on top of another device. */
    wantToo: assign({
      wanted: ({ context }, { role, choice }: OfRole & { choice: DeviceChoice }) => ({
        ...context.wanted,
        [role]: { ...context.wanted[role], ...choice },
      }),
    }),
    wantPreferred: assign({
      wanted: ({ context }, { role }: OfRole) => ({ ...context.wanted, [role]: choiceOf(role, context.preferences) }),
    }),
    useWanted: sendTo(
      'devices',
      ({ context }, { role }: OfRole): DevicesCommand => ({
        type: 'device.use',
        role,
        choice: context.wanted[role] ?? {},
      }),
    ),
    useDefault: sendTo(
      'devices',
      (_, { role }: OfRole): DevicesCommand => ({ type: 'device.use', role, choice: defaultOf[role] }),
    ),
    setVolumes: sendTo('devices', ({ context }): DevicesCommand => {
      const { callVolume, ringVolume } = context.preferences
      return { type: 'volume.set', volumes: { callVolume, ringVolume } }
    }),
    /** What was chosen before anything was loaded has been saved with defaults beside it. */
    saveChosen: enqueueActions(({ context: { chosen, preferences }, enqueue }) => {
      if (Object.keys(chosen).length > 0) enqueue.sendTo('preferences', { type: 'preferences.save', preferences })
    }),
    tellPreferred: raise({ type: 'devices.preferred' }),
    tellBroken: raise({ type: 'port.broken' }),
    openCommand: enqueueActions(({ context, enqueue }, params: { place: Place; commandId: string }) => {
      const open = context.commands[params.place]
      if (open !== undefined) enqueue.emit(settled(open, refused(superseded)))
      enqueue.assign({ commands: { ...context.commands, [params.place]: params.commandId } })
    }),
    settle: enqueueActions(({ context, enqueue }, params: { place: Place; outcome: Outcome }) => {
      const { [params.place]: commandId, ...others } = context.commands
      if (commandId === undefined) return
      enqueue.assign({ commands: others })
      enqueue.emit(settled(commandId, params.outcome))
    }),
    settleAtOnce: emit((_, { commandId }: { commandId: string }) => settled(commandId, done)),
    publish: emit((_, params: { type: PlainEvent }) => ({ type: params.type })),
    publishDenied: emit((_, { failure }: { failure: Failure }) => ({
      type: 'devices.permissionDenied' as const,
      failure,
    })),
  },
  guards: {
    isPermission: (_, params: { permission: string; is: string }) => params.permission === params.is,
    hasMicrophone: (_, params: { microphones: readonly Device[] }) => params.microphones.length > 0,
    isFor: (_, params: OfRole & { is: DeviceRole }) => params.role === params.is,
    isWanted: ({ context }, { role, is, choice }: OfRole & { is: DeviceRole; choice: DeviceChoice }) =>
      role === is && isSame(choice, context.wanted[role]),
    prefers: ({ context }, { role }: OfRole) =>
      !isSame(choiceOf(role, context.preferences), choiceOf(role, defaultPreferences)),
    isMissing: ({ context }, { role }: OfRole) => {
      const chosen = findChosen(context, role)
      return chosen !== null && !chosen.there.some(({ id }) => id === chosen.id)
    },
    isBack: ({ context }, { role }: OfRole) => {
      const chosen = findChosen(context, role)
      return chosen !== null && chosen.there.some(({ id }) => id === chosen.id)
    },
    isDenial: (_, params: { failure: Failure }) => params.failure.code === 'permission-denied',
  },
  delays: {
    /** The browser's prompt waits for a person. */
    permissionTimeout: 120_000,
    playbackTimeout: 5_000,
    deviceTimeout: 10_000,
  },
})

export const open = (place: Place) =>
  ({
    type: 'openCommand',
    params: ({ event }: { event: { readonly commandId: string } }) => ({ place, commandId: event.commandId }),
  }) as const
export const confirm = (place: Place) => ({ type: 'settle', params: { place, outcome: { ok: true } } }) as const
export const fail = (place: Place, failure: Failure) =>
  ({ type: 'settle', params: { place, outcome: { ok: false, failure } } }) as const
export const failAsTold = (place: Place) =>
  ({
    type: 'settle',
    params: ({ event }: { event: { readonly failure: Failure } }) => ({
      place,
      outcome: { ok: false, failure: event.failure } as const,
    }),
  }) as const
