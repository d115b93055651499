import type { Session } from './session'

/** `09:00:01.234`, the reader's own time of day. */
export function writeTime({ timeline: { header } }: Session, t: number): string {
  const time = new Date(header.startedAt + t)
  const two = (value: number) => String(value).padStart(2, '0')
  const ms = String(time.getMilliseconds()).padStart(3, '0')
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${ms}`
}

/** `+1.204 s` between two entries, `12 ms` when it is short. */
export function writeSpan(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`
}
