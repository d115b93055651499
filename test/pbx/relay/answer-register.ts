/** What a registrar says that trusts everybody: the binding that was asked for, or its removal. */
export function answerRegister(request: string): string {
  const lines = request.split('\r\n')
  const header = (name: string) => lines.filter((line) => line.toLowerCase().startsWith(`${name}:`))
  const to = header('to')[0] ?? ''
  const expires = /expires[=:]\s*(\d+)/i.exec(request)?.[1] ?? '600'
  const contact = /^contact:\s*(<[^>]+>)/im.exec(request)?.[1]
  return [
    'SIP/2.0 200 OK',
    ...header('via'),
    ...header('from'),
    /;tag=/.test(to) ? to : `${to};tag=relay`,
    ...header('call-id'),
    ...header('cseq'),
    ...(contact === undefined || expires === '0' ? [] : [`Contact: ${contact};expires=${expires}`]),
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}
