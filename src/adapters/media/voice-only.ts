/**
 * The offer with its first audio line alone: the other lines are refused as if the far end had never opened them, with
 * port 0 (RFC 3264 6), and leave the bundle (RFC 9143 7.2.1). Nobody asked for a second sound, or for a picture; a
 * browser that is asked to stop a line of an offer answers it with inactive instead.
 */
export function voiceOnly(offer: string): string {
  const [session = '', ...lines] = offer.split(/(?=^m=)/m)
  const voice = lines.findIndex((line) => /^m=audio (?!0 )/.test(line))
  if (voice < 0) throw new Error('The offer has no audio line to be answered')
  const refused = new Set(lines.filter((_, index) => index !== voice).map(midOf))
  const leaveBundle = session.replace(/^a=group:BUNDLE.*$/m, (group) =>
    group
      .split(' ')
      .filter((mid) => !refused.has(mid))
      .join(' '),
  )
  return leaveBundle + lines.map((line, index) => (index === voice ? line : refuse(line))).join('')
}

function refuse(line: string): string {
  return line.replace(/^(m=\S+) \d+/, '$1 0').replace(/^a=bundle-only\r?\n/m, '')
}

function midOf(line: string): string | undefined {
  return /^a=mid:(\S+)/m.exec(line)?.[1]
}
