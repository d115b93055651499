import type { Page } from 'playwright-core'

export interface Token {
  readonly token: string
  /** s */
  readonly expires_in: number
}

/** The host's backend as the page sees it: it gives whatever it is told to. */
export class TokenProvider {
  readonly path = '/session/token'
  /** Why it was asked, in order. */
  readonly reasons: string[] = []
  /** null: nobody is signed in to the host (401); broken: it fails (500). */
  answer: Token | null | 'broken'

  constructor(answer: Token) {
    this.answer = answer
  }

  async serve(page: Page): Promise<void> {
    await page.route(`**${this.path}*`, async (route) => {
      this.reasons.push(new URL(route.request().url()).searchParams.get('reason') ?? '')
      const { answer } = this
      if (answer === null || answer === 'broken') await route.fulfill({ status: answer === null ? 401 : 500 })
      else await route.fulfill({ json: answer })
    })
  }
}
