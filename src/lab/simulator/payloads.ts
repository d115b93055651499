import type { EventObject } from 'xstate'
import type { PhoneCommand } from '../../api/commands'
import { defaultPreferences } from '../../machines/devices.setup'
import type { Failure } from '../../machines/failure'
import type { QualitySample } from '../../machines/ports'
import type { Fact } from './steps'

/** What a fact is made of. */
export interface FactScope {
  /** ms since the epoch. */
  readonly at: number
  readonly callId: string | undefined
  /** What the port was asked for last. */
  readonly asked: EventObject | undefined
  /** Of the chart that hears it. */
  readonly context: Readonly<Record<string, unknown>>
}

/** What a command needs besides its type, where it needs something. It may be edited before it is given. */
const commandData: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  signIn: { user: '1001', password: 'simulated' },
  dial: { target: '1002', name: 'Bob Lindqvist' },
  transfer: { target: '1003' },
  consult: { target: '1003' },
  sendDtmf: { tones: '42#' },
  setMicrophone: { deviceId: null },
  setSpeaker: { deviceId: null },
}

export function commandFor(type: string, callId?: string): PhoneCommand {
  return { type, ...(callId === undefined ? {} : { callId }), ...commandData[type] } as unknown as PhoneCommand
}

const failure = (code: Failure['code'], sipStatus?: number): Failure => ({
  code,
  ...(sipStatus === undefined ? {} : { sipStatus }),
})

const hour = 3_600_000

type Variants = Readonly<Record<string, Readonly<Record<string, unknown>>>>
type Template = (scope: FactScope) => Readonly<Record<string, unknown>> | { readonly variants: Variants }

const refusals = {
  'busy (486)': failure('busy', 486),
  'declined (603)': failure('declined', 603),
  'not found (404)': failure('not-found', 404),
  'unavailable (480)': failure('unavailable', 480),
} as const

/** What facts say beside their type. A fact that is not named here says nothing more, until somebody writes it. */
const templates: Readonly<Record<string, Template>> = {
  'credentials.obtained': ({ asked, at }) => ({
    variants: {
      'that do not lapse': { handle: handleOf(asked), expiresAt: null, at },
      'for five minutes': { handle: handleOf(asked), expiresAt: at + 300_000, at },
    },
  }),
  'credentials.unavailable': ({ asked }) => ({
    handle: handleOf(asked),
    failure: failure('token-unavailable'),
    retryAfterMs: 1_700,
  }),
  'credentials.refused': ({ asked }) => ({ handle: handleOf(asked), failure: failure('token-refused') }),
  'credentials.rejected': ({ asked }) => ({ handle: handleOf(asked), failure: failure('wrong-credentials', 401) }),
  'credentials.aged': ({ asked, at }) => ({ handle: handleOf(asked), at: at + hour }),
  'transport.connected': ({ asked }) => ({
    server: asked !== undefined && 'server' in asked ? asked.server : 'wss://pbx.example/ws',
  }),
  'transport.closed': () => ({ failure: failure('unreachable'), retryAfterMs: 2_000 }),
  'registration.accepted': ({ at }) => ({ expiresAt: at + hour }),
  'registration.refused': () => ({
    variants: {
      'wrong password (401)': { failure: failure('wrong-credentials', 401) },
      'forbidden (403)': { failure: failure('forbidden', 403) },
    },
  }),
  'registration.failed': () => ({ failure: failure('server-error', 503), retryAfterMs: 5_000 }),
  'sip.notLoaded': () => ({ failure: failure('sip-not-loaded') }),
  'invitation.received': ({ at, context }) => ({
    callId: `incoming-${(context.calls as readonly unknown[] | undefined)?.length ?? 0}`,
    remote: { number: '1004', name: 'Dave Petrov', uri: 'sip:1004@pbx.example' },
    at,
  }),
  'session.progressed': ({ at }) => ({
    variants: {
      '100 Trying': { progress: 'trying', at },
      '180 Ringing': { progress: 'ringing', at },
      '181 forwarded': { progress: 'forwarded', at },
      '182 Queued': { progress: 'queued', at },
      '183 Progress': { progress: 'progressing', at },
    },
  }),
  'session.accepted': ({ at }) => ({ remote: null, at }),
  'session.rejected': ({ at }) => ({
    variants: Object.fromEntries(Object.entries(refusals).map(([name, one]) => [name, { failure: one, at }])),
  }),
  'session.cancelled': ({ at }) => ({
    variants: {
      'by the caller': { by: 'caller', reason: null, at },
      'answered elsewhere': {
        by: 'elsewhere',
        reason: { protocol: 'SIP', cause: 200, text: 'Call completed elsewhere' },
        at,
      },
    },
  }),
  'session.ended': ({ at }) => ({
    variants: {
      'by them': { by: 'remote', failure: null, reason: null, at },
      'by us': { by: 'local', failure: null, reason: null, at },
      lost: { by: 'lost', failure: failure('dialog-gone', 481), reason: null, at },
    },
  }),
  'session.negotiated': ({ asked }) => ({
    offer: asked !== undefined && 'offer' in asked ? asked.offer : { hold: false },
  }),
  'session.offerRefused': () => ({ failure: failure('not-acceptable', 488) }),
  'session.offersCrossed': () => ({ retryAfterMs: 2_500 }),
  'session.referAccepted': () => ({
    variants: { '202, will tell': { willNotify: true }, '202, will not tell': { willNotify: false } },
  }),
  'session.referProgressed': () => ({ sipStatus: 180, text: 'Ringing' }),
  'session.referEnded': () => ({
    variants: { reached: { ok: true }, 'not reached': { ok: false, failure: failure('busy', 486) } },
  }),
  'session.referRefused': () => ({ failure: failure('forbidden', 403) }),
  'microphone.refused': ({ at }) => ({
    variants: {
      'not allowed': { failure: failure('permission-denied'), at },
      'no microphone': { failure: failure('no-microphone'), at },
    },
  }),
  'quality.sampled': ({ at }) => ({
    variants: { good: { sample: sampleOf(at, 0.001, 8) }, poor: { sample: sampleOf(at, 0.18, 70) } },
  }),
  'tone.sent': ({ asked }) => ({ tone: toneOf(asked) }),
  'tone.refused': ({ asked }) => ({ tone: toneOf(asked), failure: failure('media-failed') }),
  'permission.changed': () => ({
    variants: { granted: { permission: 'granted' }, denied: { permission: 'denied' } },
  }),
  'permission.refused': () => ({ failure: failure('permission-denied') }),
  'devices.listed': () => ({
    microphones: [{ id: 'headset', label: 'Headset' }],
    speakers: [{ id: 'headset', label: 'Headset' }],
  }),
  'speaker.used': ({ asked }) => ({ deviceId: asked !== undefined && 'deviceId' in asked ? asked.deviceId : null }),
  'speaker.refused': () => ({ failure: failure('media-failed') }),
  'mailbox.notified': () => ({
    state: { package: 'message-summary', newMessages: 1, oldMessages: 2, urgentMessages: 0 },
  }),
  'preferences.loaded': () => ({ preferences: defaultPreferences }),
}

/** A fact in each way in which it may be told, with what is sensible in it. */
export function factFor(type: string, scope: FactScope): { readonly label: string | null; readonly fact: Fact }[] {
  const data = templates[type]?.(scope) ?? {}
  if (!('variants' in data)) return [{ label: null, fact: { type, ...data } }]
  return Object.entries(data.variants as Variants).map(([label, variant]) => ({ label, fact: { type, ...variant } }))
}

function handleOf(asked: EventObject | undefined): unknown {
  return asked !== undefined && 'handle' in asked ? asked.handle : 'secret-1'
}

function toneOf(asked: EventObject | undefined): unknown {
  return asked !== undefined && 'tone' in asked ? asked.tone : '1'
}

function sampleOf(at: number, lossRatio: number, jitterMs: number): QualitySample {
  const rtp = { bitrate: 62_000, packets: 100, lossRatio, level: 0.3 }
  return {
    at,
    direction: 'sendrecv',
    codec: 'opus',
    received: { ...rtp, jitterMs, bufferMs: jitterMs * 2 },
    sent: rtp,
    roundTripMs: 40,
  }
}
