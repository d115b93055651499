export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue }

/** Header fields of an INVITE that hosts read and write: X-… and a few more. Of a caller: text of strangers. */
export type CustomHeaders = Readonly<Record<string, string>>

export interface CallExtras {
  /** The identity that we would be shown by (RFC 3325 9.2), a SIP URI; null: the account's. */
  readonly callerId: string | null
  readonly headers: CustomHeaders
  /** The host's own notes. They never leave the phone by SIP. */
  readonly metadata: Readonly<Record<string, JsonValue>>
}
