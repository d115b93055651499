import type { SnapshotFrom } from 'xstate'
import type { parkMachine } from '../../machines/park.machine'
import type { Permission, WhyNotCode } from '../errors'
import type { ParkingView } from '../state'
import { problemOf } from './problem.view'
import type { ParkingLotSnapshot } from './watched.view'

export type ParkSnapshot = SnapshotFrom<typeof parkMachine>

const none: ParkingView = Object.freeze({ status: 'none' })
const refuse = (code: WhyNotCode): Permission => Object.freeze({ code })

/** This call's part in what is being parked. */
export function viewParking(callId: string, park: ParkSnapshot): ParkingView {
  const { parking, failure } = park.context
  if (parking?.callId !== callId) return none
  if (!park.matches('idle')) return Object.freeze({ status: 'parking', slot: parking.slot })
  return failure === null ? none : Object.freeze({ status: 'failed', problem: problemOf(failure) })
}

/** Whether anything can be parked at all. */
export function parkPermission(
  park: ParkSnapshot,
  { context: { slots, extension, calls } }: ParkingLotSnapshot,
): Permission {
  if (extension === null && slots.length === 0) return refuse('parking-not-configured')
  if (!park.matches('idle')) return refuse('parking-underway')
  return extension !== null || slots.length > calls.length || refuse('no-free-slot')
}
