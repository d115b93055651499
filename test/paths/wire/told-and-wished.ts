import type { Fed } from '../../support/chart-harness'
import { payloads } from '../model/payloads'

/** Every event of these types, in each of its ways. */
function ofTypes(types: RegExp): { readonly name: string; readonly event: Fed }[] {
  return Object.entries(payloads as Readonly<Record<string, readonly unknown[]>>).flatMap(([type, variants]) =>
    types.test(type)
      ? variants
          .filter((payload) => typeof payload === 'object')
          .map((payload, index) => ({
            name: variants.length === 1 ? type : `${type} ${index + 1}`,
            event: { type, ...(payload as object) },
          }))
      : [],
  )
}

export const mediaFacts = ofTypes(/^(?:media|microphone)\./)
export const wishes = ofTypes(
  /^call\.(?!cancelTransfer|completeTransfer|consult|dial|transfer)|^focus\.(?:yield|retreat)$|^transfer\.(?:refer|end|withdraw)$/,
)
