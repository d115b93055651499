import type { SnapshotFrom } from 'xstate'
import type { callMachine } from '../../machines/call/call.machine'
import type { CallRecord as ChartRecord } from '../../machines/reports'
import type { tonesMachine } from '../../machines/tones.machine'
import type { Permission } from '../errors'
import type { CallPhase, CallRecord, CallView } from '../state'
import { callPermissions } from './call-permissions.view'
import { type Conferences, viewConference } from './conference.view'
import { problemOf } from './problem.view'
import { type QualitySnapshot, viewQuality, viewQualitySummary } from './quality.view'
import { type RecordingSnapshot, viewRecording } from './recording.view'
import { type SupervisionSnapshot, supervisionPermission, viewSupervision } from './supervision.view'
import { type TransferSnapshot, viewTransfer } from './transfer.view'

export type CallSnapshot = SnapshotFrom<typeof callMachine>
type TonesSnapshot = SnapshotFrom<typeof tonesMachine>

const phaseOf = (call: CallSnapshot): CallPhase => {
  if (call.hasTag('established')) return 'established'
  if (call.hasTag('dialing')) return 'dialing'
  if (call.hasTag('alerting')) return 'alerting'
  if (call.hasTag('answering')) return 'answering'
  if (call.matches({ closing: 'cancelling' })) return 'cancelling'
  if (call.matches({ closing: 'declining' })) return 'declining'
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

export function viewCall(
  call: CallSnapshot,
  tones: TonesSnapshot | undefined,
  transfer: TransferSnapshot,
  conferences: Conferences,
  whyNoDial: Permission,
  quality: QualitySnapshot | undefined,
  recording: RecordingSnapshot | undefined,
  supervision: SupervisionSnapshot | undefined,
): CallView {
  const { context } = call
  const regions = regionsOf(call)
  return Object.freeze<CallView>({
    id: context.callId,
    direction: context.direction,
    remote: Object.freeze({ ...context.remote }),
    phase: phaseOf(call),
    progress: oneOf(keyOf(regions?.progress ?? 'none'), ['ringing', 'forwarded', 'queued'], 'none'),
    earlyMedia: oneOf(regions?.earlyMedia ?? 'none', ['flowing'], 'none'),
    hold: oneOf(regions?.hold ?? 'none', ['holding', 'held', 'resuming'], 'none'),
    remoteHold: regions?.remoteHold === 'on' ? 'held' : 'none',
    microphone: regions?.microphone ?? 'none',
    capture: captureOf(regions?.capture),
    media: regions?.media ?? 'none',
    pendingTones: tones?.context.queue.map(({ tone }) => tone).join('') ?? '',
    quality: viewQuality(quality),
    transfer: viewTransfer(context.callId, transfer),
    supervision: viewSupervision(call, supervision),
    recording: viewRecording(recording),
    conference: viewConference(context.callId, conferences),
    headers: context.extras.headers,
    metadata: context.extras.metadata,
    startedAt: context.startedAt,
    answeredAt: context.answeredAt,
    problem: context.failure === null ? null : problemOf(context.failure),
    can: Object.freeze({
      ...callPermissions(call, transfer, conferences, recording, whyNoDial),
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
