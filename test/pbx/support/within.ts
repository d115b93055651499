/** Rejects when it takes longer, and says what was waited for. */
export async function within<Result>(timeoutMs: number, what: string, promise: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited in vain for ${timeoutMs} ms until ${what}`)), timeoutMs)
  })
  return Promise.race([promise, patience]).finally(() => clearTimeout(timer))
}
