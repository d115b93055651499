/** Over which the phones of an origin and a lab of the same origin find each other. */
export const labChannel = 'callchart-lab'

/** What a lab says. `who`: which phones are there? */
export type LabMessage = { readonly from: 'lab' } & (
  | { readonly type: 'who' }
  | { readonly type: 'watch'; readonly phone: string }
  | { readonly type: 'leave'; readonly phone: string }
)

/** What a phone says. `trace` is all until now, as JSON Lines; `lines` is what has entered since. */
export type PhoneMessage = { readonly from: 'phone'; readonly phone: string } & PhoneNews

export type PhoneNews =
  | { readonly type: 'here'; readonly name: string }
  | { readonly type: 'trace'; readonly text: string }
  | { readonly type: 'lines'; readonly lines: readonly string[] }
  | { readonly type: 'gone' }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

export const isLabMessage = (value: unknown): value is LabMessage =>
  isObject(value) &&
  value.from === 'lab' &&
  (value.type === 'who' || ((value.type === 'watch' || value.type === 'leave') && typeof value.phone === 'string'))

/** What a lab of another origin hands a MessagePort over with. */
export const isLabHandshake = (value: unknown): boolean =>
  isObject(value) && value.from === 'lab' && value.type === 'connect'

export const isPhoneMessage = (value: unknown): value is PhoneMessage =>
  isObject(value) && value.from === 'phone' && typeof value.phone === 'string' && typeof value.type === 'string'
