import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import {
  type ColleagueProps,
  connectDesk,
  type ParkedProps,
  type ThreadProps,
  type VoicemailProps,
} from '../connect/desk.connect'
import type { Ui } from '../connect/view'
import type { Locale } from '../locales/locale'
import { wear } from '../styles/adopt-styles'
import styles from '../styles/desk.css?inline'
import { Button } from './button'
import { ColleagueRow } from './colleague-row'
import { Conversation } from './conversation'
import { Duration } from './duration'

/** What is beside the calls: who waits in the parking lot, the colleagues, the mailbox, and what was written. */
export function Desk(props: { ui: Ui; locale: Locale }) {
  const { locale, send, state } = props.ui
  const { text } = locale
  const view = createMemo(() => connectDesk(state(), locale, send))
  const [writingTo, setWritingTo] = createSignal<{ uri: string; name: string } | null>(null)
  // The keys of the rows: a row is not made anew, and loses no focus, when what it shows changes.
  const keys = <Row,>(rows: () => readonly Row[], key: (row: Row) => string) =>
    createMemo<readonly string[]>(() => rows().map(key), [], {
      equals: (before, after) => before.join('\n') === after.join('\n'),
    })
  const slots = keys<ParkedProps>(
    () => view().parkingLot?.calls ?? [],
    ({ slot }) => slot,
  )
  const colleagues = keys<ColleagueProps>(
    () => view().colleagues,
    ({ uri }) => uri,
  )
  const threads = keys<ThreadProps>(
    () => view().threads,
    ({ uri }) => uri,
  )

  return (
    <section class="desk" aria-label={text.desk} ref={wear(styles)}>
      <Show when={view().parkingLot}>
        {(lot) => (
          <Group title={text.parkedCalls} count={lot().calls.length}>
            <For each={slots()}>
              {(slot) => (
                <Show when={lot().calls.find((call) => call.slot === slot)}>
                  {(call) => (
                    <li class="desk-row">
                      <span class="desk-slot">{slot}</span>
                      <span class="desk-who">
                        <bdi class="desk-name">{call().name}</bdi>
                        <span class="desk-words">
                          <Duration since={call().since} clock={props.ui.clock} />
                        </span>
                      </span>
                      <Button kind="quiet" action={call().pickUp} name={call().pickUpName} />
                    </li>
                  )}
                </Show>
              )}
            </For>
            <Show when={lot().words}>{(words) => <li class="desk-empty">{words()}</li>}</Show>
          </Group>
        )}
      </Show>
      <Show when={view().voicemail}>
        {(voicemail) => <VoicemailRow voicemail={voicemail()} title={text.voicemail} listenName={text.callVoicemail} />}
      </Show>
      <Show when={colleagues().length > 0}>
        <Group title={text.colleagues}>
          <For each={colleagues()}>
            {(uri) => (
              <Show when={view().colleagues.find((colleague) => colleague.uri === uri)}>
                {(colleague) => (
                  <ColleagueRow colleague={colleague()} locale={locale} write={() => setWritingTo(colleague())} />
                )}
              </Show>
            )}
          </For>
        </Group>
      </Show>
      <Show when={writingTo()} keyed>
        {(to) => <Conversation ui={props.ui} uri={to.uri} name={to.name} close={() => setWritingTo(null)} />}
      </Show>
      <Show when={threads().length > 0 && writingTo() === null}>
        <Group title={text.messages}>
          <For each={threads()}>
            {(uri) => (
              <Show when={view().threads.find((thread) => thread.uri === uri)}>
                {(thread) => (
                  <li>
                    <button type="button" class="desk-row desk-thread" on:click={() => setWritingTo(thread())}>
                      <span class="desk-who">
                        <bdi class="desk-name">{thread().name}</bdi>
                        <bdi class="desk-words">{thread().preview}</bdi>
                      </span>
                    </button>
                  </li>
                )}
              </Show>
            )}
          </For>
        </Group>
      </Show>
    </section>
  )
}

function Group(props: { title: string; count?: number; children: JSX.Element }) {
  return (
    <details class="desk-group" open>
      <summary>
        {props.title}
        <Show when={props.count}>{(count) => <span class="desk-count">{count()}</span>}</Show>
      </summary>
      <ul aria-label={props.title}>{props.children}</ul>
    </details>
  )
}

function VoicemailRow(props: { voicemail: VoicemailProps; title: string; listenName: string }) {
  return (
    <div class="desk-row desk-voicemail" role="group" aria-label={props.title} data-state={props.voicemail.state}>
      <span class="desk-dot" />
      <span class="desk-who">
        <span class="desk-name">{props.title}</span>
        <span class="desk-words" aria-live="polite">
          {props.voicemail.words}
        </span>
      </span>
      <Show when={props.voicemail.listen}>
        {(listen) => <Button kind="quiet" action={listen()} name={props.listenName} />}
      </Show>
    </div>
  )
}
