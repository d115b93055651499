import { sdp } from '../../adapters/sip/fake-media'
import type { FarSide } from './far-side'
import { atWork, decidedByTheWire, type Happening, meetsOf, onItsWay } from './happening'

/** What the server and the far end can say now; `broken` has them say it while the media are. */
export function lettersOfTheWire(far: FarSide, broken: (happen: () => void) => Promise<void>): Happening[] {
  const letter = (name: string, happen: Happening['happen']): Happening => ({ name, happen })
  const letters: Happening[] = []
  const answers = (label: string, statuses: Readonly<Record<string, Parameters<FarSide['answer']>[2]>>) => {
    const request = far.waiting(label)
    if (request)
      for (const [status, answer] of Object.entries(statuses))
        letters.push({
          name: `${status} to ${label}`,
          meets: meetsOf(label, status),
          happen: () => far.answer(request, status.replace(/,.*/, ''), answer),
        })
  }
  const theirs = (name: string, happen: () => void, meets = decidedByTheWire) => {
    if (far.far !== null) letters.push({ name, happen, meets })
  }
  theirs('their INFO, Record: on', () => far.request('INFO', { headers: ['Record: on'] }))
  theirs('their INFO, Record: off', () => far.request('INFO', { headers: ['Record: off'] }))
  for (const [name, state, body] of [
    ['100', 'active;expires=60', 'SIP/2.0 100 Trying'],
    ['200', 'terminated;reason=noresource', 'SIP/2.0 200 OK'],
    ['486', 'terminated;reason=noresource', 'SIP/2.0 486 Busy Here'],
    ['nothing', 'terminated;reason=timeout', ''],
  ] as const)
    theirs(`their NOTIFY of ${name}`, () =>
      far.request('NOTIFY', {
        headers: ['Event: refer', `Subscription-State: ${state}`],
        body,
        contentType: 'message/sipfrag;version=2.0',
      }),
    )
  theirs('their REFER', () => {
    far.request('REFER', { headers: ['Refer-To: <sip:1003@pbx.example>'] })
  })
  theirs('their UPDATE', () => far.request('UPDATE'))
  for (const direction of ['sendonly', 'sendrecv'])
    for (const method of ['UPDATE', 'INVITE'])
      theirs(`their ${method}, ${direction}`, () => far.request(method, { body: sdp(direction) }))
  theirs('their INVITE without an offer', () => far.request('INVITE'))
  for (const label of far.unacknowledged) letters.push(letter(`their ACK to ${label}`, () => far.acknowledge(label)))
  theirs('their INVITE with Replaces', () => far.replace())
  theirs('somebody else’s INVITE', () => void far.call())
  theirs('their PRACK', () => far.request('PRACK', { headers: ['RAck: 1 1 INVITE'] }), onItsWay)
  for (const label of ['INVITE', 're-INVITE']) {
    const request = far.waiting(label)
    if (request && !far.hasAnswer(request))
      letters.push(letter(`183, reliable, to ${label}`, () => far.answerReliably(request, 'recvonly')))
    if (request && far.hasAnswer(request)) answers(label, { '200 OK, with nothing more': {} })
  }
  answers('re-INVITE', {
    '100 Trying': {},
    '491 Request Pending': {},
    '488 Not Acceptable Here': {},
    '503 Service Unavailable': { headers: ['Retry-After: 5'] },
    '200 OK': { body: sdp('recvonly') },
    '200 OK, inactive': { body: sdp('inactive') },
    '302 Moved Temporarily': { headers: ['Contact: <sip:1009@pbx.example>'] },
    '481 Call Does Not Exist': {},
  })
  answers('REFER', {
    '202 Accepted': {},
    '202 Accepted, and no more': { headers: ['Refer-Sub: false'] },
    '403 Forbidden': {},
    '481 Call Does Not Exist': {},
  })
  answers('UPDATE', { '200 OK': {}, '405 Method Not Allowed': {}, '481 Call Does Not Exist': {} })
  answers('INVITE', {
    '100 Trying': {},
    '180 Ringing': {},
    '181 Call Is Being Forwarded': {},
    '182 Queued': {},
    '183 Session Progress': { body: sdp('sendrecv') },
    '401 Unauthorized': { headers: ['WWW-Authenticate: Digest algorithm=MD5, realm="pbx.example", nonce="n1"'] },
    '422 Session Interval Too Small': { headers: ['Min-SE: 1800'] },
    '302 Moved Temporarily': { headers: ['Contact: <sip:1009@pbx.example>'] },
    '200 OK': { body: sdp('sendrecv') },
    '200 OK, with a timer': {
      body: sdp('sendrecv'),
      headers: ['Session-Expires: 90;refresher=uac', 'Require: timer', 'Allow: INVITE, ACK, BYE, CANCEL'],
    },
    '200 OK, with a timer and UPDATE': {
      body: sdp('sendrecv'),
      headers: ['Session-Expires: 90;refresher=uac', 'Require: timer', 'Allow: INVITE, ACK, BYE, CANCEL, UPDATE'],
    },
    '403 Forbidden': {},
    '404 Not Found': {},
    '408 Request Timeout': {},
    '480 Temporarily Unavailable': {},
    '486 Busy Here': {},
    '487 Request Terminated': {},
    '491 Request Pending': {},
    '500 Server Internal Error': {},
    '503 Service Unavailable': { headers: ['Retry-After: 5'] },
    '603 Decline': {},
  })
  const invite = far.waiting('INVITE')
  if (invite)
    letters.push(
      letter('200 OK to INVITE, from two', () => far.answerTwice(invite)),
      letter('200 OK to INVITE, of no use', () =>
        broken(() => far.answer(invite, '200 OK', { body: sdp('sendrecv') })),
      ),
    )
  const reInvite = far.waiting('re-INVITE')
  if (reInvite)
    letters.push(
      letter('200 OK to re-INVITE, of no use', () =>
        broken(() => far.answer(reInvite, '200 OK', { body: sdp('recvonly') })),
      ),
    )
  if (far.stage.includes('their INVITE')) {
    letters.push(letter('their CANCEL', () => far.cancel()))
    letters.push(letter('their CANCEL, answered elsewhere', () => far.cancel(['Reason: SIP;cause=200'])))
  }
  answers('BYE', { '200 OK': {}, '481 Call Does Not Exist': {} })
  theirs('their BYE', () => far.request('BYE'), atWork)
  theirs('their BYE, busy', () => far.request('BYE', { headers: ['Reason: Q.850;cause=17;text="User busy"'] }))
  return letters
}
