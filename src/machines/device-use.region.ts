import { broken, confirm, devicesSetup, fail, failAsTold, open } from './devices.setup'
import type { DeviceChoice, DeviceRole } from './ports'

const { createStateConfig } = devicesSetup

type OfChoice = { event: { readonly role: DeviceRole; readonly choice: DeviceChoice } }

const chooseAsTold = { type: 'choose', params: ({ event }: OfChoice) => event.choice } as const

/**
 * Which device is used in one role: the chosen one; the system's default while that is unplugged; and the chosen one again
 * when it is back.
 */
export const deviceUse = (role: DeviceRole) => {
  const ofRole = { role } as const
  const isForRole = {
    type: 'isFor',
    params: ({ event }: { event: { readonly role: DeviceRole } }) => ({ role, is: event.role }),
  } as const
  const want = [
    open(role),
    { type: 'want', params: ({ event }: OfChoice) => ({ role, choice: event.choice }) },
  ] as const
  const wantToo = [
    open(role),
    { type: 'wantToo', params: ({ event }: OfChoice) => ({ role, choice: event.choice }) },
  ] as const
  const wantPreferred = { type: 'wantPreferred', params: ofRole } as const

  return createStateConfig({
    initial: 'settled',
    states: {
      settled: {
        always: { guard: { type: 'isMissing', params: ofRole }, target: 'missing' },
        on: {
          'devices.preferred': {
            guard: { type: 'prefers', params: ofRole },
            target: 'switching',
            actions: wantPreferred,
          },
          'devices.choose': { guard: isForRole, target: 'switching', actions: want },
          // Later than we had waited for it.
          'device.used': { guard: isForRole, actions: chooseAsTold },
        },
      },
      switching: {
        tags: 'busy',
        entry: { type: 'useWanted', params: ofRole },
        on: {
          'devices.choose': { guard: isForRole, target: 'overtaken', actions: wantToo },
          'device.used': {
            // The default, which was asked for while the chosen one was missing, may come in between.
            guard: { type: 'isWanted', params: ({ event }) => ({ role, is: event.role, choice: event.choice }) },
            target: 'settled',
            actions: [chooseAsTold, confirm(role)],
          },
          'device.refused': { guard: isForRole, target: 'settled', actions: failAsTold(role) },
          'port.broken': { target: 'settled', actions: fail(role, broken) },
        },
        after: { deviceTimeout: { target: 'settled', actions: fail(role, { code: 'timed-out' }) } },
      },
      // Another one was chosen meanwhile: its turn comes when the first has been used or refused.
      overtaken: {
        tags: 'busy',
        on: {
          'devices.choose': { guard: isForRole, actions: wantToo },
          'device.used': { guard: isForRole, target: 'switching' },
          'device.refused': { guard: isForRole, target: 'switching' },
          'port.broken': { target: 'settled', actions: fail(role, broken) },
        },
        after: { deviceTimeout: 'switching' },
      },
      // Unplugged: the default serves meanwhile, and the choice is kept.
      missing: {
        entry: { type: 'useDefault', params: ofRole },
        always: { guard: { type: 'isBack', params: ofRole }, target: 'switching', actions: wantPreferred },
        on: { 'devices.choose': { guard: isForRole, target: 'switching', actions: want } },
      },
    },
  })
}
