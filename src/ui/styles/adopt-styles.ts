import { onCleanup, onMount } from 'solid-js'
import button from './button.css?inline'
import call from './call.css?inline'
import callSizes from './call-sizes.css?inline'
import dialer from './dialer.css?inline'
import panel from './panel.css?inline'
import recording from './recording.css?inline'
import tokens from './tokens.css?inline'
import transfer from './transfer.css?inline'

/** A constructed sheet: a content security policy without 'unsafe-inline' lets it pass, and the host's document has no part in it. */
export const adoptStyles = (root: ShadowRoot): (() => void) =>
  adoptSheet(root, tokens + panel + button + call + transfer + recording + callSizes + dialer)

/** The styles of a part that is fetched later come with it: they go into the root of one of its elements, and with it. */
export const wear = (styles: string) => (element: Element) =>
  onMount(() => onCleanup(adoptSheet(element.getRootNode() as ShadowRoot, styles)))

function adoptSheet(root: ShadowRoot, styles: string): () => void {
  const Sheet = root.ownerDocument.defaultView?.CSSStyleSheet ?? CSSStyleSheet
  const sheet = new Sheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets.push(sheet)
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((adopted) => adopted !== sheet)
  }
}
