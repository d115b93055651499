import { Show } from 'solid-js'
import type { TransferRequestProps } from '../connect/transfer-request.connect'
import type { Locale } from '../locales/locale'
import { wear } from '../styles/adopt-styles'
import styles from '../styles/target.css?inline'
import { Button } from './button'

/** The far end asks that somebody else be called: what it wants, and the person's yes or no. */
export function TransferRequest(props: { request: TransferRequestProps; locale: Locale }) {
  return (
    <div class="call-request" ref={wear(styles)} data-state={props.request.state}>
      <p role={props.request.state === 'dialing' ? 'status' : 'alert'}>{props.request.words}</p>
      <Show when={props.request.answers}>
        {(answers) => (
          <div class="transfer-actions">
            <Button kind="quiet" action={answers().refuse} />
            <Button kind="accent" action={answers().accept} />
          </div>
        )}
      </Show>
    </div>
  )
}
