import { renderPhone } from '../../src/ui/render-phone'
import { cannedSource } from '../../test/support/canned-source'
import { now } from '../../test/support/phone-states'
import { screens } from './screens'

/** Every screen of the phone side by side. `?theme=dark`, `?screen=idle,held`, `?width=280`. */
const query = new URLSearchParams(location.search)
const theme = query.get('theme') === 'dark' ? 'dark' : 'light'
const only = query.get('screen')?.split(',')
const main = document.querySelector('main')
if (theme === 'dark') document.body.style.background = '#3c414c'

for (const [name, state] of Object.entries(screens)) {
  if (only !== undefined && !only.includes(name)) continue
  const figure = document.createElement('figure')
  const caption = document.createElement('figcaption')
  const frame = document.createElement('div')
  caption.textContent = name
  frame.className = 'frame'
  frame.id = name
  const width = query.get('width')
  if (width !== null) frame.style.width = `${width}px`
  figure.append(caption, frame)
  main?.append(figure)
  renderPhone(frame, cannedSource(state), { theme, now: () => now })
}
