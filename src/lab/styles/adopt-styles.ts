import lab from './lab.css?inline'
import panels from './panels.css?inline'
import picture from './picture.css?inline'

/** The lab's styles, as a sheet that a strict content security policy lets pass. The call returns what takes them away. */
export function adoptStyles(page: Document): () => void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(lab + panels + picture)
  page.adoptedStyleSheets.push(sheet)
  return () => {
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter((adopted) => adopted !== sheet)
  }
}
