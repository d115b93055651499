import type { TraceEntry } from '../../trace/entry'
import type { Lab } from '../lab'

/** The keys of the whole page; text fields keep theirs. The call returns what ends it. */
export function handleKeys(lab: Lab): () => void {
  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof Element && event.target.closest('input, textarea, select, .host, [data-keys]')) return
    const handle = keys[event.key]
    if (handle === undefined) return
    event.preventDefault()
    handle(lab, event)
  }
  document.addEventListener('keydown', press)
  return () => document.removeEventListener('keydown', press)
}

type Handle = (lab: Lab, event: KeyboardEvent) => void

const step =
  (direction: 1 | -1): Handle =>
  ({ session }, { shiftKey }) => {
    const shown = session()
    if (!shiftKey) return shown.seek(shown.position() + direction)
    shown.seek(nextSip(shown.timeline.entries, shown.position(), direction))
  }

const keys: Readonly<Record<string, Handle>> = {
  ArrowLeft: step(-1),
  ArrowRight: step(1),
  Home: ({ session }) => session().seek(0),
  End: ({ session }) => session().follow(),
  '/': () => document.querySelector<HTMLInputElement>('.log input[type=search]')?.focus(),
}

function nextSip(entries: readonly TraceEntry[], position: number, direction: 1 | -1): number {
  for (let at = position + direction; at > 0 && at <= entries.length; at += direction) {
    const entry = entries[at - 1]
    if (entry !== undefined && 'sip' in entry) return at
  }
  return direction === 1 ? entries.length : 0
}
