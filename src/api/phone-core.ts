import { createActor } from 'xstate'
import { createPortMaker, type MakePort } from '../adapters/port'
import { bindPorts, type Ports } from '../machines/bind-ports'
import { defaultPreferences } from '../machines/devices.setup'
import type { PhoneInput } from '../machines/phone.setup'
import type { CredentialsHandle } from '../machines/ports'
import { domainOf, type SignIn } from './account'
import { callListener } from './call-listener'
import type { CommandResult, PhoneCommand } from './commands'
import type { PhoneConfig } from './config'
import { PhoneError } from './errors'
import { readFeatures, supervisionModes } from './features'
import { FrontDoor } from './front-door'
import { inspectRedacted } from './inspection'
import type { SoundLevel } from './levels'
import { linkLab } from './link-lab'
import { newId } from './new-id'
import type { Phone } from './phone'
import { phoneMethods } from './phone-methods'
import { Publisher } from './publisher'
import { type Accompany, createTracing, type TracePages } from './tracing'
import { createPhoneView } from './view/phone.view'
import { viewAccount } from './view/session.view'

/** What a phone is bound to. */
export interface Bindings {
  readonly ports: Ports
  /** Keeps a secret on the adapters' side, and nothing that was kept before. */
  keepSecret(signIn: SignIn): CredentialsHandle
  /** Keeps a token that the host hands over until the chart asks for one; whether it is any good is found out then. */
  offerToken(given: unknown): void
  forgetSecrets(): void
  /** Somebody is about to sign in: what that needs may be loaded. */
  preload(): void
  watchLevel(of: string, listener: (level: SoundLevel) => void): () => void
  /** Where this page's trace is kept, and those of pages before it; absent: nowhere. */
  readonly openTraces?: () => Promise<TracePages>
  dispose(): Promise<void>
}

const inputOf = (
  { maxCalls = 4, devices, features, incoming = {}, conference, recording, supervision }: PhoneConfig,
  domain: string,
): PhoneInput => ({
  maxCalls,
  features: {
    ...readFeatures(features, domain),
    conference: conference === undefined ? 'here' : 'server',
    recording: recording ?? null,
    supervision: supervisionModes(supervision),
  },
  transferRequests: features?.transferRequests ?? 'ask',
  preferences: { ...defaultPreferences, ...devices },
  incoming: {
    wrapUpMs: incoming.wrapUpMs ?? 0,
    ringMs: incoming.autoAnswerAfterMs ?? 2_000,
    preferred: {
      callWaiting: incoming.callWaiting === false ? 'off' : 'on',
      autoAnswer: incoming.autoAnswer ?? 'never',
    },
  },
})

/** A refusal is in the state, where the person reads it. Anything else is a defect, and must be heard of. */
const ignoreRefusal = (error: unknown): void => {
  if (!(error instanceof PhoneError)) throw error
}

/** The charts with a front door, a view and a recorder around them, bound to whatever `bind` gives. */
export function createPhoneCore(
  config: PhoneConfig,
  bind: (makePort: MakePort, accompany: Accompany) => Bindings,
): Phone {
  const domain = domainOf(config)
  const input = inputOf(config, domain)
  const tracing = createTracing({
    config,
    input,
    root: () => actor,
    afterStep: () => publisher.afterStep(),
    openTraces: () => bindings.openTraces?.(),
  })
  const { recorder } = tracing
  const bindings = bind(createPortMaker(recorder.enterFact, tracing.ports), tracing.accompany)
  const { account } = config
  const signsInAtOnce = account !== undefined && (account.password !== undefined || config.auth?.kind === 'token')
  if (signsInAtOnce) bindings.preload()
  const actor = createActor(bindPorts(bindings.ports), {
    id: 'phone',
    input,
    clock: recorder.clock,
    ...(config.inspect && { inspect: inspectRedacted(config.inspect, tracing.loadRedactor) }),
  })
  actor.subscribe({ error: (error) => console.error('Callchart stopped: a chart broke', error) })
  actor.start()

  const view = createPhoneView({
    account: account && viewAccount({ uri: account.uri, displayName: account.displayName ?? null }),
    voicemail: config.features?.voicemail?.deposit,
  })
  const publisher = new Publisher({
    root: actor,
    buildView: () => view(actor.getSnapshot()),
    settle: (settled) => door.settle(settled),
  })
  publisher.on('auth.signedOut', () => {
    if (publisher.state.session.status === 'signedOut') bindings.forgetSecrets()
  })

  const door = new FrontDoor({
    scope: () => ({
      config,
      domain,
      // Facts may have entered since the view was published.
      state: view(actor.getSnapshot()),
      at: Date.now(),
      newId,
      keepSecret: (signIn) => bindings.keepSecret(signIn),
      offerToken: (given) => bindings.offerToken(given),
    }),
    enter: (intent) => recorder.enterIntent(intent, () => actor.send(intent)),
  })
  const send = <Command extends PhoneCommand>(command: Command) => {
    if (command.type === 'signIn') bindings.preload()
    return door.send(command) as Promise<CommandResult<Command['type']>>
  }

  if (signsInAtOnce) send({ type: 'signIn' }).catch(ignoreRefusal)

  const unlinkLab = linkLab(config.trace?.lab, tracing.watch, () => publisher.state)

  let disposal: Promise<void> | undefined
  const dispose = async () => {
    if (publisher.state.can.signOut === true) await send({ type: 'signOut' }).catch(ignoreRefusal)
    door.close()
    actor.stop()
    unlinkLab()
    await tracing.dispose()
    await bindings.dispose()
  }
  return {
    ...phoneMethods(send),
    getState: () => publisher.state,
    subscribe: (listener) => publisher.subscribe(listener),
    send,
    on: (type, listener) => publisher.on(type, listener as Parameters<Publisher['on']>[1]),
    levels: {
      subscribe: (of, listener) => bindings.watchLevel(of, (level) => callListener(listener, level)),
    },
    exportTrace: tracing.export,
    dispose: () => (disposal ??= dispose()),
  }
}
