import { render } from 'solid-js/web'
import type { PhoneSource } from '../api/source'
import { PhonePanel, type Theme } from './components/phone-panel'
import { createClock } from './connect/clock'
import { createView } from './connect/view'
import { en } from './locales/en'
import type { Locale } from './locales/locale'
import { adoptStyles } from './styles/adopt-styles'

export interface RenderOptions {
  /** Default: English. */
  readonly locale?: Locale
  /** Default: system, which follows the operating system's setting. */
  readonly theme?: Theme | undefined
  /** The time for durations, in ms since the epoch: a replay has its own. Default: Date.now. */
  readonly now?: () => number
}

/**
 * Shows a phone in the shadow root of `target`, which is made if there is none. The call returns what takes it away again;
 * the source lives on.
 */
export function renderPhone(
  target: ShadowRoot | Element,
  source: PhoneSource,
  options: RenderOptions = {},
): () => void {
  const root = target instanceof ShadowRoot ? target : shadowRootOf(target)
  const { locale = en, theme = 'system', now = Date.now } = options
  const dropStyles = adoptStyles(root)
  // A container of its own: what takes one phone away leaves another one in the same root alone.
  const container = root.ownerDocument.createElement('div')
  container.className = 'container'
  root.append(container)
  const unmount = render(() => {
    const state = createView(source)
    const ui = {
      state,
      send: source.send.bind(source),
      locale,
      clock: createClock(now),
      levels: source.levels,
      exportTrace: source.exportTrace?.bind(source),
    }
    return <PhonePanel ui={ui} theme={theme} />
  }, container)
  return () => {
    unmount()
    container.remove()
    dropStyles()
  }
}

/** StrictMode in React mounts twice into one element, whose shadow root stays. */
function shadowRootOf(element: Element): ShadowRoot {
  if (element.shadowRoot !== null) return element.shadowRoot
  try {
    return element.attachShadow({ mode: 'open' })
  } catch (cause) {
    const message = `A phone cannot be shown in <${element.localName}>, which takes no open shadow root: use a <div>.`
    throw new TypeError(message, { cause })
  }
}
