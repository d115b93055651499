import { createSignal, onCleanup, onMount } from 'solid-js'
import type { CallProps } from '../connect/call.connect'
import type { Locale } from '../locales/locale'
import { Keypad } from './keypad'

/** Sends DTMF: by its keys, and by the keyboard's while the focus is in its call. */
export function ToneKeypad(props: { id: string; call: CallProps; locale: Locale; close: () => void }) {
  const [sent, setSent] = createSignal('')
  let panel!: HTMLDivElement

  const send = (tone: string) => {
    if (props.call.tones.state !== 'ready') return
    setSent((digits) => digits + tone)
    props.call.sendTone(tone)
  }
  const keyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      props.close()
    } else if (/^[0-9A-Da-d*#]$/.test(event.key)) {
      send(event.key.toUpperCase())
    }
  }
  onMount(() => {
    const card = panel.closest('article')
    card?.addEventListener('keydown', keyDown)
    onCleanup(() => card?.removeEventListener('keydown', keyDown))
  })

  return (
    <div class="tones" id={props.id} ref={(element) => (panel = element)}>
      <output class="sent" aria-label={props.locale.text.sentDigits}>
        {sent()}
      </output>
      <Keypad label={props.locale.text.keypad} onKey={send} state={props.call.tones.state} why={props.call.tones.why} />
    </div>
  )
}
