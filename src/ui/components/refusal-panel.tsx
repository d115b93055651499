import { Show } from 'solid-js'
import type { Action } from '../connect/action.connect'
import type { RefusalProps } from '../connect/refusal.connect'
import { errorWords, type Locale } from '../locales/locale'
import { Button } from './button'
import { TargetForm, type TargetFormTools } from './target-form'

/** What to do with somebody who calls, other than answer or decline: be busy, or send them to somebody else. */
export function RefusalPanel(props: {
  id: string
  refusal: RefusalProps
  hasVoicemail: boolean
  locale: Locale
  close: () => void
}) {
  const act = (action: Action, { say }: TargetFormTools) => {
    say(null)
    action.run((error) => say(errorWords(props.locale, error)))
  }
  return (
    <TargetForm
      id={props.id}
      label={props.locale.text.moreAnswers}
      fieldLabel={props.locale.text.forwardTo}
      action={props.refusal.forward}
      beside={(tools) => (
        <>
          <Show when={props.hasVoicemail}>
            <Button kind="quiet" action={props.refusal.voicemail} press={() => act(props.refusal.voicemail, tools)} />
          </Show>
          <Button kind="quiet" action={props.refusal.busy} press={() => act(props.refusal.busy, tools)} />
        </>
      )}
      close={props.close}
    />
  )
}
