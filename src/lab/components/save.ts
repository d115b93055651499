import type { Lab } from '../lab'
import { writeTrace } from '../write-trace'

export function saveTrace({ session }: Lab): void {
  const { name, timeline } = session()
  download(`${fileName(name)}.jsonl`, writeTrace(timeline), 'application/x-ndjson')
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
