import {
  type ActorRefFrom,
  type AnyActorRef,
  assign,
  type EventFromLogic,
  type EventObject,
  emit,
  enqueueActions,
  raise,
  type SnapshotFrom,
  sendParent,
  sendTo,
  setup,
} from 'xstate'
import type { CommandSettled, Failure, Outcome } from '../failure'
import type { RecordingMethod } from '../features'
import type { CallIntent, DialIntent, Supervision, TonesIntent } from '../intents'
import type {
  CallExtras,
  CallRef,
  DeclineReason,
  MediaCommand,
  MediaFact,
  Offer,
  Reason,
  Remote,
  SessionCommand,
  SessionFact,
  SessionRefer,
  Sound,
} from '../ports'
import { type QualitySummary, qualityMachine } from '../quality/quality.machine'
import { type RecordingReport, recordingMachine } from '../recording.machine'
import type { CallEnding, CallRecord, CallReport, ReferReport, ResumeReport } from '../reports'
import { refused, settled, superseded } from '../settled'
import { type SupervisionReport, supervisionMachine } from '../supervision.machine'
import { type TonesReport, tonesMachine } from '../tones.machine'
import { unbound } from '../unbound'

export interface CallInput {
  readonly callId: string
  readonly direction: 'incoming' | 'outgoing'
  readonly remote: Remote
  /** The SIP URI to invite; null for an incoming call. */
  readonly target: string | null
  /** The command that dialled; null for an incoming call. */
  readonly commandId: string | null
  readonly startedAt: number
  readonly extras?: CallExtras
  /** The parking slot that it comes back from, since nobody has picked it up. */
  readonly returnedFrom?: string
  /** How the server is asked to record it; absent: it is not. */
  readonly recording?: RecordingMethod
  readonly supervision?: Supervision
  /** The watched address whose ringing call it takes over. */
  readonly pickUpOf?: string
}

/** Inside a call, or from the phone: nobody outside sends these. */
type CallSignal =
  /** What a region wants of the media has changed. */
  | { readonly type: 'negotiation.wanted' }
  /** No offer is outstanding, and none will follow: what is wanted is agreed, or nobody has answered. */
  | { readonly type: 'negotiation.rested' }
  /** Another call gets the focus: this one shall be held. */
  | { readonly type: 'focus.yield' }
  /** The same, and its far end is not to hear us even where it does not agree. */
  | { readonly type: 'focus.retreat' }
  /** From the chart of transfers: send the far end elsewhere; this call's part is over. */
  | (Omit<SessionRefer, 'type'> & { readonly type: 'transfer.refer'; readonly ending: ReferralEnding })
  | { readonly type: 'transfer.end' }
  /** A consultation that is not needed any more, unless it is answered in this moment. */
  | { readonly type: 'transfer.withdraw' }

/** What a call ends as when its far end has gone where a REFER sent it. */
type ReferralEnding = 'transferred' | 'parked'

/** A command waits for the wire in one of these places; a second one in the same place supersedes it. */
export type Place = 'dial' | 'answer' | 'end' | 'hold' | 'microphone' | 'recording' | 'supervision'

/** How it ended is known when it begins to end; what comes after does not change it. */
interface End {
  /** null: a timer or a broken port ended it, and the wire has not said when. */
  readonly at: number | null
  readonly ending: CallEnding
  readonly by: CallRecord['endedBy']
  readonly failure: Failure | null
  readonly forwardedTo?: Remote
  /** What the wire gave as the reason. */
  readonly reason?: Reason | null
}

export interface CallContext extends Omit<CallInput, 'commandId' | 'extras'> {
  readonly extras: CallExtras
  readonly answeredAt: number | null
  /** What we want the media to be, and what both sides last agreed on. What the call is, is a state. */
  readonly wanted: Offer
  readonly agreed: Offer
  readonly referralEnding: ReferralEnding
  /** Drawn by the adapter when offers crossed. */
  readonly retryAfterMs: number
  readonly commands: Readonly<Partial<Record<Place, string>>>
  /** Why the last command came to nothing. */
  readonly failure: Failure | null
  readonly end: End | null
  /** null: it was never measured. */
  readonly quality: QualitySummary | null
}

type WithoutCallId<Report> = Report extends unknown ? Omit<Report, 'callId'> : never
type ReferNews = WithoutCallId<ReferReport>

/** The public events that say all by their name. */
type PlainEvent =
  | 'call.ringing'
  | 'call.answered'
  | 'call.established'
  | 'call.held'
  | 'call.resumed'
  | 'call.remoteHeld'
  | 'call.remoteResumed'
  | 'call.muted'
  | 'call.unmuted'
  | 'call.replaced'

/** What has kept the sound from flowing, or the microphone from giving any. */
export interface Interruption {
  readonly type: 'call.mediaInterrupted' | 'call.mediaRestored'
  readonly cause: 'network' | 'microphone'
}

export type CallEmitted =
  | CommandSettled
  | { readonly type: PlainEvent; readonly callId: string }
  | (Interruption & { readonly callId: string })
  | {
      readonly type: 'call.progressed'
      readonly callId: string
      readonly progress: 'forwarded' | 'queued' | 'progressing'
    }
  | { readonly type: 'call.ended'; readonly callId: string; readonly record: CallRecord }

/** The browser's prompt waits for a person. */
export const permissionTimeoutMs = 120_000
/** As long as proxies let an INVITE ring (RFC 3261 16.6, Timer C: more than 3 minutes). */
const ringTimeoutMs = 180_000

/** The commands that the call's chart of tones has not settled; one that threw before its first state had none. */
export function pendingTones(call: AnyActorRef): ReadonlySet<string> {
  const { children } = call.getSnapshot() as { children: { tones?: ActorRefFrom<typeof tonesMachine> } }
  const { context }: Partial<SnapshotFrom<typeof tonesMachine>> = children.tones?.getSnapshot() ?? {}
  return new Set(context?.queue.map((tone) => tone.commandId))
}

/** What the call's chart of its quality has come to; null: nothing was measured. */
function qualityOf(call: AnyActorRef): QualitySummary | null {
  const { children } = call.getSnapshot() as { children: { quality?: ActorRefFrom<typeof qualityMachine> } }
  const { context }: Partial<SnapshotFrom<typeof qualityMachine>> = children.quality?.getSnapshot() ?? {}
  return context === undefined || context.sample === null ? null : context.summary
}

/** 16: normal clearing, 31: normal, unspecified (ITU-T Q.850); in SIP's own terms, a 2xx (RFC 3326). */
function isNormal(reason: Reason | null): boolean {
  if (reason === null || reason.cause === null) return true
  const { protocol, cause } = reason
  return protocol.toUpperCase() === 'SIP' ? cause >= 200 && cause < 300 : cause === 16 || cause === 31
}

export const noExtras: CallExtras = { callerId: null, headers: {}, metadata: {} }

const isEmpty = (record: object): boolean => Object.keys(record).length === 0

export function recordOf(context: CallContext): CallRecord {
  const { callId, direction, remote, startedAt, answeredAt, end, extras, quality } = context
  const endedAt = end?.at ?? answeredAt ?? startedAt
  return {
    callId,
    direction,
    remote,
    startedAt,
    answeredAt,
    endedAt,
    waitMs: (answeredAt ?? endedAt) - startedAt,
    durationMs: answeredAt === null ? 0 : endedAt - answeredAt,
    ending: end?.ending ?? 'failed',
    endedBy: end?.by ?? 'lost',
    failure: end?.failure ?? null,
    ...(quality === null ? {} : { quality }),
    ...(end?.forwardedTo ? { forwardedTo: end.forwardedTo } : {}),
    ...(end?.reason ? { reason: end.reason } : {}),
    ...(isEmpty(extras.metadata) ? {} : { metadata: extras.metadata }),
  }
}

/** Everything that the call's regions share: types, ports (bound by the composition), guards, actions and delays. */
export const callSetup = setup({
  types: {
    context: {} as CallContext,
    events: {} as CallIntent | CallSignal | SessionFact | MediaFact | TonesReport | RecordingReport | SupervisionReport,
    input: {} as CallInput,
    output: {} as CallRecord,
    emitted: {} as CallEmitted,
    tags: {} as 'preparing' | 'dialing' | 'alerting' | 'answering' | 'established' | 'closing' | 'withdrawing' | 'busy',
  },
  actors: {
    watchSession: unbound<SessionCommand, CallRef, SessionFact>('watchSession'),
    watchMedia: unbound<MediaCommand, CallRef, MediaFact>('watchMedia'),
    playSound: unbound<EventObject, Sound, EventObject>('playSound'),
    tones: tonesMachine,
    recording: recordingMachine,
    supervision: supervisionMachine,
    quality: qualityMachine,
  },
  actions: {
    // To the wire and the microphone
    invite: sendTo(
      'session',
      ({ context }): SessionCommand => ({
        type: 'session.invite',
        target: context.target ?? context.remote.uri,
        ...(context.extras.callerId === null ? {} : { callerId: context.extras.callerId }),
        ...(isEmpty(context.extras.headers) ? {} : { headers: context.extras.headers }),
        ...(context.pickUpOf === undefined ? {} : { pickUpOf: context.pickUpOf }),
      }),
    ),
    session: sendTo('session', (_, command: SessionCommand) => command),
    recordReferral: assign({ referralEnding: (_, { ending }: { ending: ReferralEnding }) => ending }),
    reject: sendTo(
      'session',
      (_, { reason = 'declined' }: { reason?: DeclineReason }): SessionCommand => ({
        type: 'session.reject',
        reason,
      }),
    ),
    refer: sendTo(
      'session',
      (_, { target, replacesCallId, data }: Omit<SessionRefer, 'type'>): SessionCommand => ({
        type: 'session.refer',
        target,
        replacesCallId,
        data,
      }),
    ),
    media: sendTo('media', (_, command: MediaCommand) => command),
    acquireMicrophone: sendTo('media', { type: 'microphone.acquire' }),
    sendOffer: sendTo('session', ({ context }): SessionCommand => ({ type: 'session.offer', offer: context.wanted })),
    sendTones: sendTo('tones', (_, intent: TonesIntent) => intent),
    toRecording: sendTo('recording', (_, event: EventFromLogic<typeof recordingMachine>) => event),
    toSupervision: sendTo('supervision', (_, event: EventFromLogic<typeof supervisionMachine>) => event),
    /** Digits of ours go the way of all digits, in their turn. */
    sendCode: sendTo(
      'tones',
      (
        { context: { callId } },
        { tones, commandId, at }: Pick<TonesIntent, 'tones' | 'commandId' | 'at'>,
      ): TonesIntent => ({
        type: 'call.sendDtmf',
        callId,
        commandId,
        at,
        tones,
        durationMs: 160,
        gapMs: 90,
      }),
    ),
    abandonTones: sendTo('tones', { type: 'tones.abandon' }),

    // What is wanted, what is agreed
    want: assign({ wanted: (_, params: { offer: Offer }) => params.offer }),
    wantWhatIsAgreed: assign({ wanted: ({ context }) => context.agreed }),
    recordAgreement: assign({ agreed: (_, params: { offer: Offer }) => params.offer }),
    recordRetryAfter: assign({ retryAfterMs: (_, params: { retryAfterMs: number }) => params.retryAfterMs }),
    tellNegotiation: raise({ type: 'negotiation.wanted' }),
    tellRest: raise({ type: 'negotiation.rested' }),

    // What happened
    recordAnswer: assign({
      answeredAt: (_, params: { at: number; remote: Remote | null }) => params.at,
      // A called party that says no name keeps the one that we dialled it by.
      remote: ({ context }, { remote }) =>
        remote === null ? context.remote : { ...remote, name: remote.name ?? context.remote.name },
    }),
    recordEnd: assign({
      end: ({ context }, end: End) => (context.end === null ? end : { ...context.end, at: context.end.at ?? end.at }),
    }),
    recordQuality: assign({ quality: ({ self }) => qualityOf(self) }),
    recordRemote: assign({ remote: (_, params: { remote: Remote }) => params.remote }),
    forgetEnd: assign({ end: null }),
    publish: emit(({ context }, params: { type: PlainEvent }) => ({ type: params.type, callId: context.callId })),
    publishInterruption: emit(({ context }, interruption: Interruption) => ({
      ...interruption,
      callId: context.callId,
    })),
    publishProgress: emit(({ context }, { progress }: { progress: 'forwarded' | 'queued' | 'progressing' }) => ({
      type: 'call.progressed' as const,
      callId: context.callId,
      progress,
    })),
    publishEnd: emit(({ context }) => ({
      type: 'call.ended' as const,
      callId: context.callId,
      record: recordOf(context),
    })),
    report: sendParent(({ context }, params: { type: Exclude<CallReport['type'], 'report.ended'> }) => ({
      type: params.type,
      callId: context.callId,
    })),
    reportTransfer: sendParent(
      ({ context }, report: ReferNews): ReferReport => ({ ...report, callId: context.callId }),
    ),
    reportResumed: sendParent(({ context }): ResumeReport => ({ type: 'report.resumed', callId: context.callId })),
    reportEnd: sendParent(({ context }) => ({
      type: 'report.ended',
      callId: context.callId,
      record: recordOf(context),
    })),

    // Commands and their outcomes
    openCommand: enqueueActions(
      ({ context, enqueue }, params: { place: Place; intent: { readonly commandId: string } | DialIntent }) => {
        const open = context.commands[params.place]
        if (open !== undefined) enqueue.emit(settled(open, refused(superseded)))
        enqueue.assign({ commands: { ...context.commands, [params.place]: params.intent.commandId }, failure: null })
      },
    ),
    settle: enqueueActions(({ context, enqueue }, params: { place: Place; outcome: Outcome }) => {
      const { [params.place]: commandId, ...others } = context.commands
      if (!params.outcome.ok) enqueue.assign({ failure: params.outcome.failure })
      if (commandId === undefined) return
      enqueue.assign({ commands: others })
      enqueue.emit(settled(commandId, params.outcome))
    }),
    /** The call is over: a hang-up has succeeded, and whatever else was outstanding has not. */
    settleAll: enqueueActions(({ context, enqueue }) => {
      const failure: Failure = context.end?.failure ?? {
        code: context.end?.ending === 'cancelled' ? 'cancelled' : 'ended',
      }
      for (const [place, commandId] of Object.entries(context.commands))
        enqueue.emit(settled(commandId, place === 'end' ? { ok: true } : refused(failure)))
      enqueue.assign({ commands: {} })
    }),
    refuseTones: emit((_, { commandId }: TonesIntent) => settled(commandId, refused({ code: 'media-failed' }))),
    /** The chart of the tones has thrown: its commands are not to wait for ever. */
    settleTones: enqueueActions(({ enqueue, self }) => {
      for (const commandId of pendingTones(self)) enqueue.emit(settled(commandId, refused({ code: 'media-failed' })))
    }),
  },
  guards: {
    isSupervision: ({ context }) => context.supervision !== undefined,
    isIncoming: ({ context }) => context.direction === 'incoming',
    hasSucceeded: (_, params: { ok: boolean }) => params.ok,
    /** It went of its own accord. Whoever says why by any other cause than the normal ones (Q.850) has met with a failure. */
    hasLeft: (_, { by, reason }: { by: string; reason: Reason | null }) => by === 'remote' && isNormal(reason),
    isProgress: (_, params: { progress: string; is: string }) => params.progress === params.is,
    isHold: (_, params: { offer: Offer }) => params.offer.hold,
    isResume: (_, params: { offer: Offer }) => !params.offer.hold,
    isAgreedHeld: ({ context }) => context.agreed.hold,
    isUnmet: ({ context }) => context.agreed.hold !== context.wanted.hold,
    isOutdated: ({ context }, params: { offer: Offer }) => params.offer.hold !== context.wanted.hold,
  },
  delays: {
    retryAfter: ({ context }) => context.retryAfterMs,
    /** Past 64*T1 (RFC 3261 17.1.1.2) the adapter has reported something, unless it is broken. */
    answerTimeout: 33_000,
    byeTimeout: 33_000,
    permissionTimeout: permissionTimeoutMs,
    ringTimeout: ringTimeoutMs,
    microphoneTimeout: 5_000,
    /** A browser may ask again before it opens another device. */
    replacementTimeout: 30_000,
  },
})
