/** The parts of what ARI tells that tests look at. */
export interface AriChannel {
  readonly id: string
  readonly name: string
  /** `Up`, `Ring`, `Ringing`, `Down`… */
  readonly state: string
  readonly caller: { readonly name: string; readonly number: string }
  readonly connected: { readonly name: string; readonly number: string }
  readonly dialplan: { readonly context: string; readonly exten: string }
}

export interface AriBridge {
  readonly id: string
  readonly technology: string
  readonly bridge_class: string
  /** Ids of its channels. */
  readonly channels: readonly string[]
}

export interface AriEndpoint {
  readonly technology: string
  readonly resource: string
  readonly state: 'online' | 'offline' | 'unknown'
  readonly channel_ids: readonly string[]
}

/** Asterisk makes it with the first MESSAGE, and keeps it. */
export const textChannel = 'Message/ast_msg_queue'

interface AriOptions {
  readonly port: number
  readonly user: string
  readonly secret: string
}

type Parameters = Readonly<Record<string, string | number | boolean>>

/** A client of the Asterisk REST Interface. */
export class Ari {
  readonly #base: string
  readonly #authorization: string

  constructor({ port, user, secret }: AriOptions) {
    this.#base = `http://127.0.0.1:${port}/ari`
    this.#authorization = `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`
  }

  /** But for the channel that hands texts on: since the first of them it stays, with the number that it was for. */
  async channels(): Promise<AriChannel[]> {
    const channels = await this.request<AriChannel[]>('GET', '/channels')
    return channels.filter(({ name }) => name !== textChannel)
  }

  bridges(): Promise<AriBridge[]> {
    return this.request('GET', '/bridges')
  }

  endpoint(user: string): Promise<AriEndpoint> {
    return this.request('GET', `/endpoints/PJSIP/${user}`)
  }

  /** Calls `endpoint`, and has the dial plan deal with whoever answers. */
  originate(parameters: {
    readonly endpoint: string
    readonly context: string
    readonly extension: string
    readonly callerId?: string
  }): Promise<AriChannel> {
    return this.request('POST', '/channels', { priority: 1, ...parameters })
  }

  async hangUp(channelId: string): Promise<void> {
    await this.request('DELETE', `/channels/${channelId}`)
  }

  /** A variable or function of the dial plan: `CHANNEL(audioreadformat)`, say. */
  async variable(channelId: string, name: string): Promise<string> {
    const { value } = await this.request<{ value: string }>('GET', `/channels/${channelId}/variable`, {
      variable: name,
    })
    return value
  }

  /** Whatever else there is. Rejects with Asterisk's words. */
  async request<Result>(method: string, path: string, parameters: Parameters = {}): Promise<Result> {
    const query = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]))
    const response = await fetch(`${this.#base}${path}?${query}`, {
      method,
      headers: { authorization: this.#authorization },
      signal: AbortSignal.timeout(10_000),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`ARI ${method} ${path}: ${response.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as Result
  }
}
