import type { SnapshotFrom } from 'xstate'
import type { recordingMachine } from '../../machines/recording.machine'
import type { Permission, WhyNotCode } from '../errors'
import type { CallPermissions, RecordingView } from '../state'
import type { CallSnapshot } from './call.view'

export type RecordingSnapshot = SnapshotFrom<typeof recordingMachine>

export function viewRecording(recording: RecordingSnapshot | undefined): RecordingView {
  const value = recording?.value ?? 'off'
  if (value === 'startingByCode') return 'starting'
  return value === 'stoppingByCode' ? 'stopping' : value
}

export function recordingPermissions(
  call: CallSnapshot,
  recording: RecordingSnapshot | undefined,
): Pick<CallPermissions, 'startRecording' | 'stopRecording'> {
  const ask = (type: 'call.startRecording' | 'call.stopRecording', otherwise: WhyNotCode): Permission => {
    const { callId } = call.context
    if (recording?.status === 'active' && recording.can({ type, callId, commandId: '', at: 0 })) return true
    const code: WhyNotCode =
      call.context.recording === undefined
        ? 'recording-not-configured'
        : call.hasTag('closing')
          ? 'ending'
          : !call.hasTag('established')
            ? 'not-established'
            : recording?.hasTag('busy')
              ? 'recording-changing'
              : otherwise
    return Object.freeze({ code })
  }
  return {
    startRecording: ask('call.startRecording', 'already-recording'),
    stopRecording: ask('call.stopRecording', 'not-recording'),
  }
}
