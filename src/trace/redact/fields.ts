import type { CallbackActorLogic, StateMachine } from 'xstate'
import type { Ports } from '../../machines/bind-ports'
import type { PhoneIntent } from '../../machines/intents'
import type { phoneMachine } from '../../machines/phone.machine'
import type { PhoneInput } from '../../machines/phone.setup'
import type { CallRecord } from '../../machines/reports'

/**
 * What becomes of a field's texts, and of those in what it holds:
 * plain: an id or a word of ours; they stay. personal: a number, a name or an address; disguised in its form. words: what
 * somebody wrote, which goes; beside a code it is what a server said, and is disguised unless it is a standard's phrase. server: a URL without its query. tones: DTMF, which may be a PIN.
 * secret: gone. values: gone, under the names they have. opaque: gone, the names too.
 */
export type Treatment = 'plain' | 'personal' | 'words' | 'phrase' | 'server' | 'tones' | 'secret' | 'values' | 'opaque'

/**
 * Every field of the charts' data that can hold any text, by its name, wherever it is. Whoever adds such a field to an
 * intent, a fact or a chart's context adds it here: it does not compile until then.
 */
export const fields = {
  type: 'plain',
  callId: 'plain',
  consultId: 'plain',
  replacesCallId: 'plain',
  focusedId: 'plain',
  calls: 'plain',
  callIds: 'plain',
  newCallId: 'plain',
  roomCallId: 'plain',
  heardId: 'plain',
  keptId: 'plain',
  insteadOf: 'plain',
  requestId: 'plain',
  held: 'plain',
  joining: 'plain',
  members: 'plain',
  resumed: 'plain',
  live: 'plain',
  commandId: 'plain',
  commands: 'plain',
  lastOf: 'plain',
  deviceId: 'plain',
  microphoneId: 'plain',
  speakerId: 'plain',
  wantedSpeakerId: 'plain',
  ringDeviceId: 'plain',
  messageId: 'plain',
  slot: 'plain',
  returnedFrom: 'plain',
  'x-parking-slot': 'plain',
  ringing: 'plain',
  openCommand: 'plain',
  handle: 'plain',
  proof: 'plain',
  id: 'plain',
  protocol: 'plain',
  codec: 'plain',

  number: 'personal',
  name: 'personal',
  uri: 'personal',
  target: 'personal',
  pickUpOf: 'personal',
  callerId: 'personal',
  displayName: 'personal',
  label: 'personal',
  account: 'personal',
  mailbox: 'personal',
  extension: 'personal',

  text: 'words',
  server: 'server',
  servers: 'server',
  tone: 'tones',
  tones: 'tones',
  // A server's codes: sent, they are digits like any other, and a replay is to send the same.
  start: 'tones',
  stop: 'tones',
  listen: 'tones',
  whisper: 'tones',
  barge: 'tones',
  data: 'secret',
  headers: 'values',
  metadata: 'opaque',
} as const satisfies Readonly<Record<string, Treatment>>

type FactOf<Port> = Port extends CallbackActorLogic<infer _Command, infer _Input, infer Fact> ? Fact : never

/** The contexts of a chart and of all that it is made of. */
type ContextsOf<Chart> =
  Chart extends StateMachine<
    infer Context,
    infer _Event,
    infer _Children,
    infer Actor,
    infer _Action,
    infer _Guard,
    infer _Delay,
    infer _Value,
    infer _Tag,
    infer _Input,
    infer _Output,
    infer _Emitted,
    infer _Meta,
    infer _Config
  >
    ? Context | (Actor extends { readonly logic: infer Logic } ? ContextsOf<Logic> : never)
    : never

/** The names of the fields that can hold any text. */
type TextFields<Value, Field extends PropertyKey = never> = Value extends string
  ? string extends Value
    ? Field
    : never
  : Value extends readonly (infer Item)[]
    ? TextFields<Item, Field>
    : Value extends object
      ? {
          [Name in keyof Value]-?: Name extends keyof typeof fields ? never : TextFields<Value[Name], Name>
        }[keyof Value]
      : never

type Recorded = PhoneIntent | FactOf<Ports[keyof Ports]> | PhoneInput | CallRecord | ContextsOf<typeof phoneMachine>

type Untreated = TextFields<Recorded>

/** The fields that this error names have no treatment in `fields`. */
const untreated: { readonly [Field in Untreated]: Treatment } = {}
void untreated
