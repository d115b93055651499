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
  /** A number that says back what it hears, for `runPreflight`. Default: 600. */
  readonly echoNumber?: string
  /** What the server has beside calls. */
  readonly features?: FeaturesConfig
  readonly incoming?: IncomingConfig
  /** Absent: no call can be supervised. */
  readonly supervision?: SupervisionConfig
  /** Absent: the server is not asked to record. */
  readonly recording?: RecordingConfig
  /** Absent: calls are merged in the phone. With it, each is sent to that conference of the server, and we call it too. */
  readonly conference?: ConferenceConfig
  readonly trace?: TraceConfig
  /** Is told of every chart's events and states by XState's inspection API, redacted as traces are (docs/traces.md). */
  readonly inspect?: (event: InspectionEvent) => void
  /** Until the person chooses others. */
  readonly devices?: { readonly microphoneId?: string; readonly speakerId?: string; readonly ringDeviceId?: string }
  readonly theme?: 'light' | 'dark' | 'system'
}

/** What becomes of callers. What the person chooses counts before it. */
interface IncomingConfig {
  /** Whether a second caller may knock while there is a call; default true. Otherwise 486. */
  readonly callWaiting?: boolean
  /**
   * Whether calls are answered without anybody's hand; default `never`, since whoever is answered hears the microphone.
   * `asked`: those whose INVITE asks for it; only where the server lets no stranger's header through. Only ever while
   * registered, with the microphone's permission granted, and while no other call is heard.
   */
  readonly autoAnswer?: 'never' | 'asked' | 'always'
  /** How long such a call rings when the caller does not say; ms, 0-60,000, default 2,000. */
  readonly autoAnswerAfterMs?: number
  /** How long after a conversation callers are told that we are busy; ms, at most an hour, default 0: not at all. */
  readonly wrapUpMs?: number
}

export interface AccountConfig {
  /** `sip:1001@pbx.example` */
  readonly uri: string
  /** For the digest, when it is not the URI's user part. */
  readonly username?: string
  readonly password?: string
  readonly displayName?: string
}

/** Why a token is asked for. Only for `signIn` and `asked` may a host give one that it has kept. */
export type TokenReason =
  | 'signIn'
  /** The one that there is lapses in a minute. */
  | 'expiring'
  /** It has lapsed, or the server does not take it. */
  | 'expired'
  /** `refreshToken` without a token. */
  | 'asked'

/** A token; with when it lapses, where it is no JSON Web Token that says so itself (`exp`, RFC 7519 4.1.4). */
export type GivenToken =
  | string
  | {
      readonly token: string
      /** ms since the Unix epoch; null: it does not lapse. */
      readonly expiresAt?: number | null
      /** The same in ms from now on: a wrong clock of the person's machine does not matter to it. It counts before `expiresAt`. */
      readonly expiresInMs?: number
    }

export type AuthConfig =
  | { readonly kind: 'credentials' }
  | {
      readonly kind: 'token'
      /**
       * Gives the token that serves as the password of the digest: at the sign-in, a minute before the last one lapses, and
       * when the server does not take it. null, or an error whose `retryable` is false: there is none, and the phone does not
       * ask again by itself. Any other error: it asks again after 1 to 31 s. 30 s without an answer count as one.
       * docs/tokens.md tells what follows when.
       */
      getToken(reason: TokenReason): Promise<GivenToken | null>
    }

/** The number to call for each mode, with `{number}` for the colleague's (`*222{number}`); or a service that is asked for it. */
interface SupervisionConfig {
  readonly listen?: string
  readonly whisper?: string
  readonly barge?: string
  /** The digits that change the mode in the call, where the server takes some (Asterisk's ChanSpy with `d`: 4, 5, 6). */
  readonly digits?: { readonly listen: string; readonly whisper: string; readonly barge: string }
  /** Is asked for every mode that has no number of its own, and changes the mode in the call (docs/rest.md). */
  readonly service?: SupervisionServiceConfig
}

interface SupervisionServiceConfig {
  /** POST there asks for a supervision; what it answers is called. */
  readonly url: string
  /** Gives the token for `Authorization: Bearer`, before each request. Absent: cookies serve, within the origin. */
  getToken?(): Promise<string>
}

type RecordingConfig =
  /** INFO with the header `Record: on|off`, as Asterisk takes it; or with `start|stop` as application/x-recording-command. */
  | { readonly by: 'info' | 'command' }
  /** Digits in the call. No server says what comes of them: the recording is presumed, and shown as that. */
  | { readonly by: 'code'; readonly start: string; readonly stop: string }

interface ConferenceConfig {
  /** A number or a SIP URI, as for `dial`. */
  readonly uri: string
}

export interface IceServerConfig {
  readonly urls: string | readonly string[]
  readonly username?: string
  readonly credential?: string
}

export interface FeaturesConfig {
  readonly parking?: ParkingConfig
  /** Whose phones are watched: busy lamps (BLF) and presence. */
  readonly colleagues?: readonly ColleagueConfig[]
  /** What is dialled to pick up what rings at a colleague's; `{number}` is the colleague's. Default: `*8{number}`. */
  readonly pickupCode?: string
  /**
   * How that is done: `code`, the default; or `replaces`, an INVITE that takes the call over (RFC 3891), where the server tells
   * which call it is (RFC 4235), and the code where it does not.
   */
  readonly pickUpBy?: 'code' | 'replaces'
  readonly voicemail?: VoicemailConfig
  /**
   * What becomes of a far end's request that somebody else be called in its place (REFER in a call). Default: ask the person.
   * `accept` lets whoever is on the line have this phone call any number: only for servers that see to that themselves.
   */
  readonly transferRequests?: 'ask' | 'accept' | 'refuse'
}

export interface ParkingConfig {
  /** Where a transfer parks in a slot of the server's choice, such as `700`. Absent: the first free slot is chosen. */
  readonly extension?: string
  /** The slots, one by one or from–to: `['701-720']`; at most 200. */
  readonly slots: readonly string[]
  /** Where a transfer parks in a slot that was chosen; default `*{slot}`. */
  readonly code?: string
  /**
   * How it is known who waits where. subscribe (the default): by SIP, a subscription a slot (RFC 4235). `url`: a GET there
   * gives `[{ slot, number?, name?, uri?, since? }]`, every `everyMs` (default 5,000). none: not at all.
   */
  readonly watch?: 'subscribe' | 'none' | { readonly url: string; readonly everyMs?: number }
}

interface ColleagueConfig {
  /** A number, a user name or a SIP URI. */
  readonly number: string
  readonly name?: string
  /** What is asked for: dialogs (RFC 4235, the default), or presence (RFC 3856). */
  readonly watch?: 'dialog' | 'presence'
}

interface VoicemailConfig {
  /** Where messages are listened to. */
  readonly number?: string
  /** Where callers are sent (`deflect`) to leave one. */
  readonly deposit?: string
  /** Whether the server is asked how many wait (RFC 3842). Default: subscribe. */
  readonly watch?: 'subscribe' | 'none'
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
