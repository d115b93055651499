import type { InspectionEvent } from 'xstate'

/** One object for all doors. A wrong field is named in the error. */
export interface PhoneConfig {
  /** Whose phone it is. Absent, or without a password: the phone asks. */
  readonly account?: AccountConfig
  /** WebSocket URLs of the SIP server, in the order of preference. */
  readonly servers: readonly string[]
  /** The host part of addresses when a user or a target has none. Default: the account's, else the first server's host name. */
  readonly domain?: string
  /** No STUN or TURN server is asked unless it is named here. A function is asked once a call, for short-lived credentials. */
  readonly iceServers?: readonly IceServerConfig[] | (() => Promise<readonly IceServerConfig[]>)
  /** Codec names (`opus`, `PCMU`, `PCMA`, `G722`) in the order of preference; what is not named follows. */
  readonly codecs?: readonly string[]
  /** How the account's secret is had. Default: credentials. */
  readonly auth?: AuthConfig
  /** How tones are sent. Default: rfc4733. */
  readonly dtmf?: { readonly method: 'rfc4733' | 'info' }
  /** How many calls there may be at once; 1-16, default 4. Another caller gets 486. */
  readonly maxCalls?: number
  /**
   * What becomes of a call whose server says that the called party is elsewhere (SIP 3xx). Default: follow, at most five
   * times; refuse: the call ends as refused.
   */
  readonly redirects?: 'follow' | 'refuse'
  readonly trace?: TraceConfig
  /** Is told of every chart's events and states by XState's inspection API, redacted as traces are (docs/traces.md). */
  readonly inspect?: (event: InspectionEvent) => void
  /** Until the person chooses others. */
  readonly devices?: { readonly microphoneId?: string; readonly speakerId?: string; readonly ringDeviceId?: string }
  readonly theme?: 'light' | 'dark' | 'system'
}

export interface AccountConfig {
  /** `sip:1001@pbx.example` */
  readonly uri: string
  /** For the digest, when it is not the URI's user part. */
  readonly username?: string
  readonly password?: string
  readonly displayName?: string
}

export type AuthConfig =
  | { readonly kind: 'credentials' }
  | {
      readonly kind: 'token'
      /** Gives the token that serves as the password of the digest. May reject: the phone says so, and asks again at the next sign-in. */
      getToken(reason: 'signIn'): Promise<string | { readonly token: string; readonly expiresAt?: number }>
    }

export interface IceServerConfig {
  readonly urls: string | readonly string[]
  readonly username?: string
  readonly credential?: string
}

export interface TraceConfig {
  /**
   * pseudonyms: numbers and names are disguised in traces, each the same way throughout one; plain: they are as they are.
   * Secrets, digits sent, metadata and what headers say are in neither. Default: pseudonyms.
   */
  readonly redaction?: 'pseudonyms' | 'plain'
  /** Whether the page's trace is kept in IndexedDB, where a crash leaves it. Default: true. */
  readonly stored?: boolean
  /** Adds the state of every chart after each entry: for tests, which compare them with a replay's. */
  readonly states?: boolean
  /**
   * Lets a lab watch the phone as it runs: one of the same origin, or of an origin that is named here. It sees what a trace
   * has, redacted as that is. Default: false.
   */
  readonly lab?: boolean | { readonly origins: readonly string[] }
}
