import type { authMachine } from './auth.machine'
import type { ChartDoc } from './chart.doc'

export const authDoc: ChartDoc<typeof authMachine> = {
  title: 'who uses the phone',
  purpose:
    'Sign-in and sign-out. Secrets stay on the adapter’s side of the port: the chart holds a handle. Having credentials is not enough; only the registrar’s answer proves them, and it reaches this chart through the phone.',
  states: {
    signedOut: { means: 'Nobody uses the phone.' },
    signingIn: { means: 'Somebody wants in, and it is not decided yet.' },
    'signingIn.obtaining': {
      means: 'The credentials are being fetched: a password that is at hand, or a token from the host’s provider.',
    },
    'signingIn.proving': {
      means: 'The registrar judges the credentials, and whoever signs in waits for it.',
      sip: 'REGISTER with digest credentials (RFC 3261 10.2, 22.4), sent by [connection](connection.md)',
    },
    'signingIn.unjudged': {
      means:
        'The registrar could not be asked. Whoever waited has been told that it has not worked; the connection goes on trying.',
      mood: 'waiting',
    },
    signedIn: {
      means: 'The registrar has accepted the credentials at least once.',
      sip: '200 to REGISTER',
      mood: 'live',
    },
    signingOut: {
      means: 'Calls are being hung up and the registration removed; only then is anybody signed out.',
      sip: 'BYE or CANCEL for each call, REGISTER with `Expires: 0` (RFC 3261 10.2.2)',
    },
    failed: {
      means:
        'The credentials could not be had, or were refused. The account is remembered, so that connecting again may prove them after all.',
      sip: '401 or 407 after our digest, 403, 404 to REGISTER',
      mood: 'broken',
    },
  },
  events: {
    'auth.signIn': { from: 'host', means: 'Sign in with this account.' },
    'auth.signOut': { from: 'host', means: 'Sign out, and hang up whatever there is.' },
    'auth.proven': { from: '[phone](phone.md)', means: 'The registrar has accepted us.' },
    'auth.disproven': { from: '[phone](phone.md)', means: 'The registrar has refused us, and would do so again.' },
    'auth.unjudged': { from: '[phone](phone.md)', means: 'The registrar could not be asked; it is tried again.' },
    'auth.offline': {
      from: '[phone](phone.md)',
      means: 'The transport is closed, as was wanted: by a disconnect or by the sign-out.',
    },
    'credentials.obtained': { from: 'port `keepCredentials`', means: 'The secret is at hand, under this handle.' },
    'credentials.refused': { from: 'port `keepCredentials`', means: 'There is no secret to be had, and why.' },
  },
  emits: {
    'auth.signedIn': 'the registrar has accepted the credentials',
    'auth.failed': 'the credentials could not be had, or were refused',
    'auth.signedOut': 'the last call has ended and the registration is gone',
    'command.settled': 'a sign-in or sign-out succeeded, failed, or was superseded by the next one',
  },
  invokes: { keepCredentials: 'fetching secrets and keeping them out of the charts' },
  delays: {
    credentialsTimeout: 'a token provider is a host’s network request',
    provingTimeout: 'two servers’ time to connect (30 s each) and to register (33 s), and a little',
    signOutTimeout: 'a BYE may take 64*T1 = 32 s (RFC 3261 17.1.2.2), and unregistering comes after it',
  },
  invariants: [
    'No state or event holds a password or a token.',
    '`signedIn` is entered on the registrar’s word, never on the provider’s.',
    'Credentials that arrive late for somebody who has signed out, or in as another, change nothing.',
    'At most one sign-in or sign-out is outstanding; a newer one supersedes it, and its command is told so.',
  ],
}
