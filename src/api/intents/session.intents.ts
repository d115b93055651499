import { readSignIn } from '../account'
import { type Readers, stampOf } from './scope'

/** Who uses the phone, and by which connection. */
export const sessionIntents: Readers<'signIn' | 'refreshToken' | 'signOut' | 'connect' | 'disconnect'> = {
  signIn: (command, scope) => {
    const signIn = readSignIn(command, scope.config)
    return {
      permission: scope.state.can.signIn,
      makeIntent: () => ({
        type: 'auth.signIn',
        ...stampOf(scope),
        account: { ...signIn.account, handle: scope.keepSecret(signIn) },
      }),
    }
  },
  refreshToken: ({ token }, scope) => ({
    permission: scope.state.can.refreshToken,
    makeIntent: () => {
      if (token !== undefined) scope.offerToken(token)
      return { type: 'auth.refreshToken', ...stampOf(scope) }
    },
  }),
  signOut: (_, scope) => ({
    permission: scope.state.can.signOut,
    makeIntent: () => ({ type: 'auth.signOut', ...stampOf(scope) }),
  }),
  connect: (_, scope) => ({
    permission: scope.state.can.connect,
    makeIntent: () => ({ type: 'connection.connect', ...stampOf(scope) }),
  }),
  disconnect: (_, scope) => ({
    permission: scope.state.can.disconnect,
    makeIntent: () => ({ type: 'connection.disconnect', ...stampOf(scope) }),
  }),
}
