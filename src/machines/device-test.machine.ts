import { assign, type EventObject, emit, enqueueActions, sendTo, setup } from 'xstate'
import type { CommandSettled, Failure, Outcome } from './failure'
import type { DeviceTestIntent } from './intents'
import type { Sound } from './ports'
import type { DeviceTestCommand, DeviceTestFact } from './ports/device-test'
import { done, refused, settled, superseded } from './settled'
import { unbound } from './unbound'

type Place = 'microphone' | 'echo' | 'chime'

interface DeviceTestContext {
  readonly commands: Readonly<Partial<Record<Place, string>>>
  /** Why the last test came to nothing. */
  readonly failure: Failure | null
}

type OfIntent = { event: { readonly commandId: string } }
type OfFailure = { event: { readonly failure: Failure } }

const broken: Failure = { code: 'media-failed' }
const gone: Failure = { code: 'no-microphone' }
const late: Failure = { code: 'timed-out' }

const open = (place: Place) =>
  ({
    type: 'openCommand',
    params: ({ event }: OfIntent) => ({ place, commandId: event.commandId }),
  }) as const
const confirm = (place: Place) => ({ type: 'settle', params: { place, outcome: { ok: true } } }) as const
const fail = (place: Place, failure: Failure) =>
  ({ type: 'settle', params: { place, outcome: { ok: false, failure } } }) as const
const failAll = (failure: Failure) => ({ type: 'failAll', params: { failure } }) as const
const failAllAsTold = { type: 'failAll', params: ({ event }: OfFailure) => event } as const
const settleAtOnce = { type: 'settleAtOnce', params: ({ event }: OfIntent) => event } as const

/** Once more; the microphone stays open. From the state around them it would be closed, and opened anew. */
const recordings = { 'test.echo': { target: 'recording', reenter: true, actions: open('echo') } } as const

/** From one to the next, or once more. Re-entered from the region itself, they would re-enter the other region too. */
const chimes = {
  'test.speaker': { target: 'speaker', reenter: true, actions: open('chime') },
  'test.ringDevice': { target: 'ringDevice', reenter: true, actions: open('chime') },
} as const

const chime = (on: 'speaker' | 'ringDevice') =>
  ({
    invoke: {
      src: 'playSound',
      input: { sound: 'chime', on },
      onError: { target: 'quiet', actions: fail('chime', broken) },
    },
    on: chimes,
    after: { chimeTime: { target: 'quiet', actions: confirm('chime') } },
  }) as const

/** What a person tries before a call: whether the microphone hears them, and where it sounds. It needs no sign-in. */
export const deviceTestMachine = setup({
  types: {
    context: {} as DeviceTestContext,
    events: {} as DeviceTestIntent | DeviceTestFact,
    emitted: {} as CommandSettled,
    tags: {} as 'busy',
  },
  actors: {
    testMicrophone: unbound<DeviceTestCommand, undefined, DeviceTestFact>('testMicrophone'),
    playSound: unbound<EventObject, Sound, EventObject>('playSound'),
  },
  actions: {
    command: sendTo('microphone', (_, command: DeviceTestCommand) => command),
    openCommand: enqueueActions(({ context, enqueue }, { place, commandId }: { place: Place; commandId: string }) => {
      const open = context.commands[place]
      if (open !== undefined) enqueue.emit(settled(open, refused(superseded)))
      enqueue.assign({ commands: { ...context.commands, [place]: commandId }, failure: null })
    }),
    settle: enqueueActions(({ context, enqueue }, { place, outcome }: { place: Place; outcome: Outcome }) => {
      const { [place]: commandId, ...others } = context.commands
      const isFailure = !outcome.ok && outcome.failure.code !== 'cancelled'
      enqueue.assign({ commands: others, failure: isFailure ? outcome.failure : context.failure })
      if (commandId !== undefined) enqueue.emit(settled(commandId, outcome))
    }),
    /** The microphone is closed: what waited for it waits in vain. */
    failAll: enqueueActions(({ context, enqueue }, { failure }: { failure: Failure }) => {
      const { microphone, echo, ...others } = context.commands
      enqueue.assign({ commands: others, failure })
      for (const commandId of [microphone, echo])
        if (commandId !== undefined) enqueue.emit(settled(commandId, refused(failure)))
    }),
    forgetFailure: assign({ failure: null }),
    settleAtOnce: emit((_, { commandId }: { commandId: string }) => settled(commandId, done)),
  },
  guards: { isEchoWanted: ({ context }) => context.commands.echo !== undefined },
  delays: {
    permissionTimeout: 120_000,
    recordingTime: 3_000,
    playTimeout: 10_000,
    chimeTime: 1_500,
    /** Nobody watches: a microphone is not left open behind a closed door. */
    testTimeout: 300_000,
  },
}).createMachine({
  id: 'deviceTest',
  type: 'parallel',
  context: { commands: {}, failure: null },
  states: {
    microphone: {
      initial: 'closed',
      states: {
        closed: {
          on: {
            'test.microphone': { target: 'open', actions: open('microphone') },
            'test.echo': { target: 'open', actions: open('echo') },
            'test.stop': { actions: settleAtOnce },
          },
        },
        open: {
          initial: 'opening',
          invoke: {
            id: 'microphone',
            src: 'testMicrophone',
            onError: { target: 'closed', actions: failAll(broken) },
          },
          on: {
            'test.microphone': { actions: settleAtOnce },
            'test.stop': { target: 'closed', actions: [failAll({ code: 'cancelled' }), 'forgetFailure', settleAtOnce] },
            'test.ended': { target: 'closed', actions: failAll(gone) },
          },
          states: {
            opening: {
              tags: 'busy',
              on: {
                'test.opened': 'choosing',
                'test.refused': { target: '#deviceTest.microphone.closed', actions: failAllAsTold },
                // They wait for the one prompt.
                'test.microphone': { actions: open('microphone') },
                'test.echo': { actions: open('echo') },
              },
              after: { permissionTimeout: { target: '#deviceTest.microphone.closed', actions: failAll(late) } },
            },
            choosing: {
              entry: confirm('microphone'),
              always: [{ guard: 'isEchoWanted', target: 'recording' }, { target: 'listening' }],
            },
            // Its level is shown.
            listening: {
              on: recordings,
              after: { testTimeout: { target: '#deviceTest.microphone.closed' } },
            },
            recording: {
              tags: 'busy',
              entry: { type: 'command', params: { type: 'test.record' } },
              on: {
                ...recordings,
                'test.failed': {
                  target: 'listening',
                  actions: {
                    type: 'settle',
                    params: ({ event }) => ({ place: 'echo', outcome: { ok: false, ...event } }),
                  },
                },
              },
              after: { recordingTime: 'playing' },
            },
            playing: {
              tags: 'busy',
              entry: { type: 'command', params: { type: 'test.play' } },
              on: {
                ...recordings,
                'test.played': { target: 'listening', actions: confirm('echo') },
                'test.failed': {
                  target: 'listening',
                  actions: {
                    type: 'settle',
                    params: ({ event }) => ({ place: 'echo', outcome: { ok: false, ...event } }),
                  },
                },
              },
              after: { playTimeout: { target: 'listening', actions: fail('echo', late) } },
            },
          },
        },
      },
    },

    tone: {
      initial: 'quiet',
      on: { 'test.stop': { target: '.quiet', actions: fail('chime', { code: 'cancelled' }) } },
      states: { quiet: { on: chimes }, speaker: chime('speaker'), ringDevice: chime('ringDevice') },
    },
  },
})
