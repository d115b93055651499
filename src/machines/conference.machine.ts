import { assign, enqueueActions, sendTo, setup } from 'xstate'
import type { CommandSettled, Failure } from './failure'
import type { ConferenceIntent } from './intents'
import { idOf } from './of-call'
import type { CallRef, MixCommand, MixFact } from './ports'
import type { CallReport, ResumeReport } from './reports'
import { settled } from './settled'
import { unbound } from './unbound'

type Merge = Extract<ConferenceIntent, { readonly type: 'conference.merge' }>
type Split = Extract<ConferenceIntent, { readonly type: 'conference.split' }>

/** From the chart of conferences to the phone, which hands it on. */
export type ConferenceReport =
  /** Beside the calls that are heard already, and not in their place. */
  | { readonly type: 'merge.resumeWanted'; readonly callId: string; readonly commandId: string; readonly at: number }
  | { readonly type: 'merge.holdWanted'; readonly callId: string }
  /** The same, and it is not to be heard even where its far end does not agree. */
  | { readonly type: 'merge.retreatWanted'; readonly callId: string }
  /** These hear each other: whoever is muted for one of them is muted for all. */
  | {
      readonly type: 'merge.done'
      readonly callIds: readonly string[]
      readonly commandId: string
      readonly at: number
    }

interface ConferenceContext {
  /** The calls that are heard together, or are about to be. */
  readonly members: readonly string[]
  /** Those of a merge that are still on hold. */
  readonly joining: readonly string[]
  /** Those that the merge takes off hold; where it comes to nothing, they go back. */
  readonly resumed: readonly string[]
  /** The call that stays when the others are split off. */
  readonly keptId: string | null
  readonly command: { readonly id: string; readonly callId: string; readonly at: number } | null
  /** Why the last merge came to nothing, and of which call it was asked. */
  readonly failed: { readonly callId: string; readonly failure: Failure } | null
}

type ConferenceEmitted =
  | CommandSettled
  | { readonly type: 'call.merged' | 'call.split'; readonly callId: string }
  | { readonly type: 'call.mergeFailed'; readonly callId: string; readonly failure: Failure }

const without = (ids: readonly string[], gone: readonly string[]): readonly string[] =>
  ids.filter((id) => !gone.includes(id))
const isTheirs = { type: 'isMember', params: idOf } as const
const isOfTwo = { type: 'isOneOfTwo', params: idOf } as const
const leaves = { type: 'leave', params: idOf } as const

/** A merge comes about as it was asked for, or not at all. */
const undo = (code: Failure['code']) =>
  ({
    guard: isTheirs,
    target: '#conference.together.undone',
    actions: [leaves, { type: 'fail', params: { code } }],
  }) as const

/** One of them goes: the others stay together, unless there is only one left. */
const parts = [
  { guard: isOfTwo, target: '#conference.apart', actions: 'dissolve' },
  { guard: isTheirs, actions: [{ type: 'part', params: idOf }, 'mix'] },
] as const

/** The same while the others are being split off: whoever goes brings the end of that nearer. */
const partsAsWanted = [
  { guard: isOfTwo, target: '#conference.apart', actions: ['dissolve', 'succeed'] },
  { guard: isTheirs, actions: [{ type: 'part', params: idOf }, 'mix'] },
] as const

/**
 * A conference that is mixed here: each far end hears us and the others, and never itself. Calls on hold are resumed for
 * it, one after the other or all at once as their far ends agree; whoever is put on hold, or hangs up, has left it.
 */
export const conferenceMachine = setup({
  types: {
    context: {} as ConferenceContext,
    events: {} as ConferenceIntent | MixFact | CallReport | ResumeReport,
    emitted: {} as ConferenceEmitted,
    tags: {} as 'busy' | 'merged',
  },
  actors: { mixCalls: unbound<MixCommand, undefined, MixFact>('mixCalls') },
  actions: {
    begin: assign(({ context }, { callId, callIds, held, commandId, at }: Merge) => {
      const joining = callIds.filter((id) => held.includes(id))
      return {
        members: [...context.members, ...without(callIds, [...context.members, ...joining])],
        joining,
        resumed: joining,
        command: { id: commandId, callId, at },
        failed: null,
      }
    }),
    beginSplit: assign((_, { callId, commandId, at }: Split) => ({
      keptId: callId,
      command: { id: commandId, callId, at },
      failed: null,
    })),
    resumeJoining: enqueueActions(({ context: { joining, command }, enqueue }) => {
      if (command === null) return
      for (const callId of joining)
        enqueue.sendParent({ type: 'merge.resumeWanted', callId, commandId: `${command.id}/${callId}`, at: command.at })
    }),
    arrive: assign(({ context: { members, joining } }, { callId }: CallRef) => ({
      members: [...members, callId],
      joining: without(joining, [callId]),
    })),
    mix: sendTo('mixer', ({ context }): MixCommand => ({ type: 'mix.set', callIds: context.members })),
    leave: assign(({ context: { members, joining, resumed } }, { callId }: CallRef) => ({
      members: without(members, [callId]),
      joining: without(joining, [callId]),
      resumed: without(resumed, [callId]),
    })),
    part: enqueueActions(({ context: { members }, enqueue }, { callId }: CallRef) => {
      enqueue.emit({ type: 'call.split', callId })
      enqueue.assign({ members: without(members, [callId]) })
    }),
    dissolve: enqueueActions(({ context: { members }, enqueue }) => {
      for (const callId of members) enqueue.emit({ type: 'call.split', callId })
      enqueue.assign({ members: [] })
    }),
    announce: enqueueActions(({ context: { members, command }, enqueue }) => {
      if (command === null) return
      for (const callId of members) enqueue.emit({ type: 'call.merged', callId })
      enqueue.sendParent({ type: 'merge.done', callIds: members, commandId: command.id, at: command.at })
    }),
    succeed: enqueueActions(({ context: { command }, enqueue }) => {
      if (command !== null) enqueue.emit(settled(command.id, { ok: true }))
      enqueue.assign({ command: null, resumed: [], keptId: null })
    }),
    /** Whoever was on hold before goes back there. */
    fail: enqueueActions(({ context: { members, resumed, command }, enqueue }, failure: Failure) => {
      if (command === null) return
      enqueue.emit(settled(command.id, { ok: false, failure }))
      enqueue.emit({ type: 'call.mergeFailed', callId: command.callId, failure })
      for (const callId of resumed) enqueue.sendParent({ type: 'merge.retreatWanted', callId })
      enqueue.assign({
        members: without(members, resumed),
        joining: [],
        resumed: [],
        command: null,
        failed: { callId: command.callId, failure },
      })
    }),
    failSplit: enqueueActions(({ context: { command }, enqueue }, failure: Failure) => {
      if (command !== null) enqueue.emit(settled(command.id, { ok: false, failure }))
      enqueue.assign({ command: null, keptId: null })
    }),
    holdOthers: enqueueActions(({ context: { members, keptId }, enqueue }) => {
      for (const callId of members) if (callId !== keptId) enqueue.sendParent({ type: 'merge.holdWanted', callId })
    }),
    /** Those that were together are so no more, and one alone can be heard. */
    retreatOthers: enqueueActions(({ context: { members, keptId }, enqueue }) => {
      for (const callId of members) if (callId !== keptId) enqueue.sendParent({ type: 'merge.retreatWanted', callId })
    }),
    keepFirst: assign({ keptId: ({ context }) => context.members[0] ?? null }),
    forget: assign({ members: [], joining: [], resumed: [], keptId: null }),
    forgetFailure: assign({ failed: null }),
  },
  guards: {
    isMember: ({ context: { members, joining } }, { callId }: CallRef) =>
      members.includes(callId) || joining.includes(callId),
    isJoining: ({ context: { joining } }, { callId }: CallRef) => joining.includes(callId),
    isOneOfTwo: ({ context: { members } }, { callId }: CallRef) => members.length <= 2 && members.includes(callId),
    isEverybodyHere: ({ context: { joining } }) => joining.length === 0,
    areTogether: ({ context: { members } }) => members.length > 1,
    hasFailed: ({ context: { failed } }, { callId }: CallRef) => failed?.callId === callId,
  },
  delays: {
    /** A re-INVITE's 64*T1 (RFC 3261 17.1.1.2) and a little. */
    offerTimeout: 35_000,
    /** Web Audio starts at once, or waits for a gesture. */
    mixTimeout: 5_000,
  },
}).createMachine({
  id: 'conference',
  context: { members: [], joining: [], resumed: [], keptId: null, command: null, failed: null },
  initial: 'apart',
  states: {
    apart: {
      entry: 'forget',
      on: {
        'conference.merge': { target: 'together', actions: { type: 'begin', params: ({ event }) => event } },
        'report.ended': { guard: { type: 'hasFailed', params: idOf }, actions: 'forgetFailure' },
      },
    },

    together: {
      initial: 'joining',
      invoke: {
        id: 'mixer',
        src: 'mixCalls',
        onError: {
          target: 'apart',
          actions: [{ type: 'fail', params: { code: 'media-failed' } }, 'keepFirst', 'retreatOthers', 'dissolve'],
        },
      },
      states: {
        // Those on hold are being resumed: none is heard by another yet.
        joining: {
          tags: 'busy',
          entry: 'resumeJoining',
          always: { guard: 'isEverybodyHere', target: 'mixing' },
          on: {
            'report.resumed': {
              guard: { type: 'isJoining', params: idOf },
              actions: { type: 'arrive', params: idOf },
            },
            'report.held': undo('not-resumed'),
            'report.closing': undo('ended'),
            'report.ended': undo('ended'),
          },
          after: { offerTimeout: { target: 'undone', actions: { type: 'fail', params: { code: 'timed-out' } } } },
        },

        mixing: {
          tags: 'busy',
          entry: 'mix',
          on: {
            'mix.started': { target: 'merged', actions: ['announce', 'succeed'] },
            'mix.refused': { target: 'undone', actions: { type: 'fail', params: ({ event }) => event.failure } },
            'report.held': undo('superseded'),
            'report.closing': undo('ended'),
            'report.ended': undo('ended'),
          },
          after: { mixTimeout: { target: 'undone', actions: { type: 'fail', params: { code: 'timed-out' } } } },
        },

        // Back to whoever was together before.
        undone: {
          always: [{ guard: 'areTogether', target: 'merged', actions: 'mix' }, { target: '#conference.apart' }],
        },

        merged: {
          tags: 'merged',
          initial: 'mixed',
          on: {
            'conference.split': { target: 'splitting', actions: { type: 'beginSplit', params: ({ event }) => event } },
            'report.held': parts,
            'report.closing': parts,
            'report.ended': parts,
          },
          states: {
            mixed: {
              on: {
                'conference.merge': {
                  target: '#conference.together.joining',
                  actions: { type: 'begin', params: ({ event }) => event },
                },
                'mix.interrupted': 'interrupted',
              },
            },
            // The browser has stopped the mixing: each far end hears us alone, until it goes on.
            interrupted: { on: { 'mix.restored': 'mixed' } },
          },
        },

        // All but one are being put on hold again.
        splitting: {
          tags: 'busy',
          entry: 'holdOthers',
          on: {
            'report.held': partsAsWanted,
            'report.closing': partsAsWanted,
            'report.ended': partsAsWanted,
            'report.holdFailed': {
              guard: isTheirs,
              target: 'merged',
              actions: { type: 'failSplit', params: { code: 'other-call-not-held' } },
            },
          },
          after: { offerTimeout: { target: 'merged', actions: { type: 'failSplit', params: { code: 'timed-out' } } } },
        },
      },
    },
  },
})
