import { renderPhone } from '../../src/ui/render-phone'
import { cannedSource } from '../../test/support/canned-source'
import { now } from '../../test/support/phone-states'
import { screens } from './screens'

/** Every screen of the phone side by side. `?theme=dark`, `?screen=idle,held`, `?width=280`, `?height=480`. */
const query = new URLSearchParams(location.search)
const theme = query.get('theme') === 'dark' ? 'dark' : 'light'
const only = query.get('screen')?.split(',')
const main = document.querySelector('main')
document.body.dataset.theme = theme

for (const [name, state] of Object.entries(screens)) {
  if (only !== undefined && !only.includes(name)) continue
  const figure = document.createElement('figure')
  const caption = document.createElement('figcaption')
  const frame = document.createElement('div')
  caption.textContent = name
  frame.className = 'frame'
  frame.id = name
  const width = query.get('width')
  const height = query.get('height')
  if (width !== null) frame.style.width = `${width}px`
  if (height !== null) frame.style.height = `${height}px`
  figure.append(caption, frame)
  main?.append(figure)
  renderPhone(frame, cannedSource(state), { theme, now: () => now })
}
