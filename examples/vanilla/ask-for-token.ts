import type { GivenToken, TokenReason } from 'callchart'

/**
 * Asks the host's own backend, which knows by its session cookie who is there. null when it says that nobody is: the phone
 * stops asking, and tells the person to sign in to the page again. What else goes wrong is thrown, and tried again.
 */
export async function askForToken(url: string, reason: TokenReason): Promise<GivenToken | null> {
  const response = await fetch(`${url}?${new URLSearchParams({ reason })}`, { method: 'POST' })
  if (response.status === 401) return null
  if (!response.ok) throw new Error(`No token: ${response.status}`)
  const { token, expires_in: seconds } = (await response.json()) as { token: string; expires_in: number }
  return { token, expiresInMs: seconds * 1000 }
}
