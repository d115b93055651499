import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { phoneState } from '../support/phone-states'
import { showPhone } from './shown-phone'

afterEach(() => void vi.restoreAllMocks())

const button = (name: string) => page.getByRole('button', { name, exact: true })
const note = page.getByRole('textbox', { name: 'What went wrong?' })

/** What is downloaded from now on, instead of in the browser's folder. */
function catchDownloads() {
  const files: { name: string; text: Promise<string> }[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    files.push({ name: this.download, text: fetch(this.href).then((response) => response.text()) })
  })
  return files
}

test('a problem is reported: the trace is saved as a file, with what the person wrote in it', async () => {
  const files = catchDownloads()
  const { source } = showPhone(phoneState(), { now: () => Date.UTC(2026, 4, 6, 14, 30, 5) })
  await button('Settings').click()
  await note.fill('  Bob could not hear me ')
  await button('Report a problem').click()
  await expect.element(page.getByText('Saved: callchart-2026-05-06T14-30-05.jsonl')).toBeVisible()
  expect(source.exported).toEqual([{ note: 'Bob could not hear me' }])
  expect(files.map(({ name }) => name)).toEqual(['callchart-2026-05-06T14-30-05.jsonl'])
  expect(await files[0]?.text).toBe('the trace, with {"note":"Bob could not hear me"}')
  await expect.element(note).toHaveValue('')
})

test('a problem can be reported without a word', async () => {
  const files = catchDownloads()
  const { source } = showPhone(phoneState())
  await button('Settings').click()
  await button('Report a problem').click()
  await expect.poll(() => files.length).toBe(1)
  expect(source.exported).toEqual([{}])
})

test('a report that comes to nothing is told, and what was written stays', async () => {
  const files = catchDownloads()
  showPhone(phoneState(), {}, { exportTrace: () => Promise.reject(new Error('out of memory')) })
  await button('Settings').click()
  await note.fill('It crackled')
  await button('Report a problem').click()
  await expect.element(page.getByText('out of memory')).toBeVisible()
  await expect.element(note).toHaveValue('It crackled')
  expect(files).toEqual([])
})

test('where nothing is recorded, there is nothing to report', async () => {
  showPhone(phoneState(), {}, { exportTrace: undefined })
  await button('Settings').click()
  await expect.element(button('Sign out')).toBeVisible()
  await expect.element(note).not.toBeInTheDocument()
})
