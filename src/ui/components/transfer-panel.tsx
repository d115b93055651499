import { Show } from 'solid-js'
import type { SlotsProps } from '../connect/slots.connect'
import type { TransferProps } from '../connect/transfer.connect'
import type { Locale } from '../locales/locale'
import { Button } from './button'
import { SlotField } from './slot-field'
import { TargetForm } from './target-form'

/** Where a call is to go: at once, after a word with whoever answers there, or into a slot of the parking lot. */
export function TransferPanel(props: {
  id: string
  transfer: TransferProps
  /** null: there is no slot to choose. */
  slots: SlotsProps | null
  locale: Locale
  close: () => void
}) {
  return (
    <TargetForm
      id={props.id}
      label={props.locale.text.transfer}
      fieldLabel={props.locale.text.transferTo}
      action={props.transfer.now}
      beside={({ run }) => (
        <Button kind="quiet" action={props.transfer.consult} press={() => run(props.transfer.consult)} />
      )}
      below={({ run }) => (
        <Show when={props.slots}>
          {(slots) => <SlotField slots={slots()} locale={props.locale} park={(slot) => run(slots().park, slot)} />}
        </Show>
      )}
      close={props.close}
    />
  )
}
