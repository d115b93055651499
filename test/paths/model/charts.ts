import type { ContextFrom } from 'xstate'
import { catalogue } from '../../../dev/charts/catalogue'
import type { authMachine } from '../../../src/machines/auth/auth.machine'
import { bindPorts, type Ports } from '../../../src/machines/bind-ports'
import { defaultPreferences } from '../../../src/machines/devices.setup'
import type { focusMachine } from '../../../src/machines/focus.machine'
import type { messagesMachine } from '../../../src/machines/messages.machine'
import { callInputs } from '../../support/call-harness'
import type { Harness, prepareChart } from '../../support/chart-harness'
import { portNames } from '../../support/silent-phone'
import { remote } from './payloads'
import {
  checkAuth,
  checkCall,
  checkConference,
  checkConnection,
  checkFocus,
  checkRecording,
  checkRinger,
  checkTones,
} from './promises'

/** What the walks need to know of a chart beside the chart. */
export interface ChartModel {
  /** How it gets its silent ports, where the charts below it are not to be silent too. */
  readonly bind?: Parameters<typeof prepareChart>[0]
  readonly configurations: readonly NamedConfiguration[]
  /** What its guards read of the context: without it, one and the same state would do now this and now that. */
  readonly remember?: (context: never) => unknown
  /** It remembers numbers that grow or sway: the map of its places is only nearly right. */
  readonly isVague?: boolean
  /** States of two regions that never come together, and why. One that does after all is found out. */
  readonly apart?: readonly Apart[]
  /** What it promises in every state, beside what every chart does. It throws. */
  readonly check?: (chart: Harness) => void
  /**
   * How it is brought to rest from wherever it is: by these events, and then by nobody's saying anything. Where nothing is
   * told, by silence alone, until nothing is outstanding.
   */
  readonly leave?: { readonly by: readonly string[]; readonly to: RegExp }
}

export interface Apart {
  readonly one: RegExp
  readonly other: RegExp
  readonly why: string
}

/** How a chart is started, and what has happened to it before the walk. */
interface NamedConfiguration {
  readonly name: string
  readonly input?: unknown
  /** Letters, by their names. */
  readonly before?: readonly string[]
}

const uri = 'sip:701@pbx.example'
const watched = { package: 'dialog', uri } as const
const slots = [{ slot: '701', target: 'sip:701@pbx.example', uri }]
const plain: readonly NamedConfiguration[] = [{ name: 'as it starts' }]
const one = (name: string, input: unknown): readonly NamedConfiguration[] => [{ name, input }]

const wrapsUp = { maxCalls: 2, wrapUpMs: 30_000, preferred: { callWaiting: 'on', autoAnswer: 'asked' } }
const anotherCall = 'availability.callBegan'
const fourCalls = { maxCalls: 4, preferences: defaultPreferences }
const talking = ['microphone.acquired', 'session.accepted']
const allRaised = [
  'quality.sampled(allBad)',
  ...['notHearing', 'notHeard', 'incomingLoss', 'outgoingLoss', 'jitter', 'delay'].map(
    (warning) => `after raiseAfter of ${warning}.suspected`,
  ),
  'after silenceAfter of silentMicrophone.suspected',
]
const signInByToken = 'auth.signIn(byToken)'
const byToken = [signInByToken, 'credentials.obtained(alice, expiresAt: 3620000)', 'auth.proven']
const choose = (role: string) => [`devices.choose(${role})`, `device.used(${role})`]

/** Every chart of the catalogue, by its name. */
export const models: Readonly<Record<string, ChartModel>> = {
  auth: {
    configurations: [
      ...plain,
      { name: 'a token that lapses', before: byToken },
      {
        name: 'a token that does not',
        before: [signInByToken, 'credentials.obtained(alice, expiresAt: null)', 'auth.proven'],
      },
      { name: 'a token that is short of its end', before: [...byToken, `after expiringAfter of token.fresh`] },
      { name: 'a token that was refused', before: [...byToken, 'auth.lapsed'] },
    ],
    apart: [
      { one: /renewal\.idle$/, other: /token\.exp/, why: 'another is asked for at once' },
      { one: /renewal\.proving$/, other: /token\.expiring$/, why: 'another is asked for at once' },
      { one: /renewal\.(?:waiting|declined)$/, other: /token\.(?:lasting|fresh)$/, why: 'nothing is missing' },
    ],
    // How late it was is only for its timers.
    remember: ({ account, expiresAt }: ContextFrom<typeof authMachine>) => [
      account?.proof,
      account === null,
      expiresAt,
    ],
    check: checkAuth,
    leave: { by: ['auth.signOut', 'auth.offline'], to: /^signedOut$/ },
  },
  autoAnswer: { configurations: one('it rings for two seconds', { ringMs: 2_000 }) },
  availability: {
    configurations: [
      { name: 'no call', input: wrapsUp },
      { name: 'two calls', input: wrapsUp, before: [anotherCall, anotherCall] },
    ],
    apart: [{ one: /^wrapUp\.owed/, other: /^room\.idle/, why: 'it is owed as long as another call goes on' }],
  },
  call: {
    configurations: [
      { name: 'an outgoing call', input: callInputs.outgoing },
      { name: 'an incoming call', input: callInputs.incoming },
      { name: 'dialling', input: callInputs.outgoing, before: ['microphone.acquired'] },
      { name: 'accepting', input: callInputs.incoming, before: ['call.answer', 'microphone.acquired'] },
      { name: 'talking', input: callInputs.outgoing, before: talking },
      {
        name: 'supervising',
        input: { ...callInputs.outgoing, supervision: { number: '1002', mode: 'listen', digits: null } },
        before: talking,
      },
    ],
    check: checkCall,
    apart: [
      {
        one: /\.(?:way\.(?:dialing|withdrawing|accepting)|(?:progress|earlyMedia)\.(?!over).*|negotiation\.establishing|\w+\.unestablished|quality\.waiting)$/,
        other:
          /\.(?:way\.established|(?:progress|earlyMedia)\.over|negotiation\.(?!establishing)\w+|hold\.(?!unestablished)\w+|recording\.(?!unestablished)\w+|quality\.(?!waiting)\w+|supervision\.(?!none)\w+)$/,
        why: 'the answer changes them all at once',
      },
      { one: /ringing\.sounding$/, other: /earlyMedia\.flowing$/, why: 'no ringback over what the far end plays' },
      {
        one: /negotiation\.stable$/,
        other: /hold\.(?:holding|retreating|resuming)$/,
        why: 'what is wanted is offered until it is agreed, or given up',
      },
    ],
    leave: { by: ['call.hangUp(1)'], to: /^ended$/ },
  },
  conference: {
    configurations: plain,
    check: checkConference,
    leave: { by: ['report.ended(a, record: null)', 'report.ended(b)', 'report.ended(c)'], to: /^apart$/ },
  },
  connection: {
    configurations: plain,
    check: checkConnection,
    leave: { by: ['connection.leave'], to: /^offline$/ },
  },
  deviceTest: {
    configurations: [
      ...plain,
      {
        name: 'the echo is played',
        before: ['test.echo', 'test.opened', 'after recordingTime of open.recording'],
      },
    ],
  },
  devices: {
    configurations: [
      {
        name: 'what was chosen is unplugged',
        input: defaultPreferences,
        before: [
          ...choose('microphone, headset'),
          ...choose('speaker'),
          ...choose('ringDevice'),
          'devices.listed(built-in)',
        ],
      },
      { name: 'as the host prefers', input: defaultPreferences },
      { name: 'the port is broken', input: defaultPreferences, before: ['error of devices'] },
    ],
    apart: [
      {
        one: /^(?:permission\.asking|playback\.unblocking|use\.\w+\.(?:switching|overtaken))$/,
        other: /^port\.broken$/,
        why: 'nobody waits for a port that is broken',
      },
      { one: /^microphone\.(?:unknown|present)$/, other: /^port\.broken$/, why: 'a broken port has no microphone' },
      { one: /^microphone\.unknown$/, other: /missing$/, why: 'it was looked for in the list that told of it' },
    ],
  },
  focus: {
    configurations: plain,
    remember: ({ live, wish }: ContextFrom<typeof focusMachine>) => [live, wish?.callId],
    check: checkFocus,
  },
  message: { configurations: one('a text', { messageId: 'm', target: remote.uri, text: 'Hello' }) },
  messages: {
    configurations: plain,
    remember: ({ messages }: ContextFrom<typeof messagesMachine>) =>
      messages.some(({ delivery }) => delivery === 'sending'),
  },
  park: { configurations: plain },
  parkingLot: {
    configurations: [
      { name: 'watched', input: { source: 'subscription', extension: null, slots } },
      { name: 'asked for', input: { source: 'polling', extension: null, slots } },
      { name: 'not configured', input: { source: 'none', extension: null, slots: [] } },
    ],
  },
  phone: {
    // It looks at the charts below it before it decides.
    bind: (silent) => bindPorts(Object.fromEntries(portNames.map((port) => [port, silent(port)])) as unknown as Ports),
    configurations: [
      { name: 'not registered', input: fourCalls },
      { name: 'registered', input: fourCalls, before: ['report.registered'] },
      { name: 'signing out', input: fourCalls, before: ['report.credentialsObtained', 'report.signingOut'] },
    ],
    // What they know is not its own.
    remember: () => null,
    isVague: true,
  },
  preflight: { configurations: plain, leave: { by: ['preflight.cancel'], to: /^(?!running)/ } },
  presence: { configurations: one('one colleague', [{ number: '701', name: null, resource: watched }]) },
  quality: {
    configurations: [
      { name: 'a conversation', input: { callId: 'a' } },
      { name: 'all is bad', input: { callId: 'a' }, before: ['quality.sampled(allBad)'] },
      { name: 'all is raised', input: { callId: 'a' }, before: allRaised },
      { name: 'the port is broken', input: { callId: 'a' }, before: ['error of sampler'] },
    ],
    apart: [
      {
        one: /^sampling\.waiting$/,
        other: /^grade\.(?!unknown)|^warnings\.\w+\.(?!clear)/,
        why: 'nothing has been measured',
      },
    ],
    // The opinion sways with every sample.
    remember: () => null,
    isVague: true,
  },
  recording: {
    configurations: [
      { name: 'by INFO', input: { callId: 'a', method: { by: 'info' } } },
      { name: 'by a code', input: { callId: 'a', method: { by: 'code', start: '*1', stop: '*2' } } },
      { name: 'nobody has said how', input: { callId: 'a', method: null } },
    ],
    check: checkRecording,
  },
  ringer: {
    configurations: plain,
    check: checkRinger,
    leave: { by: ['report.ended(a, record: null)', 'report.ended(b)'], to: /silent$/ },
  },
  room: { configurations: plain },
  subscription: { configurations: one('a phone', watched) },
  supervision: {
    configurations: [
      {
        name: 'by digits',
        input: { callId: 'a', number: '1002', mode: 'listen', digits: { listen: '4', whisper: '5', barge: '6' } },
      },
      { name: 'by a service', input: { callId: 'a', number: '1002', mode: 'listen', digits: null, by: 'service' } },
    ],
  },
  supervisor: { configurations: plain },
  tones: {
    configurations: one('a conversation', { callId: 'a' }),
    remember: () => null,
    check: checkTones,
    leave: { by: ['tones.abandon'], to: /^(?:idle|unavailable)$/ },
  },
  transfer: { configurations: plain },
  transferee: {
    configurations: [
      { name: 'asks', input: { policy: 'ask' } },
      { name: 'refuses', input: { policy: 'refuse' } },
    ],
  },
  voicemail: {
    configurations: [
      { name: 'watched', input: { source: 'subscription', uri: null } },
      { name: 'not configured', input: { source: 'none', uri: null } },
    ],
  },
}

export const charts = catalogue.map(({ machine, doc }) => ({ machine, events: Object.keys(doc.events) }))
