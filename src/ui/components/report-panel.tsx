import { createSignal, createUniqueId, Show } from 'solid-js'
import { connectReport } from '../connect/report.connect'
import type { Ui } from '../connect/view'
import { fill } from '../locales/locale'
import { Button } from './button'

/** What happened so far becomes a file, with a person's words on it. */
export function ReportPanel(props: {
  ui: Ui
  exportTrace: NonNullable<Ui['exportTrace']>
  failed: (error: unknown) => void
}) {
  const { clock, locale } = props.ui
  const report = connectReport(locale, props.exportTrace)
  const [isSaving, setSaving] = createSignal(false)
  const [saved, setSaved] = createSignal<string | null>(null)
  const noteId = createUniqueId()
  let field!: HTMLTextAreaElement

  const save = async () => {
    if (isSaving()) return
    setSaving(true)
    setSaved(null)
    try {
      const { name, text } = await report.write(field.value, clock.now())
      download(name, text)
      field.value = ''
      setSaved(fill(locale.text.reportSaved, { name }))
    } catch (error) {
      props.failed(error)
    } finally {
      setSaving(false)
    }
  }

  return (
    <form
      class="report"
      aria-label={report.label}
      on:submit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div class="field">
        <label for={noteId}>{report.noteLabel}</label>
        <textarea id={noteId} ref={(element) => (field = element)} rows="2" maxlength="2000" />
      </div>
      <div class="report-row">
        <span class="report-saved" role="status">
          <Show when={saved()}>{(words) => words()}</Show>
        </span>
        <Button kind="quiet" action={{ label: report.label, state: isSaving() ? 'busy' : 'ready' }} submits />
      </div>
    </form>
  )
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
