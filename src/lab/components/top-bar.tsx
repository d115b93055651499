import { For, Show } from 'solid-js'
import type { Lab, Theme } from '../lab'
import { timeAt } from '../session'
import { writeTime } from '../time'
import { Icon } from './icon'
import { saveTest, saveTrace } from './save'
import { VerdictBadge } from './verdict'

const kinds = { trace: 'Trace', live: 'Live phone', inspected: 'Inspected phone', simulation: 'Simulation' } as const

export function TopBar(props: { lab: Lab }) {
  const { lab } = props
  let file!: HTMLInputElement
  const openPicked = () => {
    const [picked] = file.files ?? []
    if (picked !== undefined) void lab.openFile(picked)
    file.value = ''
  }
  const choosePhone = (id: string) => {
    if (id === '') lab.simulate()
    else lab.watchPhone(id)
  }
  /** What an inspector tells is no trace: nothing can be replayed. */
  const hasTrace = () => lab.session().kind !== 'inspected'
  const theme = (): Theme => lab.theme()
  const isDark = () =>
    theme() === 'dark' || (theme() === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  return (
    <header class="top">
      <div class="brand">
        <Icon name="logo" />
        <h1>
          Callchart <span>lab</span>
        </h1>
      </div>
      <div class="what" data-kind={lab.session().kind}>
        <span class="badge">{kinds[lab.session().kind]}</span>
        <strong>{lab.session().name}</strong>
        <span class="quiet">
          {lab.session().length().toLocaleString('en')} entries
          <Show when={lab.session().ready() < lab.session().length()}>
            {' '}
            · replayed {Math.floor((lab.session().ready() / lab.session().length()) * 100)} %
          </Show>
        </span>
        <VerdictBadge session={lab.session()} />
      </div>
      <output class="clock" aria-label="Time of the moment that is shown">
        {writeTime(lab.session(), timeAt(lab.session(), lab.session().position()))}
      </output>
      <div class="actions">
        <Show when={lab.link.phones().length > 0}>
          <label class="pick">
            <span class="visually-hidden">Watch a phone</span>
            <select
              aria-label="Watch a phone"
              value={lab.link.joined() ?? ''}
              on:change={(event) => choosePhone(event.currentTarget.value)}
            >
              <option value="">Watch a phone…</option>
              <For each={lab.link.phones()}>{(phone) => <option value={phone.id}>{phone.name}</option>}</For>
            </select>
          </label>
        </Show>
        <button type="button" on:click={() => file.click()}>
          <Icon name="open" /> Open trace
        </button>
        <input
          type="file"
          hidden
          accept=".jsonl,.json,.txt,application/json"
          aria-label="Trace file"
          ref={(element) => (file = element)}
          on:change={openPicked}
        />
        <Show when={hasTrace() && lab.session().kind !== 'simulation'}>
          <button type="button" title="Go on by yourself from the moment that is shown" on:click={() => lab.branch()}>
            <Icon name="branch" /> Simulate from here
          </button>
        </Show>
        <Show when={lab.session().kind !== 'simulation'}>
          <button type="button" on:click={() => lab.simulate()}>
            <Icon name="flask" /> Simulator
          </button>
        </Show>
        <Show when={hasTrace()}>
          <button type="button" on:click={() => saveTrace(lab)}>
            <Icon name="save" /> Save trace
          </button>
          <button type="button" on:click={() => saveTest(lab)}>
            <Icon name="test" /> Save as test
          </button>
        </Show>
        <button
          type="button"
          class="square"
          aria-label={isDark() ? 'Light theme' : 'Dark theme'}
          title={isDark() ? 'Light theme' : 'Dark theme'}
          on:click={() => lab.setTheme(isDark() ? 'light' : 'dark')}
        >
          <Icon name={isDark() ? 'sun' : 'moon'} />
        </button>
      </div>
    </header>
  )
}
