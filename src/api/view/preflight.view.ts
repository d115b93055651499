import type { SnapshotFrom } from 'xstate'
import type { preflightMachine } from '../../machines/preflight.machine'
import type { PreflightView } from '../state'
import { problemOf } from './problem.view'
import { viewQualitySummary } from './quality.view'

export type PreflightSnapshot = SnapshotFrom<typeof preflightMachine>

const statusOf = ({ value }: PreflightSnapshot): PreflightView['status'] =>
  typeof value === 'string' ? value : typeof value.running === 'string' ? value.running : 'call'

export function viewPreflight(preflight: PreflightSnapshot): PreflightView {
  const { microphone, network, quality, failure } = preflight.context
  return Object.freeze<PreflightView>({
    status: statusOf(preflight),
    microphone: microphone && Object.freeze({ ...microphone }),
    network: network && Object.freeze({ ...network }),
    quality: quality && viewQualitySummary(quality),
    problem: failure && problemOf(failure),
  })
}
