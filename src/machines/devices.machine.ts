import { assign, emit, enqueueActions, raise, sendParent, sendTo, setup } from 'xstate'
import type { CommandSettled, Failure, Outcome } from './failure'
import type { DevicesIntent } from './intents'
import type { Device, DevicesCommand, DevicesFact, Preferences, PreferencesCommand, PreferencesFact } from './ports'
import { unbound } from './unbound'

type Place = 'permission' | 'playback' | 'speaker'

interface DevicesContext {
  readonly microphones: readonly Device[]
  readonly speakers: readonly Device[]
  /** What is chosen; null: the system's default. */
  readonly preferences: Preferences
  /** What was chosen on this page: what is loaded later is older than that. */
  readonly chosen: Partial<Preferences>
  /** The speaker that is to be used next; of use while one is being switched to. */
  readonly wantedSpeakerId: string | null
  readonly commands: Readonly<Partial<Record<Place, string>>>
}

type DevicesEmitted =
  | CommandSettled
  | { readonly type: 'phone.ready' | 'devices.changed' | 'audio.blocked' | 'audio.unblocked' }
  | { readonly type: 'devices.permissionDenied'; readonly failure: Failure }

const denied: Failure = { code: 'permission-denied' }
const broken: Failure = { code: 'media-failed' }

const open = (place: Place) =>
  ({
    type: 'openCommand',
    params: ({ event }: { event: { readonly commandId: string } }) => ({ place, commandId: event.commandId }),
  }) as const
const confirm = (place: Place) => ({ type: 'settle', params: { place, outcome: { ok: true } } }) as const
const fail = (place: Place, failure: Failure) =>
  ({ type: 'settle', params: { place, outcome: { ok: false, failure } } }) as const
const failAsTold = (place: Place) =>
  ({
    type: 'settle',
    params: ({ event }: { event: { readonly failure: Failure } }) => ({
      place,
      outcome: { ok: false, failure: event.failure } as const,
    }),
  }) as const

const ready = ['tellPreferred', { type: 'publish', params: { type: 'phone.ready' } }] as const

/** The microphone's permission, the microphones and speakers there are, and whether the browser lets us sound. */
export const devicesMachine = setup({
  types: {
    context: {} as DevicesContext,
    /** What is preferred is known; a port has broken: told to the regions. */
    events: {} as
      | DevicesIntent
      | DevicesFact
      | PreferencesFact
      | { readonly type: 'devices.preferred' | 'devices.broken' | 'preferences.broken' },
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
    choose: assign(({ context }, chosen: Partial<Preferences>) => ({
      preferences: { ...context.preferences, ...chosen },
      chosen: { ...context.chosen, ...chosen },
    })),
    /** What was never chosen is stored as null, and leaves what the host prefers. */
    recordLoaded: assign({
      preferences: ({ context }, { preferences: loaded }: { preferences: Preferences }) => ({
        microphoneId: loaded.microphoneId ?? context.preferences.microphoneId,
        speakerId: loaded.speakerId ?? context.preferences.speakerId,
        ...context.chosen,
      }),
    }),
    wantSpeaker: assign({ wantedSpeakerId: (_, params: { deviceId: string | null }) => params.deviceId }),
    useWantedSpeaker: sendTo(
      'devices',
      ({ context }): DevicesCommand => ({ type: 'speaker.use', deviceId: context.wantedSpeakerId }),
    ),
    savePreferences: sendTo(
      'preferences',
      ({ context }): PreferencesCommand => ({ type: 'preferences.save', preferences: context.preferences }),
    ),
    /** What was chosen before anything was loaded has been saved with defaults beside it. */
    saveChosen: enqueueActions(({ context: { chosen, preferences }, enqueue }) => {
      if (Object.keys(chosen).length > 0) enqueue.sendTo('preferences', { type: 'preferences.save', preferences })
    }),
    tellPreferred: raise({ type: 'devices.preferred' }),
    openCommand: enqueueActions(({ context, enqueue }, params: { place: Place; commandId: string }) => {
      const superseded = context.commands[params.place]
      if (superseded !== undefined)
        enqueue.emit({
          type: 'command.settled',
          commandId: superseded,
          outcome: { ok: false, failure: { code: 'superseded' } },
        })
      enqueue.assign({ commands: { ...context.commands, [params.place]: params.commandId } })
    }),
    settle: enqueueActions(({ context, enqueue }, params: { place: Place; outcome: Outcome }) => {
      const { [params.place]: commandId, ...others } = context.commands
      if (commandId === undefined) return
      enqueue.assign({ commands: others })
      enqueue.emit({ type: 'command.settled', commandId, outcome: params.outcome })
    }),
    settleAtOnce: emit((_, { commandId }: { commandId: string }) => ({
      type: 'command.settled' as const,
      commandId,
      outcome: { ok: true as const },
    })),
    publish: emit((_, params: { type: 'phone.ready' | 'devices.changed' | 'audio.blocked' | 'audio.unblocked' }) => ({
      type: params.type,
    })),
    publishDenied: emit((_, { failure }: { failure: Failure }) => ({
      type: 'devices.permissionDenied' as const,
      failure,
    })),
    reportMicrophone: sendParent(({ context }) => ({
      type: 'report.microphoneChosen',
      deviceId: context.preferences.microphoneId,
    })),
  },
  guards: {
    isPermission: (_, params: { permission: string; is: string }) => params.permission === params.is,
    hasMicrophone: (_, params: { microphones: readonly Device[] }) => params.microphones.length > 0,
    prefersSpeaker: ({ context }) => context.preferences.speakerId !== null,
    isOtherSpeaker: ({ context }, params: { deviceId: string | null }) =>
      context.preferences.speakerId !== params.deviceId,
    isDenial: (_, params: { failure: Failure }) => params.failure.code === 'permission-denied',
  },
  delays: {
    /** The browser's prompt waits for a person. */
    permissionTimeout: 120_000,
    playbackTimeout: 5_000,
    speakerTimeout: 5_000,
  },
}).createMachine({
  id: 'devices',
  type: 'parallel',
  context: ({ input }) => ({
    microphones: [],
    speakers: [],
    preferences: input,
    chosen: {},
    wantedSpeakerId: input.speakerId,
    commands: {},
  }),
  invoke: [
    // Told to the regions: a target here would start every one of them anew.
    { id: 'devices', src: 'watchDevices', onError: { actions: raise({ type: 'devices.broken' }) } },
    { id: 'preferences', src: 'keepPreferences', onError: { actions: raise({ type: 'preferences.broken' }) } },
  ],
  states: {
    permission: {
      initial: 'unknown',
      on: {
        'permission.changed': [
          {
            guard: { type: 'isPermission', params: ({ event }) => ({ permission: event.permission, is: 'granted' }) },
            target: '.granted',
            actions: confirm('permission'),
          },
          {
            guard: { type: 'isPermission', params: ({ event }) => ({ permission: event.permission, is: 'denied' }) },
            target: '.denied',
            actions: [fail('permission', denied), { type: 'publishDenied', params: { failure: denied } }],
          },
          { target: '.prompt' },
        ],
      },
      states: {
        unknown: {
          on: {
            'devices.requestPermission': { target: 'asking', actions: open('permission') },
          },
        },
        prompt: {
          on: {
            'devices.requestPermission': { target: 'asking', actions: open('permission') },
          },
        },
        asking: {
          tags: 'busy',
          entry: { type: 'command', params: { type: 'permission.request' } },
          on: {
            // Both wait for the one prompt; the later one is told.
            'devices.requestPermission': { actions: open('permission') },
            // The browser's first word, later than the person's: the prompt is still open.
            'permission.changed': {
              guard: { type: 'isPermission', params: ({ event }) => ({ permission: event.permission, is: 'prompt' }) },
            },
            'permission.refused': [
              {
                guard: { type: 'isDenial', params: ({ event }) => event },
                target: 'denied',
                actions: [failAsTold('permission'), { type: 'publishDenied', params: ({ event }) => event }],
              },
              { target: 'prompt', actions: failAsTold('permission') },
            ],
            'devices.broken': { target: 'prompt', actions: fail('permission', broken) },
          },
          after: {
            permissionTimeout: { target: 'prompt', actions: fail('permission', { code: 'timed-out' }) },
          },
        },
        granted: {
          on: {
            'devices.requestPermission': { actions: { type: 'settleAtOnce', params: ({ event }) => event } },
          },
        },
        denied: {
          on: {
            'permission.changed': {
              guard: { type: 'isPermission', params: ({ event }) => ({ permission: event.permission, is: 'denied' }) },
            },
            'devices.requestPermission': { target: 'asking', actions: open('permission') },
          },
        },
      },
    },

    microphone: {
      initial: 'unknown',
      on: {
        'devices.broken': '.absent',
        'devices.listed': [
          {
            guard: { type: 'hasMicrophone', params: ({ event }) => event },
            target: '.present',
            actions: [
              { type: 'recordDevices', params: ({ event }) => event },
              { type: 'publish', params: { type: 'devices.changed' } },
            ],
          },
          {
            target: '.absent',
            actions: [
              { type: 'recordDevices', params: ({ event }) => event },
              { type: 'publish', params: { type: 'devices.changed' } },
            ],
          },
        ],
        'devices.setMicrophone': {
          actions: [
            { type: 'choose', params: ({ event }) => ({ microphoneId: event.deviceId }) },
            'savePreferences',
            'reportMicrophone',
            { type: 'settleAtOnce', params: ({ event }) => event },
          ],
        },
      },
      states: { unknown: {}, present: {}, absent: {} },
    },

    speaker: {
      initial: 'settled',
      states: {
        settled: {
          on: {
            'devices.preferred': {
              guard: 'prefersSpeaker',
              target: 'switching',
              actions: {
                type: 'wantSpeaker',
                params: ({ context }) => ({ deviceId: context.preferences.speakerId }),
              },
            },
            // Later than we had waited for it.
            'speaker.used': {
              guard: { type: 'isOtherSpeaker', params: ({ event }) => event },
              actions: [
                { type: 'choose', params: ({ event }) => ({ speakerId: event.deviceId }) },
                'savePreferences',
                { type: 'publish', params: { type: 'devices.changed' } },
              ],
            },
            'devices.setSpeaker': {
              target: 'switching',
              actions: [open('speaker'), { type: 'wantSpeaker', params: ({ event }) => event }],
            },
          },
        },
        switching: {
          tags: 'busy',
          entry: 'useWantedSpeaker',
          on: {
            'devices.setSpeaker': {
              target: 'overtaken',
              actions: [open('speaker'), { type: 'wantSpeaker', params: ({ event }) => event }],
            },
            'speaker.used': {
              target: 'settled',
              actions: [
                { type: 'choose', params: ({ event }) => ({ speakerId: event.deviceId }) },
                'savePreferences',
                confirm('speaker'),
                { type: 'publish', params: { type: 'devices.changed' } },
              ],
            },
            'speaker.refused': { target: 'settled', actions: failAsTold('speaker') },
            'devices.broken': { target: 'settled', actions: fail('speaker', broken) },
          },
          after: {
            speakerTimeout: { target: 'settled', actions: fail('speaker', { code: 'timed-out' }) },
          },
        },
        // Another one was chosen meanwhile: its turn comes when the first has been used or refused.
        overtaken: {
          tags: 'busy',
          on: {
            'devices.setSpeaker': {
              actions: [open('speaker'), { type: 'wantSpeaker', params: ({ event }) => event }],
            },
            'speaker.used': 'switching',
            'speaker.refused': 'switching',
            'devices.broken': { target: 'settled', actions: fail('speaker', broken) },
          },
          after: { speakerTimeout: 'switching' },
        },
      },
    },

    // Whether the browser lets us sound: not before somebody has touched the page, in most of them.
    playback: {
      initial: 'allowed',
      states: {
        allowed: {
          on: {
            'playback.blocked': { target: 'blocked', actions: { type: 'publish', params: { type: 'audio.blocked' } } },
          },
        },
        blocked: {
          on: {
            'devices.unblockAudio': { target: 'unblocking', actions: open('playback') },
            'playback.unblocked': {
              target: 'allowed',
              actions: { type: 'publish', params: { type: 'audio.unblocked' } },
            },
          },
        },
        unblocking: {
          tags: 'busy',
          entry: { type: 'command', params: { type: 'playback.unblock' } },
          on: {
            'playback.unblocked': {
              target: 'allowed',
              actions: [confirm('playback'), { type: 'publish', params: { type: 'audio.unblocked' } }],
            },
            'playback.blocked': { target: 'blocked', actions: fail('playback', { code: 'audio-blocked' }) },
            'devices.broken': { target: 'blocked', actions: fail('playback', broken) },
          },
          after: {
            playbackTimeout: { target: 'blocked', actions: fail('playback', { code: 'audio-blocked' }) },
          },
        },
      },
    },

    preferences: {
      initial: 'loading',
      states: {
        loading: {
          on: {
            'preferences.loaded': {
              target: 'kept',
              actions: [
                { type: 'recordLoaded', params: ({ event }) => event },
                'saveChosen',
                'reportMicrophone',
                ...ready,
              ],
            },
            'preferences.failed': { target: 'forgotten', actions: ready },
            'preferences.broken': { target: 'forgotten', actions: ready },
          },
        },
        kept: { on: { 'preferences.failed': 'forgotten', 'preferences.broken': 'forgotten' } },
        // Storage is full, closed or forbidden: the phone works, and forgets what was chosen when the page goes.
        forgotten: { on: { 'preferences.saved': 'kept' } },
      },
    },
  },
})
