import type { TraceConfig } from './config'
import type { LabLinkOptions } from './lab-link'
import { newId } from './new-id'
import type { PhoneState } from './state'

/** Links a phone to labs, when it may be watched; what that takes is loaded then. The call returns what ends it. */
export function linkLab(lab: TraceConfig['lab'], watch: LabLinkOptions['watch'], state: () => PhoneState): () => void {
  if (lab === undefined || lab === false) return () => {}
  const name = () => {
    const { account } = state().session
    return account === undefined ? 'A phone' : `${account.displayName ?? account.user} (${account.user})`
  }
  let isOver = false
  let end = () => {}
  void import('./lab-link')
    .then(({ createLabLink }) => {
      const origins = lab === true ? [] : lab.origins
      if (!isOver) end = createLabLink({ phone: newId(), name, watch, origins })
    })
    .catch(() => {
      // A phone that nobody can watch is a phone all the same.
    })
  return () => {
    isOver = true
    end()
  }
}
