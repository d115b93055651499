import { writeTest } from '../../trace/cli/to-test'
import type { Lab } from '../lab'
import { verifiableTrace, writeTrace } from '../write-trace'

export function saveTrace({ session }: Lab): void {
  const { name, timeline } = session()
  download(`${fileName(name)}.jsonl`, writeTrace(verifiableTrace(timeline)), 'application/x-ndjson')
}

/** The file that `npx callchart to-test` writes; the trace belongs beside it, and is saved too. */
export function saveTest(lab: Lab): void {
  const { name, timeline } = lab.session()
  const file = fileName(name)
  const trace = verifiableTrace(timeline)
  const text = writeTest({ trace, name, file: `./${file}.jsonl`, from: 'callchart/trace' })
  download(`${file}.test.ts`, text, 'text/typescript')
  saveTrace(lab)
}

function fileName(name: string): string {
  return (
    name
      .replace(/\.(jsonl?|txt)$/i, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'trace'
  )
}

function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
