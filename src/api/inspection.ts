import type { InspectionEvent } from 'xstate'
import type { Redactor } from '../trace/redact/redactor'

/** Hands XState's inspection events on to whoever looks on, redacted. What comes before the redactor is there waits for it. */
export function inspectRedacted(
  inspect: (event: InspectionEvent) => void,
  loadRedactor: () => Promise<Redactor>,
): (event: InspectionEvent) => void {
  let waiting: InspectionEvent[] | null = []
  let pass: ((event: InspectionEvent) => void) | undefined
  const careful = (event: InspectionEvent) => {
    try {
      pass?.(event)
    } catch (error) {
      // Whoever looks on must not break what is looked at.
      console.error('Callchart: the inspector threw', error)
    }
  }
  const open = async () => {
    const [{ redactInspection }, redactor] = await Promise.all([
      import('../adapters/inspect/redact-inspection'),
      loadRedactor(),
    ])
    pass = redactInspection(redactor, inspect)
    const missed = waiting ?? []
    waiting = null
    for (const event of missed) careful(event)
  }
  open().catch((error: unknown) => {
    waiting = null
    console.warn('Callchart: the inspector could not be loaded', error)
  })
  return (event) => void (waiting === null ? careful(event) : waiting.push(event))
}
