import { createSignal, Show } from 'solid-js'
import { render } from 'solid-js/web'
import { expect, test } from 'vitest'
import { later } from '../../src/ui/components/later'
import { en } from '../../src/ui/locales/en'
import type { Locale } from '../../src/ui/locales/locale'

const Part = (props: { locale: Locale; label: string }) => <p>{props.label}</p>

test('a part of the panel is fetched once, when it is first shown', async () => {
  let fetched = 0
  const Later = later(async () => {
    fetched += 1
    return Part
  })
  const [isShown, show] = createSignal(false)
  const page = document.createElement('main')
  const end = render(
    () => (
      <Show when={isShown()}>
        <Later locale={en} label="here" />
      </Show>
    ),
    page,
  )
  expect(fetched).toBe(0)
  show(true)
  await expect.poll(() => page.textContent).toBe('here')
  show(false)
  show(true)
  expect(page.textContent).toBe('here')
  expect(fetched).toBe(1)
  end()
})

test('a part that does not load says so, and is asked for again when it is opened again', async () => {
  let isOnline = false
  const Later = later(async () => {
    if (!isOnline) throw new TypeError('Failed to fetch')
    return Part
  })
  const page = document.createElement('main')
  const end = render(() => <Later locale={en} label="here" />, page)
  await expect.poll(() => page.querySelector('[role="alert"]')?.textContent).toBe(en.text.partNotLoaded)
  end()
  isOnline = true
  const endAgain = render(() => <Later locale={en} label="here" />, page)
  await expect.poll(() => page.textContent).toBe('here')
  endAgain()
})
