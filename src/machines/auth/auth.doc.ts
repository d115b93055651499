import type { ChartDoc } from '../chart.doc'
import type { authMachine } from './auth.machine'

export const authDoc: ChartDoc<typeof authMachine> = {
  title: 'who uses the phone',
  purpose:
    'Sign-in, sign-out, and what becomes of a token between them. Secrets stay on the adapter’s side of the port: the chart holds a handle, and when the token lapses. Having credentials is not enough; only the registrar’s answer proves them, and it reaches this chart through the phone. Calls are not touched by any of it: they go on without a token.',
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
    'signingIn.renewing': {
      means:
        'The registrar does not take the token, which may have been kept for too long: the provider is asked for another one, once.',
    },
    'signingIn.provingAgain': {
      means: 'The registrar judges the other token. One that it does not take either is the last.',
      sip: 'REGISTER over the same connection',
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
    'signedIn.renewal': { means: 'A new token in the place of one that lapses: one request at a time.' },
    'signedIn.renewal.idle': { means: 'None is needed now.' },
    'signedIn.renewal.refreshing': {
      means: 'The host’s provider has been asked for a new token, or one was handed over.',
    },
    'signedIn.renewal.waiting': {
      means: 'The provider could not be asked. It is asked again after a back-off that the adapter draws.',
      mood: 'waiting',
    },
    'signedIn.renewal.proving': {
      means:
        'One that had lapsed has been replaced, and the registrar may be judging the new one. Where it takes that neither, the sign-in has failed.',
      sip: 'REGISTER, where the registrar had refused the old one',
    },
    'signedIn.renewal.declined': {
      means: 'The provider has no token to give, and is not asked again. The host may hand one over.',
      mood: 'broken',
    },
    'signedIn.token': {
      means: 'Whether the token still serves. It is the password of the digest wherever one is asked for.',
    },
    'signedIn.token.lasting': {
      means: 'A password, or a token that does not lapse as far as anybody has told.',
      mood: 'live',
    },
    'signedIn.token.fresh': { means: 'It serves, and will for more than a minute.', mood: 'live' },
    'signedIn.token.expiring': {
      means: 'It serves still, for a minute at most. The host is told, and the provider asked for another.',
      mood: 'waiting',
    },
    'signedIn.token.expired': {
      means:
        'It has lapsed by our clock, or a server has refused it. Calls go on, and so does the registration until the registrar asks again.',
      sip: 'until then: none; then 401 or 403 to REGISTER or another request',
      mood: 'broken',
    },
    'signedIn.token.expired.telling': { means: 'The host is being told; whatever is refused now is told with it.' },
    'signedIn.token.expired.told': { means: 'The next request that is refused is told again.' },
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
    'auth.refreshToken': {
      from: 'host',
      means: 'Here is another token, or ask the provider for one now.',
    },
    'auth.signOut': { from: 'host', means: 'Sign out, and hang up whatever there is.' },
    'auth.proven': { from: '[phone](phone.md)', means: 'The registrar has accepted us.' },
    'auth.disproven': { from: '[phone](phone.md)', means: 'The registrar has refused us, and would do so again.' },
    'auth.lapsed': {
      from: '[connection](connection.md)',
      means:
        'The registrar does not take the token. The connection waits for another one, or to be told that there is none.',
    },
    'auth.unjudged': { from: '[phone](phone.md)', means: 'The registrar could not be asked; it is tried again.' },
    'auth.offline': {
      from: '[phone](phone.md)',
      means: 'The transport is closed, as was wanted: by a disconnect or by the sign-out.',
    },
    'credentials.obtained': {
      from: 'port `keepCredentials`',
      means: 'The secret is at hand, under this handle; when it lapses, and how late it is.',
    },
    'credentials.refused': {
      from: 'port `keepCredentials`',
      means: 'There is no secret to be had, and why; it would be the same again.',
    },
    'credentials.unavailable': {
      from: 'port `keepCredentials`',
      means:
        'The provider failed, or gave what has lapsed already; with the back-off to wait (full jitter, drawn by the adapter).',
    },
    'credentials.aged': {
      from: 'port `keepCredentials`',
      means: 'So late it is: the page has slept, or the chart has asked.',
    },
    'credentials.rejected': {
      from: 'port `keepCredentials`',
      means: 'A server has refused the token, though not for a registration: a call, a message, a subscription.',
    },
  },
  emits: {
    'auth.signedIn': 'the registrar has accepted the credentials',
    'auth.failed': 'the credentials could not be had, or were refused',
    'auth.signedOut': 'the last call has ended and the registration is gone',
    'auth.tokenExpiring': 'the token lapses in a minute, and a new one is asked for',
    'auth.tokenRefreshed': 'there is another token, by which the next challenge is answered',
    'auth.tokenExpired': 'the token has lapsed, or was refused; again at each refused request, at most every 2 s',
    'command.settled': 'a sign-in, refresh or sign-out succeeded, failed, or was superseded by the next one',
  },
  invokes: { keepCredentials: 'fetching secrets and keeping them out of the charts' },
  delays: {
    credentialsTimeout: 'a token provider is a host’s network request',
    provingTimeout: 'two servers’ time to connect (30 s each) and to register (33 s), and a little',
    expiringAfter:
      'a minute before it lapses; one that lives for less is taken to be fresh for 10 s, so that no provider is asked in a tight loop; at most 2^31-1 ms, the longest wait of browsers',
    expiredAfter: 'when it lapses',
    retryAfter: 'the adapter’s back-off with full jitter; 10 s after a provider that has said nothing',
    tellingPause: 'hosts are told of each refused request, but not in a storm',
    signOutTimeout: 'a BYE may take 64*T1 = 32 s (RFC 3261 17.1.2.2), and unregistering comes after it',
  },
  invariants: [
    'No state or event holds a password or a token.',
    '`signedIn` is entered on the registrar’s word, never on the provider’s.',
    'Credentials that arrive late for somebody who has signed out, or in as another, change nothing.',
    'At most one sign-in, refresh or sign-out is outstanding; a newer one supersedes it, and its command is told so.',
    'The provider is asked for one token at a time, and never twice within a second unless a host tells it to.',
    'A token that the registrar refuses is replaced once before anybody is signed out by it; a password never is.',
    'No state of a token ends a call.',
  ],
}
