/** A message of AMI: its fields, in Asterisk's spelling. A field that comes several times has a line for each. */
export type AmiMessage = Readonly<Record<string, string>>

/** `Variable` may have several lines, too: each is a field of its own. */
export function writeAction(name: string, id: string, fields: AmiMessage): string {
  const lines = Object.entries({ Action: name, ActionID: id, ...fields }).flatMap(([field, value]) =>
    value.split('\n').map((line) => `${field}: ${line}`),
  )
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** Takes the stream apart: fields a line, an empty line between messages, and one line of greeting before them all. */
export class AmiReader {
  readonly #tell: (message: AmiMessage) => void
  #rest = ''

  constructor(tell: (message: AmiMessage) => void) {
    this.#tell = tell
  }

  read(text: string): void {
    const blocks = (this.#rest + text).split('\r\n\r\n')
    this.#rest = blocks.pop() ?? ''
    for (const block of blocks) this.#tell(parse(block))
  }
}

function parse(block: string): AmiMessage {
  const fields: Record<string, string> = {}
  for (const line of block.split('\r\n')) {
    const [, field, value = ''] = /^([^:\s]+): ?(.*)$/s.exec(line) ?? []
    if (field === undefined) continue
    const before = fields[field]
    fields[field] = before === undefined ? value : `${before}\n${value}`
  }
  return fields
}
