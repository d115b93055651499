import { authMachine } from './auth.machine'
import { callMachine } from './call/call.machine'
import { connectionMachine } from './connection.machine'
import { devicesMachine } from './devices.machine'
import { phoneMachine } from './phone.machine'
import type {
  KeepCredentials,
  KeepPreferences,
  PlaySound,
  SendTones,
  WatchConnection,
  WatchDevices,
  WatchInvitations,
  WatchMedia,
  WatchSession,
} from './ports'
import { ringerMachine } from './ringer.machine'
import { tonesMachine } from './tones.machine'

/** Every port of a phone. Who provides them decides whether it is live, a test or a replay. */
export interface Ports {
  readonly keepCredentials: KeepCredentials
  readonly keepPreferences: KeepPreferences
  readonly playSound: PlaySound
  readonly sendTones: SendTones
  readonly watchConnection: WatchConnection
  readonly watchDevices: WatchDevices
  readonly watchInvitations: WatchInvitations
  readonly watchMedia: WatchMedia
  readonly watchSession: WatchSession
}

/** The phone's chart with its ports bound, in every chart below it. */
export const bindPorts = (ports: Ports): typeof phoneMachine => {
  const tones = tonesMachine.provide({ actors: { sendTones: ports.sendTones } })
  return phoneMachine.provide({
    actors: {
      auth: authMachine.provide({ actors: { keepCredentials: ports.keepCredentials } }),
      connection: connectionMachine.provide({ actors: { watchConnection: ports.watchConnection } }),
      devices: devicesMachine.provide({
        actors: { watchDevices: ports.watchDevices, keepPreferences: ports.keepPreferences },
      }),
      ringer: ringerMachine.provide({ actors: { playSound: ports.playSound } }),
      call: callMachine.provide({
        actors: {
          watchSession: ports.watchSession,
          watchMedia: ports.watchMedia,
          playSound: ports.playSound,
          tones,
        },
      }),
      watchInvitations: ports.watchInvitations,
    },
  })
}
