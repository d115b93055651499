/** Whether two values, both plain JSON, say the same; properties that are undefined are not there. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  for (const key in a) if (!isSameJson((a as Json)[key], (b as Json)[key])) return false
  for (const key in b) if ((b as Json)[key] !== undefined && (a as Json)[key] === undefined) return false
  return true
}

type Json = Readonly<Record<string, unknown>>
