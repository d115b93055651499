import { type Accessor, createEffect, on, onCleanup } from 'solid-js'

/**
 * When what had the focus goes away (Answer, once answered), the focus goes to the nearest that stayed: the call's card,
 * or else the first thing to type into. Never when it was elsewhere: nothing here takes the focus from a page.
 */
export function keepFocus(panel: HTMLElement, changed: Accessor<unknown>): void {
  let path: Element[] = []
  const focusIn = (event: Event) => {
    path = event.composedPath().filter((node): node is Element => node instanceof Element && panel.contains(node))
  }
  const focusOut = (event: FocusEvent) => {
    // An element that is removed tells nobody of its leaving, or of a leaving to nowhere.
    if (event.relatedTarget !== null) path = []
    else queueMicrotask(() => path[0]?.isConnected && (path = []))
  }
  const restore = () => {
    const [lost] = path
    if (lost === undefined || lost.isConnected) return
    const heir = path.find((element) => element.isConnected && element.matches('article'))
    const next = heir ?? panel.querySelector<HTMLElement>('input')
    if (next instanceof HTMLElement) next.focus()
  }
  panel.addEventListener('focusin', focusIn)
  panel.addEventListener('focusout', focusOut)
  createEffect(on(changed, restore, { defer: true }))
  onCleanup(() => {
    panel.removeEventListener('focusin', focusIn)
    panel.removeEventListener('focusout', focusOut)
  })
}

/** A page's single-key shortcuts see the phone's element as the target, not its field: what is typed here is not theirs. */
export function keepTyping(panel: HTMLElement): void {
  const keep = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) event.stopPropagation()
  }
  for (const type of ['keydown', 'keypress', 'keyup'] as const) panel.addEventListener(type, keep)
}
