import type { PhoneSource } from '../../api/source'
import type { Locale } from '../locales/locale'

export interface ReportProps {
  readonly noteLabel: string
  readonly label: string
  /** What is saved: all that happened, with the note; `at` is ms since the epoch. Rejects when there is nothing to save. */
  readonly write: (note: string, at: number) => Promise<{ readonly name: string; readonly text: string }>
}

export function connectReport({ text }: Locale, exportTrace: NonNullable<PhoneSource['exportTrace']>): ReportProps {
  return {
    noteLabel: text.reportNote,
    label: text.report,
    write: async (note, at) => {
      const words = note.trim()
      return {
        // Colons are in no file's name on Windows.
        name: `callchart-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}.jsonl`,
        text: await exportTrace(words === '' ? {} : { note: words }),
      }
    },
  }
}
