import type { SnapshotFrom } from 'xstate'
import type { supervisionMachine } from '../../machines/supervision.machine'
import type { Permission, WhyNotCode } from '../errors'
import type { SupervisionView } from '../state'
import type { CallSnapshot } from './call.view'

export type SupervisionSnapshot = SnapshotFrom<typeof supervisionMachine>

const none: SupervisionView = Object.freeze({ status: 'none' })

export function viewSupervision(call: CallSnapshot, supervision: SupervisionSnapshot | undefined): SupervisionView {
  const { supervision: asked } = call.context
  if (asked === undefined) return none
  if (supervision === undefined) return Object.freeze({ status: 'supervising', number: asked.number, mode: asked.mode })
  const { number, mode, wanted } = supervision.context
  const isSwitching = supervision.matches('switching')
  return Object.freeze({ status: isSwitching ? 'switching' : 'supervising', number, mode: isSwitching ? wanted : mode })
}

/** Any mode but the one that there is. */
export function supervisionPermission(call: CallSnapshot, supervision: SupervisionSnapshot | undefined): Permission {
  const refuse = (code: WhyNotCode): Permission => Object.freeze({ code })
  const { supervision: asked } = call.context
  if (asked === undefined) return refuse('no-supervision')
  if (call.hasTag('closing')) return refuse('ending')
  if (supervision === undefined) return refuse('not-established')
  if (supervision.hasTag('busy')) return refuse('supervision-switching')
  return asked.digits !== null || asked.by === 'service' ? true : refuse('supervision-fixed')
}
