import { createMemo, Match, Show, Switch } from 'solid-js'
import type { Session } from '../session'
import { Icon } from './icon'

/** Whether the charts still do what they did: in two words. */
export function VerdictBadge(props: { session: Session }) {
  return (
    <Switch>
      <Match when={props.session.verdict().status === 'same'}>
        <span class="badge same" role="status" title="Every state of every chart is as it was when this was recorded">
          <Icon name="test" /> replays without a difference
        </span>
      </Match>
      <Match when={props.session.verdict().status === 'different'}>
        <span class="badge differs" role="status">
          differs from what was recorded
        </span>
      </Match>
    </Switch>
  )
}

/** Where the charts part from what was recorded, and why; nothing as long as they do not. */
export function VerdictNotice(props: { session: Session }) {
  const different = createMemo(() => {
    const verdict = props.session.verdict()
    return verdict.status === 'different' ? verdict : null
  })
  return (
    <Show when={different()}>
      {(verdict) => (
        <section class="notice" aria-label="Difference">
          <p>
            {verdict().difference} <span class="cause">{verdict().cause}</span>
          </p>
          <button type="button" class="plain" on:click={() => props.session.seek(verdict().index + 1)}>
            Show entry {verdict().index + 1}
          </button>
        </section>
      )}
    </Show>
  )
}
