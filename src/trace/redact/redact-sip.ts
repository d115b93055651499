export interface SipDisguise {
  disguise(text: string): string
  disguiseId(id: string, kind: string): string
  phrase(text: string): string
}

type HeaderTreatment = 'keep' | 'addresses' | 'callId' | 'dialog' | 'via' | 'reason' | 'drop'

/** RFC 3261 7.3.3 and its extensions. */
const compact: Readonly<Record<string, string>> = {
  i: 'call-id',
  m: 'contact',
  e: 'content-encoding',
  l: 'content-length',
  c: 'content-type',
  f: 'from',
  s: 'subject',
  k: 'supported',
  t: 'to',
  v: 'via',
  o: 'event',
  r: 'refer-to',
  b: 'referred-by',
  u: 'allow-events',
  x: 'session-expires',
}

const table: Readonly<Record<Exclude<HeaderTreatment, 'drop'>, string>> = {
  keep: `accept accept-encoding accept-language allow allow-events content-encoding content-length content-type cseq date event
    expires max-forwards mime-version min-expires min-se proxy-require rack refer-sub require retry-after
    rseq server session-expires subscription-state supported timestamp unsupported user-agent priority privacy`,
  addresses: `from to contact route record-route path service-route p-asserted-identity p-preferred-identity p-called-party-id
    p-associated-uri remote-party-id diversion history-info refer-to referred-by reply-to alert-to`,
  callId: 'call-id in-reply-to',
  dialog: 'replaces target-dialog join',
  via: 'via',
  reason: 'reason warning',
}

const treatments = new Map(
  Object.entries(table).flatMap(([treatment, names]) =>
    names.split(/\s+/).map((name) => [name, treatment as HeaderTreatment] as const),
  ),
)

const gone = '[redacted]'

/**
 * A SIP message for a reader: what is not known to be harmless is taken out, header by header and line by line. Its length
 * is that of the message as it was.
 */
export function redactSip(message: string, by: SipDisguise): string {
  // Keep-alives (RFC 5626 3.5.1) say nothing.
  if (message.trim() === '') return message
  const end = message.indexOf('\r\n\r\n')
  const head = end === -1 ? message : message.slice(0, end)
  const body = end === -1 ? '' : message.slice(end + 4)
  const [start = '', ...lines] = unfold(head).split('\r\n')
  let contentType = ''
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    if (colon === -1) return gone
    const name = line.slice(0, colon).trim()
    const value = line.slice(colon + 1).trim()
    const lower = name.toLowerCase()
    const whole = compact[lower] ?? lower
    if (whole === 'content-type') contentType = value.toLowerCase()
    return `${name}: ${headerOf(value, treatments.get(whole) ?? 'drop', by)}`
  })
  return [startLine(start, by), ...headers, '', bodyOf(body, contentType, by)].join('\r\n')
}

/** RFC 3261 7.3.1: a line that begins with white space goes on with the one before. */
const unfold = (head: string): string => head.replace(/\r\n[ \t]+/g, ' ')

function startLine(line: string, by: SipDisguise): string {
  const response = /^(SIP\/2\.0 \d{3}) ?(.*)$/.exec(line)
  if (response) return `${response[1] ?? ''} ${by.phrase(response[2] ?? '')}`
  const request = /^(\S+) (\S+) (SIP\/2\.0)$/.exec(line)
  return request ? `${request[1] ?? ''} ${by.disguise(request[2] ?? '')} ${request[3] ?? ''}` : gone
}

function headerOf(value: string, treatment: HeaderTreatment, by: SipDisguise): string {
  switch (treatment) {
    case 'keep':
      return value
    case 'addresses':
      return splitList(value)
        .map((address) => addressOf(address, by))
        .join(', ')
    case 'callId':
      return by.disguiseId(value, 'call')
    case 'dialog':
      return dialogOf(value, by)
    case 'via':
      return value.replace(/(branch=)([^;,\s]+)/gi, (_, name: string, branch: string) =>
        branch.startsWith('z9hG4bK') ? `${name}z9hG4bK-${by.disguiseId(branch, 'branch')}` : `${name}${gone}`,
      )
    case 'reason':
      return value.replace(/"([^"]*)"/g, (_, text: string) => `"${by.phrase(text)}"`)
    case 'drop':
      return gone
  }
}

/** At commas that stand neither in quotes nor in angle brackets. */
const splitList = (value: string): string[] =>
  (value.match(/(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,])+/g) ?? []).map((part) => part.trim())

/** Parameters that say how, and not who. */
const plainParameters =
  /^(?:expires|q|methods|reg-id|ob|lr|transport|privacy|screen|party|counter|reason|isfocus|text|sip\.[a-z]+|\+sip\.ice|index)$/i

function addressOf(address: string, by: SipDisguise): string {
  if (address === '*') return address
  const bracketed = /^(?<name>"(?:\\.|[^"\\])*"|[^<"]*)<(?<uri>[^>]*)>(?<parameters>.*)$/.exec(address)?.groups
  if (!bracketed) {
    const [uri = '', ...parameters] = address.split(';')
    return `${by.disguise(uri)}${parametersOf(parameters.join(';'), by)}`
  }
  const { name = '', uri = '', parameters = '' } = bracketed
  const shown = name.trim().replace(/^"|"$/g, '').replace(/\\(.)/g, '$1')
  return `${shown === '' ? '' : `"${by.disguise(shown)}" `}<${uriOf(uri, by)}>${parametersOf(parameters, by)}`
}

/** With what it asks a phone to send with it: the dialog that a call shall replace (RFC 3891). */
function uriOf(uri: string, by: SipDisguise): string {
  const [, address = uri, query] = /^([^?]*)\?(.*)$/.exec(uri) ?? []
  const replaces = query === undefined ? null : /(?:^|&)Replaces=([^&]*)/i.exec(query)
  const disguised = `${by.disguise(address)}${/;lr\b/.test(address) ? ';lr' : ''}`
  if (query === undefined) return disguised
  return replaces
    ? `${disguised}?Replaces=${encodeURIComponent(dialogOf(unescaped(replaces[1] ?? ''), by))}`
    : `${disguised}?${gone}`
}

function dialogOf(value: string, by: SipDisguise): string {
  const [callId = '', ...parameters] = value.split(';')
  return `${by.disguiseId(callId.trim(), 'call')}${parametersOf(parameters.join(';'), by)}`
}

function parametersOf(text: string, by: SipDisguise): string {
  const parameters = text.match(/[^;="]+(?:=(?:"(?:\\.|[^"\\])*"|[^;"]*))?/g) ?? []
  return parameters
    .map((parameter) => {
      const [name = '', value] = parameter.trim().split(/=(.*)/s)
      if (name === '') return ''
      if (/^(?:tag|to-tag|from-tag|local-tag|remote-tag)$/i.test(name))
        return `;${name}=${by.disguiseId(value ?? '', 'tag')}`
      if (/^early-only$/i.test(name)) return `;${name}`
      if (value === undefined || plainParameters.test(name)) return `;${parameter.trim()}`
      return `;${name}=${gone}`
    })
    .join('')
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function bodyOf(body: string, contentType: string, by: SipDisguise): string {
  if (body === '') return ''
  if (contentType.startsWith('application/sdp')) return body.split('\r\n').map(sdpLine).join('\r\n')
  if (contentType.startsWith('message/sipfrag'))
    return body
      .split('\r\n')
      .map((line) => fragmentLine(line, by))
      .join('\r\n')
  if (contentType.startsWith('application/dtmf-relay')) return body.replace(/^(Signal\s*=\s*).*$/gim, '$10')
  return gone
}

const fragmentLine = (line: string, by: SipDisguise): string =>
  line === '' ? '' : line.startsWith('SIP/2.0 ') ? startLine(line, by) : gone

/**
 * Lines of an SDP (RFC 8866): what describes the session stays; keys, fingerprints and what proves an ICE check go. What
 * is not known goes too, but for its name.
 */
function sdpLine(line: string): string {
  if (/^(?:s|i|u|e|p)=/.test(line)) return line === 's=-' ? line : `${line.slice(0, 2)}${gone}`
  if (line.startsWith('o=')) return line.replace(/^o=\S+/, 'o=-')
  if (line.startsWith('k=')) return `k=${gone}`
  const attribute = /^a=([^:\s]+):?(.*)$/.exec(line)
  if (!attribute) return line
  const [, name = '', value = ''] = attribute
  return value === '' || plainAttributes.has(name.toLowerCase()) ? withoutUfrag(line) : `a=${name}:${gone}`
}

const withoutUfrag = (line: string): string => line.replace(/ (ufrag|pwd) \S+/g, ` $1 ${gone}`)

const plainAttributes = new Set(
  `rtpmap fmtp rtcp-fb rtcp candidate mid group extmap ptime maxptime setup msid-semantic ssrc-group extmap-allow-mixed
  ice-options rtcp-mux rtcp-rsize sendrecv sendonly recvonly inactive simulcast rid bandwidth max-message-size
  end-of-candidates rtcp-mux-only silencesupp`.split(/\s+/),
)
