import { createEffect, createSignal, Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import type { Lab } from '../lab'
import { Actors } from './actors'
import { ChartView } from './chart-view'
import { Detail } from './detail'
import { EventLog } from './event-log'
import { handleKeys } from './keys'
import { Ladder } from './ladder'
import { PhoneView } from './phone-view'
import { SimulatorPanel } from './simulator-panel'
import { Tabs } from './tabs'
import { TimeLine } from './time-line'
import { TopBar } from './top-bar'
import { VerdictNotice } from './verdict'

const sides = [
  { id: 'ladder', label: 'SIP ladder' },
  { id: 'simulator', label: 'Simulator' },
  { id: 'detail', label: 'Details' },
] as const

export type Side = (typeof sides)[number]['id']

export function LabApp(props: { lab: Lab }) {
  const { lab } = props
  const [side, setSide] = createSignal<Side>('simulator')
  const [isOver, setOver] = createSignal(false)

  createEffect(() => {
    const { kind } = lab.session()
    setSide((now) => (kind === 'simulation' ? 'simulator' : now === 'simulator' ? 'ladder' : now))
  })
  onMount(() => onCleanup(handleKeys(lab)))

  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer?.files[0]
    if (file !== undefined) void lab.openFile(file)
  }
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (event.target instanceof Element && event.target.matches('input, textarea')) return
    if (text.includes('callchart-trace/')) void lab.openTrace(text, 'Pasted trace')
  }
  onMount(() => {
    document.addEventListener('paste', paste)
    onCleanup(() => document.removeEventListener('paste', paste))
  })

  return (
    <div
      class="lab"
      data-theme={lab.theme()}
      data-over={isOver() ? '' : undefined}
      on:dragover={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      on:dragleave={() => setOver(false)}
      on:drop={drop}
    >
      <TopBar lab={lab} />
      <Show when={lab.notice()}>
        {(words) => (
          <div class="notice" role="alert">
            <p>{words()}</p>
            <button type="button" class="plain" on:click={() => lab.setNotice(null)}>
              Close
            </button>
          </div>
        )}
      </Show>
      <VerdictNotice session={lab.session()} />
      <main class="rooms">
        <section class="panel actors" aria-label="Actors">
          <Actors lab={lab} />
        </section>
        <section class="panel log" aria-label="Event log">
          <EventLog session={lab.session()} />
        </section>
        <section class="panel chart" aria-label="Chart">
          <ChartView lab={lab} />
        </section>
        <section class="panel side" aria-label="Beside the chart">
          <Tabs tabs={sides} selected={side()} select={setSide} label="Beside the chart" />
          <div class="side-body" role="tabpanel" id={`panel-${side()}`} aria-labelledby={`tab-${side()}`}>
            <Switch>
              <Match when={side() === 'ladder'}>
                <Ladder session={lab.session()} />
              </Match>
              <Match when={side() === 'simulator'}>
                <SimulatorPanel lab={lab} />
              </Match>
              <Match when={side() === 'detail'}>
                <Detail lab={lab} />
              </Match>
            </Switch>
          </div>
        </section>
        <section class="panel phone" aria-label="Phone at this moment">
          <PhoneView lab={lab} />
        </section>
        <section class="panel time" aria-label="Time line">
          <TimeLine session={lab.session()} dark={lab.theme()} />
        </section>
      </main>
      <Show when={isOver()}>
        <div class="drop-hint">Drop a trace to open it</div>
      </Show>
    </div>
  )
}
