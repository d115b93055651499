/** 64*T1 (RFC 3261 17.1.1.2): whoever has not answered by then will not. */
export const silenceMs = 32_000
