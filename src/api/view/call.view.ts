import type { SnapshotFrom } from 'xstate'
import type { callMachine } from '../../machines/call/call.machine'
import type { CallRecord as ChartRecord } from '../../machines/reports'
import type { tonesMachine } from '../../machines/tones.machine'
import type { Permission } from '../errors'
import type { CallPhase, CallRecord, CallView } from '../state'
import { type AutoAnswerSnapshot, viewAutoAnswer } from './availability.view'
import { callPermissions } from './call-permissions.view'
import { type Conferences, viewConference } from './conference.view'
import { type ParkSnapshot, viewParking } from './park.view'
import { problemOf } from './problem.view'
import { type QualitySnapshot, viewQuality, viewQualitySummary } from './quality.view'
import { type RecordingSnapshot, viewRecording } from './recording.view'
import { type SupervisionSnapshot, supervisionPermission, viewSupervision } from './supervision.view'
import { type TransferSnapshot, viewTransfer } from './transfer.view'
import { type TransfereeSnapshot, viewTransferRequest } from './transfer-request.view'

export type CallSnapshot = SnapshotFrom<typeof callMachine>
type TonesSnapshot = SnapshotFrom<typeof tonesMachine>

const phaseOf = (call: CallSnapshot): CallPhase => {
  if (call.hasTag('established')) return 'established'
  if (call.hasTag('dialing')) return 'dialing'
  if (call.hasTag('alerting')) return 'alerting'
  if (call.hasTag('answering')) return 'answering'
  if (call.hasTag('withdrawing') || call.matches({ closing: 'cancelling' })) return 'cancelling'
  if (call.matches({ closing: 'declining' })) return 'declining'
  if (call.matches({ closing: 'forwarding' })) return 'forwarding'
  return call.hasTag('preparing') ? 'preparing' : 'ending'
}

/** The regions of a call that is under way; before and after, there is nothing to tell of them. */
const regionsOf = ({ value }: CallSnapshot) =>
  typeof value === 'object' && 'open' in value && typeof value.open === 'object' && 'underway' in value.open
    ? value.open.underway
    : null

const keyOf = (value: string | object): string => (typeof value === 'string' ? value : (Object.keys(value)[0] ?? ''))

const captureOf = (
  state: 'working' | { silent: 'interrupted' | 'replacing' | 'lost' } | undefined,
): CallView['capture'] => (typeof state === 'object' ? state.silent : (state ?? 'none'))

const oneOf = <Word extends string>(value: string, words: readonly Word[], otherwise: Word): Word =>
  words.find((word) => word === value) ?? otherwise

/** The charts within a call that are shown beside it. */
export const partsWithin = ({ children }: CallSnapshot) => ({
  tones: children.tones?.getSnapshot() as TonesSnapshot | undefined,
  quality: children.quality?.getSnapshot() as QualitySnapshot | undefined,
  recording: children.recording?.getSnapshot() as RecordingSnapshot | undefined,
  supervision: children.supervision?.getSnapshot() as SupervisionSnapshot | undefined,
})

/** What a call's view is made of. */
export interface CallParts extends ReturnType<typeof partsWithin> {
  readonly call: CallSnapshot
  readonly transfer: TransferSnapshot
  readonly transferee: TransfereeSnapshot
  readonly autoAnswer: AutoAnswerSnapshot
  readonly park: ParkSnapshot
  readonly conferences: Conferences
  readonly whyNoDial: Permission
  readonly whyNoPark: Permission
}

export function viewCall({
  call,
  tones,
  quality,
  recording,
  supervision,
  transfer,
  transferee,
  autoAnswer,
  park,
  conferences,
  whyNoDial,
  whyNoPark,
}: CallParts): CallView {
  const { context } = call
  const regions = regionsOf(call)
  return Object.freeze<CallView>({
    id: context.callId,
    direction: context.direction,
    remote: Object.freeze({ ...context.remote }),
    phase: phaseOf(call),
    progress: oneOf(keyOf(regions?.progress ?? 'none'), ['ringing', 'forwarded', 'queued'], 'none'),
    earlyMedia: oneOf(regions?.earlyMedia ?? 'none', ['flowing'], 'none'),
    hold:
      regions?.hold === 'retreating'
        ? 'holding'
        : oneOf(regions?.hold ?? 'none', ['holding', 'held', 'resuming', 'silenced'], 'none'),
    remoteHold: regions?.remoteHold === 'on' ? 'held' : 'none',
    microphone: regions?.microphone ?? 'none',
    capture: captureOf(regions?.capture),
    media: regions?.media ?? 'none',
    pendingTones: tones?.context.queue.map(({ tone }) => tone).join('') ?? '',
    quality: viewQuality(quality),
    autoAnswer: viewAutoAnswer(context.callId, autoAnswer),
    transfer: viewTransfer(context.callId, transfer),
    parking: viewParking(context.callId, park),
    returnedFrom: context.returnedFrom ?? null,
    transferRequest: viewTransferRequest(context.callId, transferee),
    supervision: viewSupervision(call, supervision),
    recording: viewRecording(recording),
    conference: viewConference(context.callId, conferences),
    headers: context.extras.headers,
    metadata: context.extras.metadata,
    startedAt: context.startedAt,
    answeredAt: context.answeredAt,
    problem: context.failure === null ? null : problemOf(context.failure),
    can: Object.freeze({
      ...callPermissions(call, transfer, conferences, recording, transferee, whyNoDial, park, whyNoPark),
      setSupervision: supervisionPermission(call, supervision),
    }),
  })
}

export const viewRecord = ({ failure, remote, quality, ...record }: ChartRecord): CallRecord =>
  Object.freeze({
    ...record,
    remote: Object.freeze({ ...remote }),
    ...(quality && { quality: viewQualitySummary(quality) }),
    problem: failure === null ? null : problemOf(failure),
  })
