import { afterEach, expect } from 'vitest'
import type { Locator } from 'vitest/browser'
import type { PhoneState } from '../../src/api/state'
import { type RenderOptions, renderPhone } from '../../src/ui/render-phone'
import { type CannedSource, cannedSource } from '../support/canned-source'

const cleanups: (() => void)[] = []

afterEach(() => {
  for (const cleanUp of cleanups.splice(0)) cleanUp()
})

/** A phone on the page of the test, taken away at its end; `changes` is what its source has otherwise. */
export function showPhone(state: PhoneState, options: RenderOptions = {}, changes: object = {}) {
  const host = document.createElement('div')
  host.style.cssText = 'width: 320px; height: 560px'
  document.body.append(host)
  const source: CannedSource = Object.assign(cannedSource(state), changes)
  const remove = renderPhone(host, source, options)
  cleanups.push(() => {
    remove()
    host.remove()
  })
  return { host, source, remove, root: shadowOf(host) }
}

export function shadowOf(host: Element): ShadowRoot {
  if (host.shadowRoot === null) throw new Error('there is no shadow root')
  return host.shadowRoot
}

/** One element of the phone, of which there must be one. */
export function theOne(root: ParentNode, selector: string): HTMLElement {
  const found = root.querySelectorAll(selector)
  const [element] = found
  if (found.length !== 1 || !(element instanceof HTMLElement)) throw new Error(`${found.length} of ${selector}`)
  return element
}

/** What the phone's keys go to: the document itself only says that it is somewhere in the phone. */
export function expectFocusOn(locator: Locator): Promise<void> {
  return expect.poll(() => (locator.element().getRootNode() as ShadowRoot).activeElement).toBe(locator.element())
}
