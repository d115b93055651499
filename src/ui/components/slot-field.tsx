import { createMemo, createSignal, createUniqueId, For } from 'solid-js'
import type { SlotsProps } from '../connect/slots.connect'
import type { Locale } from '../locales/locale'
import { Button } from './button'

/** Parks in the slot that is chosen; those that are taken say by whom, and cannot be. */
export function SlotField(props: { slots: SlotsProps; locale: Locale; park: (slot: string) => void }) {
  const id = createUniqueId()
  const [chosen, setChosen] = createSignal<string | null>(null)
  const keys = createMemo(() => props.slots.slots.map(({ slot }) => slot), [], {
    equals: (before, after) => before.join('\n') === after.join('\n'),
  })
  const slotOf = (slot: string) => props.slots.slots.find((one) => one.slot === slot)
  // A slot that somebody has taken meanwhile gives way to the first that is free.
  const slot = () => {
    const wanted = chosen()
    return wanted !== null && slotOf(wanted)?.state === 'free' ? wanted : props.slots.free
  }
  return (
    <div class="slots">
      <label for={id}>{props.locale.text.parkIn}</label>
      <select id={id} on:change={(event) => setChosen(event.currentTarget.value)}>
        <For each={keys()}>
          {(key) => (
            <option value={key} disabled={slotOf(key)?.state === 'taken'} selected={slot() === key}>
              {slotOf(key)?.words}
            </option>
          )}
        </For>
      </select>
      <Button
        kind="quiet"
        icon="park"
        action={props.slots.park}
        name={props.locale.text.parkInSlot}
        press={() => {
          const free = slot()
          if (free !== null && props.slots.park.state === 'ready') props.park(free)
        }}
      />
    </div>
  )
}
