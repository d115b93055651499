import type { ChartDoc } from './chart.doc'
import type { connectionMachine } from './connection.machine'

export const connectionDoc: ChartDoc<typeof connectionMachine> = {
  title: 'transport and registration',
  purpose:
    'One WebSocket (RFC 7118) to one of the account’s servers, and one registration over it. What breaks is tried again, with back-off that the adapter draws; what is refused is not, and says so.',
  states: {
    offline: { means: 'There is no transport, and none is wanted.' },
    connecting: {
      means: 'A server’s WebSocket is being opened. When it fails and there is another server, that one is next.',
      sip: 'none yet: TLS and the WebSocket handshake with subprotocol `sip`',
    },
    connected: { means: 'The transport is open.' },
    'connected.registering': {
      means: 'The registrar has been asked to bind our contact to the address of record.',
      sip: 'REGISTER; after a 401 or 407 again with digest credentials (RFC 3261 10.2, 22)',
    },
    'connected.registered': {
      means: 'Calls can be made and received. The adapter refreshes the registration before it expires.',
      sip: '200 to REGISTER; refreshed by REGISTER with the same Call-ID (RFC 3261 10.2.4)',
    },
    'connected.postponed': {
      means: 'The registrar is busy or silent. It is asked again when it said to, or after a back-off.',
      sip: '503 with Retry-After, other 5xx, or no answer to REGISTER (RFC 3261 20.33)',
      mood: 'waiting',
    },
    'connected.awaitingToken': {
      means:
        'The registrar does not take the token: it may have lapsed. Another is being asked for; the transport stays, and with it the calls that there are.',
      sip: '401 or 407 after our digest, or 403, to a REGISTER with a token',
      mood: 'waiting',
    },
    'connected.unregistering': {
      means:
        'The registration is being removed, so that nobody is sent here any more. If that fails it lapses by itself.',
      sip: 'REGISTER with `Expires: 0` (RFC 3261 10.2.2)',
    },
    disconnecting: { means: 'The transport is being closed by us.' },
    lost: { means: 'The transport broke, or no server could be reached. It is tried again by itself.', mood: 'broken' },
    'lost.waiting': { means: 'The back-off passes; connecting by hand cuts it short.' },
    'lost.retrying': { means: 'The next server’s WebSocket is being opened.' },
    failed: {
      means:
        'The registrar refused us, or the SIP stack could not be loaded. It is not tried again unless somebody asks.',
      sip: '401 or 407 after our digest, 403, 404 to REGISTER',
      mood: 'broken',
    },
  },
  events: {
    'connection.connect': { from: 'host', means: 'Connect now: after a disconnect, a failure, or instead of waiting.' },
    'connection.disconnect': { from: 'host', means: 'Unregister and close the transport; stay signed in.' },
    'connection.use': { from: '[phone](phone.md)', means: 'Somebody has signed in: connect as this account.' },
    'connection.leave': {
      from: '[phone](phone.md)',
      means: 'Somebody signs out: unregister, close, and forget the account.',
    },
    'connection.renewed': { from: '[auth](auth.md)', means: 'There is another token: register with it.' },
    'connection.giveUp': { from: '[auth](auth.md)', means: 'There is no token that the registrar takes.' },
    'transport.connected': { from: 'port `watchConnection`', means: 'The WebSocket is open.' },
    'transport.closed': {
      from: 'port `watchConnection`',
      means:
        'The WebSocket could not be opened, or broke; with the back-off to wait (full jitter, drawn by the adapter).',
    },
    'transport.disconnected': { from: 'port `watchConnection`', means: 'The WebSocket has been closed as we asked.' },
    'registration.accepted': {
      from: 'port `watchConnection`',
      means: '200 to REGISTER, with the time at which it expires.',
    },
    'registration.refused': {
      from: 'port `watchConnection`',
      means: '401 or 407 after our digest, 403, 404: asking again would not help.',
    },
    'registration.failed': {
      from: 'port `watchConnection`',
      means: 'No answer, 5xx, or 503 with Retry-After: worth asking again later.',
    },
    'registration.removed': { from: 'port `watchConnection`', means: 'The registrar no longer has our contact.' },
    'sip.notLoaded': {
      from: 'port `watchConnection`',
      means: 'The chunk with the SIP stack did not load; connecting again loads it again.',
    },
  },
  emits: {
    'connection.registered': 'calls can be made and received, over this server',
    'connection.unregistered': 'the registrar no longer has our contact',
    'connection.lost': 'an open transport broke; it is tried again',
    'connection.restored': 'the transport is open again after it was lost',
    'connection.failed': 'the registrar refused us; it is not tried again',
    'command.settled': 'a connect or disconnect succeeded, failed, or was superseded by the next one',
  },
  invokes: { watchConnection: 'the WebSocket and the registration; with the SIP stack behind it, loaded lazily' },
  sends: {
    connectTransport: ['transport.connect'],
  },
  delays: {
    retryAfter: 'the adapter’s back-off with full jitter, or the server’s Retry-After',
    connectTimeout: 'the adapter gives up earlier, unless it is broken or loads the SIP stack over a slow line',
    registerTimeout: '64*T1 = 32 s (RFC 3261 17.1.2.2) and a little',
    unregisterTimeout: 'the registration lapses by itself; nobody should wait for it',
    disconnectTimeout: 'closing a socket that no longer answers',
  },
  invariants: [
    '`registered` is entered on a 200 to REGISTER and on nothing else.',
    'Who leaves `registered` reports `report.unregistered`, in every case.',
    'A refusal is final until somebody asks again; everything else is tried again by itself.',
    'No random number is drawn here: waits come with the facts.',
    'At most one connect or disconnect is outstanding; a newer one supersedes it, and its command is told so.',
  ],
}
