/** Who is at the other end of a call, as the wire or the number field said it. Text of strangers: never markup. */
export interface Remote {
  /** The user part of the URI: a number or a name. */
  readonly number: string
  readonly name: string | null
  readonly uri: string
}
