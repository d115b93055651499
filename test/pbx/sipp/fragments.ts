import { description } from './description'

/** What most scenarios have in common; a scenario that is about one of them writes it out. */

/** A response to the request that came last. */
function respond(statusLine: string, body = ''): string {
  return message(
    `SIP/2.0 ${statusLine}`,
    ['[last_Via:]', '[last_From:]', '[last_To:]', '[last_Call-ID:]', '[last_CSeq:]', contact],
    body,
  )
}

/** A request in the dialog that `answered` has opened. */
function request(method: string, number: number, more: readonly string[] = [], body = ''): string {
  return message(
    `${method} [$contact] SIP/2.0`,
    [
      'Via: SIP/2.0/WS 127.0.0.1;branch=[branch]',
      'From:[$us]',
      'To:[$phone]',
      '[last_Call-ID:]',
      `CSeq: ${number} ${method}`,
      contact,
      'Max-Forwards: 70',
      ...more,
    ],
    body,
  )
}

const contact = 'Contact: <sip:far@127.0.0.1;transport=ws>'

function message(firstLine: string, headers: readonly string[], body: string): string {
  const type = body === '' || headers.some((header) => header.startsWith('Content-Type')) ? [] : [sdp]
  const end = body === '' ? ['Content-Length: 0', ''] : ['Content-Length: [len]', '', body]
  const lines = [firstLine, ...headers, ...type, ...end]
  return `<send><![CDATA[\n${lines.join('\n')}\n]]></send>`
}

const sdp = 'Content-Type: application/sdp'

/** RFC 3515 2.4.5 */
function notify(number: number, fragment: string, subscription: string): string {
  const headers = ['Event: refer', `Subscription-State: ${subscription}`, 'Content-Type: message/sipfrag;version=2.0']
  return request('NOTIFY', number, headers, fragment)
}

const { sendrecv = '', sendonly = '', recvonly = '', holdingOffer = '' } = description

/** `{{answered}}` and the like in a scenario. */
export const fragments: Readonly<Record<string, string>> = {
  /** The phone calls, and is answered. `contact`, `phone` and `us` name the two from now on. */
  answered: `
  <recv request="INVITE">
    <action><ereg regexp="sip:[^>]*" search_in="hdr" header="Contact:" check_it="true" assign_to="contact"/></action>
  </recv>
  ${respond('200 OK', sendrecv).replace('[last_To:]', '[last_To:];tag=far')}
  <recv request="ACK">
    <action>
      <ereg regexp=".*" search_in="hdr" header="From:" assign_to="phone"/>
      <ereg regexp=".*" search_in="hdr" header="To:" assign_to="us"/>
    </action>
  </recv>
  <Reference variables="contact,phone,us"/>`,
  /** The phone hangs up. */
  hungUp: `<recv request="BYE"/>\n${respond('200 OK')}`,
  ok: respond('200 OK'),
  okSendrecv: respond('200 OK', sendrecv),
  okSendonly: respond('200 OK', sendonly),
  okRecvonly: respond('200 OK', recvonly),
  accepted: respond('202 Accepted'),
  acceptedUnwatched: respond('202 Accepted').replace(contact, `${contact}\nRefer-Sub: false`),
  notAcceptable: respond('488 Not Acceptable Here'),
  /** Ours, in the order in which they are sent. */
  reinviteToHold: request('INVITE', 40, [], holdingOffer),
  ackToHold: request('ACK', 40),
  reinviteWithoutOffer: request('INVITE', 41),
  ackWithAnswer: request('ACK', 41, [], sendrecv),
  update: request('UPDATE', 42),
  updateToHold: request('UPDATE', 43, [], holdingOffer),
  notifyTrying: notify(50, 'SIP/2.0 100 Trying', 'active;expires=60'),
  notifyRinging: notify(51, 'SIP/2.0 180 Ringing', 'active;expires=60'),
  notifyDone: notify(52, 'SIP/2.0 200 OK', 'terminated;reason=noresource'),
  notifyNothing: notify(53, 'SIP/2.0 100 Trying', 'terminated;reason=timeout'),
  bye: request('BYE', 60),
  byeBusy: request('BYE', 60, ['Reason: Q.850;cause=17;text="User busy"']),
}
