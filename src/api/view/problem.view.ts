import type { Failure } from '../../machines/failure'
import type { Problem } from '../errors'

/** A chart's failure as the public vocabulary tells it: the codes are the same words. */
export const problemOf = (failure: Failure): Problem => failure
