/** Calls a listener of the host's: what it throws is its own, and stops nobody else. */
export const callListener = <Value>(listener: (value: Value) => void, value: Value): void => {
  try {
    listener(value)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
