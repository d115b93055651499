/** Puts values in the place of `{{name}}`. Throws when one is missing; `file` is named then. */
export function fillIn(text: string, values: Readonly<Record<string, string | number>>, file: string): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`${file} asks for ${placeholder}, which nobody gives`)
    return String(value)
  })
}
