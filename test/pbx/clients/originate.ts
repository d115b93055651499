import { randomUUID } from 'node:crypto'
import type { Asterisk } from '../server/asterisk'
import { within } from '../support/within'
import type { AmiMessage } from './ami-messages'

export interface Origination {
  /** What whoever answers is connected to: an exten of the context far-side. Default: echo. */
  readonly then?: 'answer' | 'echo' | 'announce' | 'digits'
  readonly callerId?: { readonly name: string; readonly number: string }
  /** Headers of the INVITE. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A call that came out of nowhere, as far as the callee can see. */
export interface OriginatedCall {
  /** Resolves when the call was answered, with true, or came to nothing. */
  readonly answered: Promise<boolean>
  /** Resolves with the cause (Q.850) when its channel is gone. */
  readonly over: Promise<number>
  /** Asterisk hangs up, or gives up. */
  hangUp(): Promise<void>
}

const patienceMs = 60_000

/** Asterisk calls a user by itself, by AMI. Resolves when it has begun to. */
export async function originate(asterisk: Asterisk, user: string, options: Origination = {}): Promise<OriginatedCall> {
  const { then = 'echo', callerId = { name: 'PSTN', number: '+15551234567' }, headers = {} } = options
  const { ami } = asterisk
  const id = `originated-${randomUUID()}`
  const isOurs = ({ Uniqueid }: AmiMessage) => Uniqueid === id
  const started = ami.next('Newchannel', isOurs)
  const answered = ami.next('OriginateResponse', isOurs, patienceMs).then(({ Response }) => Response === 'Success')
  const over = ami.next('Hangup', isOurs, 2 * patienceMs).then(({ Cause }) => Number(Cause))
  const variables = Object.entries(headers).map(([name, value]) => `PJSIP_HEADER(add,${name})=${value}`)
  await ami.action('Originate', {
    Channel: `PJSIP/${user}`,
    ChannelId: id,
    Context: 'far-side',
    Exten: then,
    Priority: '1',
    CallerID: `"${callerId.name}" <${callerId.number}>`,
    Timeout: String(patienceMs),
    Async: 'true',
    ...(variables.length === 0 ? {} : { Variable: variables.join('\n') }),
  })
  const { Channel = '' } = await within(5_000, `Asterisk called ${user}`, started)
  return {
    answered: quiet(answered),
    over: quiet(over),
    hangUp: async () => {
      await ami.action('Hangup', { Channel })
      await over
    },
  }
}

/** A test that has failed in between does not come to await it. */
function quiet<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => {})
  return promise
}
