import type { CallView, PhoneState } from '../../api/state'
import { errorWords, fill, type Locale, whyNotWords } from '../locales/locale'
import type { Send } from './action.connect'
import { connectRemote } from './remote.connect'
import type { TargetAction } from './transfer.connect'

/** Where a call can be parked, for whoever minds in which slot. */
export interface SlotsProps {
  readonly slots: readonly SlotProps[]
  /** The first free one; null: there is none. */
  readonly free: string | null
  readonly park: TargetAction
}

interface SlotProps {
  readonly slot: string
  readonly words: string
  readonly state: 'free' | 'taken'
}

/** null: there are no slots to choose from. */
export function connectSlots(state: PhoneState, call: CallView, locale: Locale, send: Send): SlotsProps | null {
  const { slots, calls } = state.parkingLot
  const { park } = call.can
  if (slots.length === 0 || (park !== true && park.code === 'parking-not-configured')) return null
  const { text } = locale
  const props = slots.map((slot): SlotProps => {
    const taken = calls.find((parked) => parked.slot === slot)
    if (taken === undefined) return { slot, words: slot, state: 'free' }
    const name = taken.remote === null ? text.somebody : connectRemote(taken.remote, locale).name
    return { slot, words: fill(text.slotTaken, { slot, name }), state: 'taken' }
  })
  return {
    slots: props,
    free: props.find((one) => one.state === 'free')?.slot ?? null,
    park: {
      label: text.park,
      state: park === true ? 'ready' : 'unavailable',
      why: park === true ? null : whyNotWords(locale, park),
      go: async (slot) => {
        try {
          await send({ type: 'park', callId: call.id, slot })
          return null
        } catch (error) {
          return errorWords(locale, error)
        }
      },
    },
  }
}
