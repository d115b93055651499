import { raise } from 'xstate'
import { deviceUse } from './device-use.region'
import { broken, confirm, devicesSetup, fail, failAsTold, open } from './devices.setup'
import type { Failure } from './failure'
import type { DevicesFact } from './ports'

type Listed = Extract<DevicesFact, { type: 'devices.listed' }>

const denied: Failure = { code: 'permission-denied' }

const ready = ['tellPreferred', 'setVolumes', { type: 'publish', params: { type: 'phone.ready' } }] as const
const listed = [
  { type: 'recordDevices', params: ({ event }: { event: Listed }) => event },
  { type: 'publish', params: { type: 'devices.changed' } },
] as const

/** The microphone's permission, the devices there are, which of them are used, and whether the browser lets us sound. */
export const devicesMachine = devicesSetup.createMachine({
  id: 'devices',
  type: 'parallel',
  context: ({ input }) => ({
    microphones: [],
    speakers: [],
    preferences: input,
    chosen: {},
    wanted: {},
    commands: {},
  }),
  invoke: [
    // Told to the regions: a target here would start every one of them anew.
    { id: 'devices', src: 'watchDevices', onError: { actions: 'tellBroken' } },
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
            'port.broken': { target: 'prompt', actions: fail('permission', broken) },
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
        'port.broken': '.absent',
        'devices.listed': [
          {
            guard: { type: 'hasMicrophone', params: ({ event }) => event },
            target: '.present',
            actions: listed,
          },
          { target: '.absent', actions: listed },
        ],
      },
      states: { unknown: {}, present: {}, absent: {} },
    },

    use: {
      type: 'parallel',
      states: {
        microphone: deviceUse('microphone'),
        speaker: deviceUse('speaker'),
        ringDevice: deviceUse('ringDevice'),
      },
    },

    // Whether the browser lets us sound: not before somebody has touched the page, in most of them.
    playback: {
      initial: 'allowed',
      on: {
        'devices.setVolume': {
          actions: [
            { type: 'choose', params: ({ event }) => event.volumes },
            'setVolumes',
            { type: 'settleAtOnce', params: ({ event }) => event },
          ],
        },
      },
      states: {
        allowed: {
          on: {
            'playback.blocked': { target: 'blocked', actions: { type: 'publish', params: { type: 'audio.blocked' } } },
            'playback.interrupted': {
              target: 'interrupted',
              actions: { type: 'publish', params: { type: 'audio.blocked' } },
            },
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
        // The system has taken the sound away, for a call of the telephone's: it comes back by itself, or in a gesture.
        interrupted: {
          on: {
            'playback.blocked': 'blocked',
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
            'port.broken': { target: 'blocked', actions: fail('playback', broken) },
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
              actions: [{ type: 'recordLoaded', params: ({ event }) => event }, 'saveChosen', ...ready],
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

    // Once it has thrown, nobody answers any more: what is asked of it fails at once.
    port: {
      initial: 'open',
      states: {
        open: { on: { 'port.broken': 'broken' } },
        broken: { on: { 'devices.*': { actions: 'tellBroken' } } },
      },
    },
  },
})
