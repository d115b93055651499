import { isEvents, knownCodecs, listOf, sharedWith } from '../media/codecs'
import { NotAcceptable } from '../media/leg'
import { codecsOf } from '../media/sdp'
import type { Call } from './call'

/** What is dialled before the number of whoever's phone rings. */
export const pickUpPrefix = '*8'

/** Who has dialled `by` answers the call that rings at a colleague's, whose phones stop. */
export async function pickUp(by: Call, ringing: Call | undefined): Promise<void> {
  if (!ringing) return by.end({ by: 'pbx', status: 404, why: 'nothing rings there' })
  const shared = sharedWith(codecsOf(ringing.caller.offer)).filter((codec) => !isEvents(codec))
  // Packets are passed on, and never transcoded.
  const { agreed } = await by.caller.openMedia([...shared, ...knownCodecs.filter(isEvents)])
  if (!agreed) throw new NotAcceptable('no codec in common')
  if (ringing.signal.aborted || ringing.state !== 'ringing')
    return by.end({ by: 'pbx', status: 404, why: 'it rings no more' })
  ringing.takeFromPhones()
  by.answer()
  by.giveAway(by.caller)
  ringing.callee = by.caller
  by.caller.join(ringing)
  by.end({ by: 'pbx', why: 'picked up' })
  await ringing.caller.openMedia(listOf(agreed))
  ringing.answer()
}
