import actors from './actors.css?inline'
import chart from './chart.css?inline'
import detail from './detail.css?inline'
import lab from './lab.css?inline'
import ladder from './ladder.css?inline'
import log from './log.css?inline'
import picture from './picture.css?inline'
import simulator from './simulator.css?inline'
import timeLine from './time-line.css?inline'

/** The lab's styles, as a sheet that a strict content security policy lets pass. The call returns what takes them away. */
export function adoptStyles(page: Document): () => void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(lab + actors + log + chart + ladder + timeLine + simulator + detail + picture)
  page.adoptedStyleSheets.push(sheet)
  return () => {
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter((adopted) => adopted !== sheet)
  }
}
