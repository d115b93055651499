import type { PhoneState } from '../../api/state'

/** A call outlives its session: while there is one, the phone stays. */
export function connectScreen(state: PhoneState): 'signIn' | 'phone' {
  const { status } = state.session
  return status === 'signedIn' || status === 'signingOut' || state.calls.length > 0 ? 'phone' : 'signIn'
}
