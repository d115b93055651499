import type { EventObject } from 'xstate'
import type { MakePort } from '../../src/adapters/port'
import type { Bindings } from '../../src/api/phone-core'
import { defaultPreferences } from '../../src/machines/devices.setup'
import type {
  CallRef,
  ConnectionCommand,
  ConnectionFact,
  CredentialsCommand,
  CredentialsFact,
  DevicesCommand,
  DevicesFact,
  InvitationCommand,
  InvitationFact,
  MediaCommand,
  MediaFact,
  MixCommand,
  MixFact,
  PreferencesCommand,
  PreferencesFact,
  SessionCommand,
  SessionFact,
  ToneCommand,
  ToneFact,
  TransferRequestCommand,
  TransferRequestFact,
} from '../../src/machines/ports'
import type { ChoicesCommand, ChoicesFact } from '../../src/machines/ports/availability'
import type { DeviceTestCommand, DeviceTestFact } from '../../src/machines/ports/device-test'
import type { DeliveryFact, MessageFact, OutgoingMessage } from '../../src/machines/ports/messages'
import type { RecordingFact, RecordingRequest } from '../../src/machines/ports/recording'
import type {
  SteeringCommand,
  SteeringFact,
  SupervisionGrant,
  SupervisionRequest,
} from '../../src/machines/ports/supervision'
import type { ParkingLotCommand, ParkingLotFact, Resource, ResourceFact } from '../../src/machines/ports/watching'

type Reply<Command, Fact> = (command: Command, callId: string) => readonly Fact[]

/** How the world answers, a command at a time. A test replaces what it needs to be otherwise. */
export interface Script {
  readonly connection: Reply<ConnectionCommand, ConnectionFact>
  readonly session: Reply<SessionCommand, SessionFact>
  readonly media: Reply<MediaCommand, MediaFact>
  readonly recording: Reply<RecordingRequest, RecordingFact>
  readonly supervision: (request: SupervisionRequest) => readonly SupervisionGrant[]
  readonly steering: Reply<SteeringCommand, SteeringFact>
  readonly mixer: Reply<MixCommand, MixFact>
  readonly tones: Reply<ToneCommand, ToneFact>
  readonly choices: Reply<ChoicesCommand, ChoicesFact>
  readonly credentials: Reply<CredentialsCommand, CredentialsFact>
  readonly devices: Reply<DevicesCommand, DevicesFact>
  readonly test: Reply<DeviceTestCommand, DeviceTestFact>
  readonly delivery: (messageId: string) => readonly DeliveryFact[]
}

const at = 1_000

export const kindWorld: Script = {
  choices: (command) =>
    command.type === 'choices.load'
      ? [{ type: 'choices.loaded', account: command.account, choices: {} }]
      : [{ type: 'choices.saved' }],
  credentials: ({ handle }) => [{ type: 'credentials.obtained', handle, expiresAt: null, at: 0 }],
  connection: (command) => {
    switch (command.type) {
      case 'transport.connect':
        return [{ type: 'transport.connected', server: command.server }]
      case 'transport.disconnect':
        return [{ type: 'transport.disconnected' }]
      case 'registration.register':
        return [{ type: 'registration.accepted', expiresAt: at + 600_000 }]
      case 'registration.unregister':
        return [{ type: 'registration.removed' }]
    }
  },
  session: (command) => {
    switch (command.type) {
      case 'session.invite':
        return [
          { type: 'session.progressed', progress: 'ringing', at },
          { type: 'session.accepted', remote: null, at },
        ]
      case 'session.accept':
        return [{ type: 'session.accepted', remote: null, at }]
      case 'session.offer':
        return [{ type: 'session.negotiated', offer: command.offer }]
      case 'session.refer':
        return [
          { type: 'session.referAccepted', willNotify: true },
          { type: 'session.referProgressed', sipStatus: 180, text: 'Ringing' },
          { type: 'session.referEnded', ok: true },
        ]
      case 'session.bye':
      case 'session.cancel':
      case 'session.withdraw':
      case 'session.reject':
      case 'session.deflect':
        return [{ type: 'session.ended', by: 'local', failure: null, reason: null, at: at + 5_000 }]
    }
  },
  media: (command) => {
    if (command.type === 'microphone.acquire') return [{ type: 'microphone.acquired' }]
    if (command.type === 'microphone.mute') return [{ type: 'microphone.muted' }]
    return command.type === 'microphone.unmute' ? [{ type: 'microphone.unmuted' }] : []
  },
  delivery: () => [{ type: 'message.accepted', at }],
  recording: () => [{ type: 'recording.confirmed' }],
  supervision: () => [{ type: 'supervision.granted', target: 'sip:77@pbx.example' }],
  steering: ({ mode }) => [{ type: 'supervision.changed', mode }],
  mixer: () => [{ type: 'mix.started' }],
  tones: ({ tone }) => [{ type: 'tone.sent', tone }],
  test: ({ type }) => (type === 'test.play' ? [{ type: 'test.played' }] : []),
  devices: (command) => {
    if (command.type === 'device.use') return [{ type: 'device.used', role: command.role, choice: command.choice }]
    return command.type === 'playback.unblock' ? [{ type: 'playback.unblocked' }] : []
  },
}

export interface ScriptedWorld {
  readonly bind: (makePort: MakePort) => Bindings
  /** Somebody calls. */
  invite(callId: string, name?: string, more?: Partial<InvitationFact>): void
  /** Something happens in a call without a command of ours. */
  tellSession(callId: string, fact: SessionFact): void
  tellConnection(fact: ConnectionFact): void
  tellDevices(fact: DevicesFact): void
  tellMessage(fact: MessageFact): void
  /** The server tells of what is watched. */
  tellResource(uri: string, fact: ResourceFact): void
  /** The far end of a call asks that 1003 be called instead. */
  requestTransfer(callId: string, requestId: string): void
  /** The tokens that were handed over, in order. */
  readonly offered: readonly unknown[]
  /** The secrets that were given, in order. */
  readonly secrets: readonly { readonly username: string; readonly password: string | undefined }[]
  readonly asked: readonly { readonly port: string; readonly command: { readonly type: string } }[]
  isDisposed(): boolean
}

/** A world that answers by a script, at the charts' ports. */
export function createScriptedWorld(changes: Partial<Script> = {}): ScriptedWorld {
  const script = { ...kindWorld, ...changes }
  const asked: { port: string; command: { type: string } }[] = []
  const offered: unknown[] = []
  const secrets: { username: string; password: string | undefined }[] = []
  const sessions = new Map<string, (fact: SessionFact) => void>()
  let tellInvitation: ((fact: InvitationFact) => void) | undefined
  let tellConnection: ((fact: ConnectionFact) => void) | undefined
  let tellDevices: ((fact: DevicesFact) => void) | undefined
  const resources = new Map<string, (fact: ResourceFact) => void>()
  let tellMessage: ((fact: MessageFact) => void) | undefined
  let tellRequest: ((fact: TransferRequestFact) => void) | undefined
  let disposed = false

  const bind = (makePort: MakePort): Bindings => {
    const scripted = <Command extends { type: string }, Input, Fact extends { type: string }>(
      port: string,
      reply: Reply<Command, Fact>,
      onOpen: (input: Input, tell: (fact: Fact) => void) => void = () => {},
    ) =>
      makePort<Command, Input & {}, Fact>(port, ({ input, tell, receive }) => {
        onOpen(input, tell)
        receive((command) => {
          asked.push({ port, command })
          const callId = (input as Partial<CallRef> | undefined)?.callId ?? ''
          for (const fact of reply(command, callId)) tell(fact)
        })
        return undefined
      })
    return {
      ports: {
        deliverMessage: scripted<EventObject, OutgoingMessage, DeliveryFact>(
          'deliverMessage',
          () => [],
          ({ messageId }, tell) => {
            for (const fact of script.delivery(messageId)) tell(fact)
          },
        ),
        keepChoices: scripted<ChoicesCommand, undefined, ChoicesFact>('keepChoices', script.choices) as never,
        keepCredentials: scripted<CredentialsCommand, undefined, CredentialsFact>(
          'keepCredentials',
          script.credentials,
        ) as never,
        keepPreferences: scripted<PreferencesCommand, undefined, PreferencesFact>(
          'keepPreferences',
          () => [{ type: 'preferences.saved' }],
          (_, tell) => tell({ type: 'preferences.loaded', preferences: defaultPreferences }),
        ) as never,
        mixCalls: scripted<MixCommand, undefined, MixFact>('mixCalls', script.mixer) as never,
        playSound: scripted('playSound', () => []) as never,
        pollParkingLot: scripted<ParkingLotCommand, undefined, ParkingLotFact>('pollParkingLot', () => []) as never,
        requestRecording: scripted<EventObject, RecordingRequest, RecordingFact>(
          'requestRecording',
          () => [],
          (request, tell) => {
            for (const fact of script.recording(request, request.callId)) tell(fact)
          },
        ),
        requestSupervision: scripted<EventObject, SupervisionRequest, SupervisionGrant>(
          'requestSupervision',
          () => [],
          (request, tell) => {
            for (const fact of script.supervision(request)) tell(fact)
          },
        ),
        steerSupervision: scripted<SteeringCommand, CallRef, SteeringFact>('steerSupervision', script.steering),
        sendTones: scripted<ToneCommand, CallRef, ToneFact>('sendTones', script.tones),
        testMicrophone: scripted<DeviceTestCommand, undefined, DeviceTestFact>(
          'testMicrophone',
          script.test,
          (_, tell) => tell({ type: 'test.opened' }),
        ) as never,
        watchConnection: scripted<ConnectionCommand, undefined, ConnectionFact>(
          'watchConnection',
          script.connection,
          (_, tell) => {
            tellConnection = tell
          },
        ) as never,
        watchDevices: scripted<DevicesCommand, undefined, DevicesFact>('watchDevices', script.devices, (_, tell) => {
          tellDevices = tell
        }) as never,
        watchInvitations: scripted<InvitationCommand, undefined, InvitationFact>(
          'watchInvitations',
          () => [],
          (_, tell) => {
            tellInvitation = tell
          },
        ) as never,
        watchMailbox: scripted('watchMailbox', () => []) as never,
        watchMedia: scripted<MediaCommand, CallRef, MediaFact>('watchMedia', script.media),
        watchMessages: scripted<EventObject, undefined, MessageFact>(
          'watchMessages',
          () => [],
          (_, tell) => {
            tellMessage = tell
          },
        ) as never,
        watchResource: scripted<EventObject, Resource, ResourceFact>(
          'watchResource',
          () => [],
          ({ uri }, tell) => void resources.set(uri, tell),
        ),
        runCheck: scripted('runCheck', () => []) as never,
        watchQuality: scripted('watchQuality', () => []) as never,
        watchSession: scripted<SessionCommand, CallRef, SessionFact>(
          'watchSession',
          script.session,
          ({ callId }, tell) => void sessions.set(callId, tell),
        ),
        watchTransferRequests: scripted<TransferRequestCommand, undefined, TransferRequestFact>(
          'watchTransferRequests',
          () => [],
          (_, tell) => {
            tellRequest = tell
          },
        ) as never,
      },
      keepSecret: ({ username, password }) => `handle-${secrets.push({ username, password })}`,
      offerToken: (given) => void offered.push(given),
      forgetSecrets: () => {},
      watchLevel: () => () => {},
      preload: () => {},
      dispose: async () => {
        disposed = true
      },
    }
  }
  return {
    bind,
    invite: (callId, name, more = {}) =>
      tellInvitation?.({
        type: 'invitation.received',
        callId,
        remote: { number: '2000', name: name ?? null, uri: 'sip:2000@pbx.example' },
        at,
        ...more,
      }),
    tellSession: (callId, fact) => sessions.get(callId)?.(fact),
    tellConnection: (fact) => tellConnection?.(fact),
    tellDevices: (fact) => tellDevices?.(fact),
    tellMessage: (fact) => tellMessage?.(fact),
    tellResource: (uri, fact) => resources.get(uri)?.(fact),
    requestTransfer: (callId, requestId) =>
      tellRequest?.({
        type: 'refer.received',
        requestId,
        callId,
        kind: 'blind',
        target: { number: '1003', name: 'Carol', uri: 'sip:1003@pbx.example' },
        by: null,
        at,
      }),
    secrets,
    offered,
    asked,
    isDisposed: () => disposed,
  }
}
