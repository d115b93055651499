import { assign, type EventObject, enqueueActions, setup } from 'xstate'
import type { CommandSettled, Failure } from './failure'
import type { DialIntent, SupervisingIntent } from './intents'
import type { SupervisionGrant, SupervisionRequest } from './ports/supervision'
import { refused, settled } from './settled'
import type { TransfereeReport } from './transferee.machine'
import { unbound } from './unbound'

/** From here to the phone, by the name that it shares with other calls that a chart makes. */
type SupervisorReport = Extract<TransfereeReport, { readonly type: 'transfer.dialWanted' }>

interface SupervisorContext {
  /** What was asked for, until there is an answer. */
  readonly wish: SupervisingIntent | null
}

const fail = (failure: Failure) => ({ target: 'idle', actions: { type: 'refuse', params: failure } }) as const

const begin = { type: 'begin', params: ({ event }: { event: SupervisingIntent }) => event } as const

/** Asks a service for a way into a colleague's call, and calls what it names. */
export const supervisorMachine = setup({
  types: {
    context: {} as SupervisorContext,
    events: {} as SupervisingIntent | SupervisionGrant,
    emitted: {} as CommandSettled,
    tags: {} as 'busy',
  },
  actors: { requestSupervision: unbound<EventObject, SupervisionRequest, SupervisionGrant>('requestSupervision') },
  actions: {
    begin: assign({ wish: (_, wish: SupervisingIntent) => wish }),
    dial: enqueueActions(({ context: { wish }, enqueue }, { target }: { target: string }) => {
      if (wish === null) return
      const { commandId, at, callId, number, mode, remote } = wish
      const intent: DialIntent = {
        type: 'call.dial',
        commandId,
        at,
        callId,
        target,
        remote: { ...remote, uri: target },
        supervision: { number, mode, digits: null, by: 'service' },
      }
      enqueue.sendParent({ type: 'transfer.dialWanted', intent } satisfies SupervisorReport)
      enqueue.assign({ wish: null })
    }),
    refuse: enqueueActions(({ context: { wish }, enqueue }, failure: Failure) => {
      if (wish === null) return
      enqueue.emit(settled(wish.commandId, refused(failure)))
      enqueue.assign({ wish: null })
    }),
  },
  delays: {
    /** What a person who waits for a service has the patience for; the adapter gives up before. */
    answerTimeout: 15_000,
  },
}).createMachine({
  id: 'supervisor',
  context: { wish: null },
  initial: 'idle',
  states: {
    idle: { on: { 'supervising.start': { target: 'requesting', actions: begin } } },
    requesting: {
      tags: 'busy',
      invoke: {
        src: 'requestSupervision',
        input: ({ context: { wish } }) => ({
          callId: wish?.callId ?? '',
          number: wish?.number ?? '',
          uri: wish?.remote.uri ?? '',
          mode: wish?.mode ?? 'listen',
        }),
        onError: fail({ code: 'refused' }),
      },
      on: {
        'supervision.granted': { target: 'idle', actions: { type: 'dial', params: ({ event }) => event } },
        'supervision.refused': {
          target: 'idle',
          actions: { type: 'refuse', params: ({ event }) => event.failure },
        },
        // One wish at a time: the person has changed their mind.
        'supervising.start': {
          target: 'requesting',
          reenter: true,
          actions: [{ type: 'refuse', params: { code: 'superseded' } }, begin],
        },
      },
      after: { answerTimeout: fail({ code: 'timed-out' }) },
    },
  },
})
