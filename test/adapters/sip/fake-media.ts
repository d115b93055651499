import { type CallMedia, CallMediaClosed, type Renewal } from '../../../src/adapters/call-media'

type Step = 'createOffer' | 'createAnswer' | 'acceptAnswer' | 'rollBack'

/** A call's media that make up descriptions, note what they are asked, and can be slow, fail, or be closed. */
export class FakeMedia implements CallMedia {
  /** `createOffer hold`, `acceptAnswer <direction of the answer>` … */
  readonly log: string[] = []
  isClosed = false
  readonly #gates = new Map<Step, Promise<void>>()
  readonly #failures = new Map<Step, Error>()

  /** The next step of this kind waits for the returned function. */
  delay(step: Step): () => void {
    let release = () => {}
    this.#gates.set(
      step,
      new Promise((resolve) => {
        release = resolve
      }),
    )
    return release
  }

  fail(step: Step, error: Error = new Error(`No ${step}`)): void {
    this.#failures.set(step, error)
  }

  async createOffer({ hold }: { hold: boolean }): Promise<string> {
    await this.#do('createOffer', hold ? 'hold' : 'open')
    return sdp(hold ? 'sendonly' : 'sendrecv')
  }

  async createAnswer(offer: string): Promise<string> {
    await this.#do('createAnswer', directionOf(offer))
    return sdp({ sendonly: 'recvonly', recvonly: 'sendonly' }[directionOf(offer)] ?? directionOf(offer))
  }

  async acceptAnswer(answer: string, { isProvisional } = { isProvisional: false }): Promise<void> {
    await this.#do('acceptAnswer', `${directionOf(answer)}${isProvisional ? ' for now' : ''}`)
  }

  async rollBack(): Promise<void> {
    await this.#do('rollBack', '')
  }

  async renew(): Promise<Renewal> {
    this.log.push('renew')
    return { keep: () => this.log.push('keep'), goBack: () => this.log.push('goBack') }
  }

  async #do(step: Step, what: string): Promise<void> {
    this.log.push(`${step} ${what}`.trim())
    await this.#gates.get(step)
    this.#gates.delete(step)
    const failure = this.#failures.get(step)
    this.#failures.delete(step)
    if (failure) throw failure
    if (this.isClosed) throw new CallMediaClosed('closed')
  }
}

export function sdp(direction: string, { session = '', connection = '192.0.2.1' } = {}): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 192.0.2.1',
    's=-',
    't=0 0',
    ...(session === '' ? [] : [`a=${session}`]),
    'm=audio 4000 UDP/TLS/RTP/SAVPF 0',
    `c=IN IP4 ${connection}`,
    ...(direction === '' ? [] : [`a=${direction}`]),
    '',
  ].join('\r\n')
}

function directionOf(description: string): string {
  return /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(description)?.[1] ?? 'none'
}
