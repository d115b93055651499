import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js'
import { rowKindOf } from '../log'
import { createMediaSamples, graphs } from '../media'
import { positionAt, type Session, timeAt } from '../session'
import { writeSpan, writeTime } from '../time'
import { drawTimeLine, inkOf, type Lane, lanesOf } from '../time-line-drawing'
import { Icon } from './icon'

/** Left of it stand the names of the lanes. */
const gutter = 92

/** What came when, the calls and the sound, on one line of time; dragged to any moment. */
export function TimeLine(props: { session: Session; dark: string }) {
  const [size, setSize] = createSignal({ width: 800, height: 200 })
  /** What is in view, in ms of the trace; null: all. */
  const [view, setView] = createSignal<readonly [from: number, to: number] | null>(null)
  const [playing, setPlaying] = createSignal(false)
  const [speed, setSpeed] = createSignal(1)
  let canvas!: HTMLCanvasElement
  let box!: HTMLDivElement

  const media = createMemo(() => createMediaSamples(props.session.timeline))
  const samples = createMemo(
    () => {
      props.session.ready()
      return media().advance()
    },
    [],
    { equals: false },
  )
  const whole = createMemo<readonly [number, number]>(() => {
    const { entries } = props.session.timeline
    props.session.length()
    const from = entries[0]?.t ?? 0
    return [from, Math.max(from + 1_000, entries.at(-1)?.t ?? 0)]
  })
  const range = () => view() ?? whole()
  const inner = () => Math.max(1, size().width - gutter - 12)
  const xOf = (t: number) => gutter + ((t - range()[0]) / (range()[1] - range()[0])) * inner()
  const tOf = (x: number) => range()[0] + ((x - gutter) / inner()) * (range()[1] - range()[0])
  const headT = createMemo(() => timeAt(props.session, props.session.position()))
  const lanes = createMemo<readonly Lane[]>(
    () => lanesOf(props.session.spans(), samples().length > 0, size().height),
    [],
    { equals: (before, after) => JSON.stringify(before) === JSON.stringify(after) },
  )

  createEffect(
    on(
      () => props.session,
      () => setView(null),
    ),
  )
  createEffect(() => {
    const { width, height } = size()
    props.session.ready()
    void props.dark
    drawTimeLine(canvas, {
      width,
      height,
      gutter,
      range: range(),
      lanes: lanes(),
      entries: props.session.timeline.entries,
      length: props.session.length(),
      spans: props.session.spans(),
      samples: samples(),
      ...inkOf(canvas),
    })
  })
  onMount(() => {
    const observer = new ResizeObserver(() => setSize({ width: box.clientWidth, height: box.clientHeight }))
    observer.observe(box)
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    const redraw = () => setSize({ ...size() })
    scheme.addEventListener('change', redraw)
    onCleanup(() => {
      observer.disconnect()
      scheme.removeEventListener('change', redraw)
    })
  })

  const seekTo = (clientX: number) => {
    const { left } = box.getBoundingClientRect()
    props.session.seek(positionAt(props.session, tOf(clientX - left)))
  }
  const zoom = (factor: number, around: number) => {
    const [from, to] = range()
    const [first, last] = whole()
    const span = Math.max(20, Math.min(last - first, (to - from) / factor))
    if (span >= last - first) return setView(null)
    const start = Math.max(first, Math.min(last - span, around - ((around - from) / (to - from)) * span))
    setView([start, start + span])
  }
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    const { left } = box.getBoundingClientRect()
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const [from, to] = range()
      const [first, last] = whole()
      const by = (event.deltaX / inner()) * (to - from)
      const start = Math.max(first, Math.min(last - (to - from), from + by))
      if (view() !== null) setView([start, start + to - from])
    } else zoom(Math.exp(-event.deltaY / 300), tOf(event.clientX - left))
  }

  // The trace's own time, at the chosen speed.
  createEffect(
    on([playing, speed, () => props.session], () => {
      if (!playing()) return
      const { session } = props
      if (session.position() >= session.length()) session.seek(0)
      const startedAt = performance.now()
      const from = timeAt(session, session.position())
      let frame = 0
      const advance = () => {
        const t = from + (performance.now() - startedAt) * speed()
        const position = positionAt(session, t)
        if (position !== session.position()) session.seek(position)
        if (position >= session.length()) return setPlaying(false)
        frame = requestAnimationFrame(advance)
        return undefined
      }
      frame = requestAnimationFrame(advance)
      onCleanup(() => cancelAnimationFrame(frame))
    }),
  )

  const press = (event: KeyboardEvent) => {
    const { session } = props
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => session.seek(session.position() - 1),
      ArrowRight: () => session.seek(session.position() + 1),
      PageUp: () => session.seek(session.position() - Math.ceil(session.length() / 20)),
      PageDown: () => session.seek(session.position() + Math.ceil(session.length() / 20)),
      Home: () => session.seek(0),
      End: () => session.follow(),
      '+': () => zoom(1.5, headT()),
      '-': () => zoom(1 / 1.5, headT()),
    }
    const move = moves[event.key]
    if (move === undefined) return
    event.preventDefault()
    event.stopPropagation()
    move()
  }
  const lastKind = () => {
    const entry = props.session.timeline.entries[props.session.position() - 1]
    return entry === undefined ? 'the beginning' : rowKindOf(entry)
  }
  return (
    <>
      <div class="time-head">
        <div class="transport" role="group" aria-label="Moments">
          <Round icon="first" label="To the beginning (Home)" press={() => props.session.seek(0)} />
          <Round
            icon="back"
            label="One entry back (←)"
            press={() => props.session.seek(props.session.position() - 1)}
          />
          <Round
            icon={playing() ? 'pause' : 'play'}
            label={playing() ? 'Pause' : 'Play'}
            press={() => setPlaying(!playing())}
          />
          <Round
            icon="forward"
            label="One entry on (→)"
            press={() => props.session.seek(props.session.position() + 1)}
          />
          <Round icon="last" label="To the end (End)" press={() => props.session.follow()} />
          <select
            aria-label="Speed"
            value={String(speed())}
            on:change={(event) => setSpeed(Number(event.currentTarget.value))}
          >
            <For each={[0.25, 1, 4, 16, 64]}>{(one) => <option value={String(one)}>{one} ×</option>}</For>
          </select>
        </div>
        <span class="where">
          entry <b>{props.session.position().toLocaleString('en')}</b> of {props.session.length().toLocaleString('en')}
        </span>
        <span class="where">
          <b>{writeSpan(headT() - whole()[0])}</b> of {writeSpan(whole()[1] - whole()[0])}
        </span>
        <Show when={props.session.kind === 'live' || props.session.kind === 'inspected'}>
          <button
            type="button"
            class="chip live"
            aria-pressed={props.session.isFollowing()}
            on:click={() => props.session.follow()}
          >
            {props.session.isFollowing() ? 'Following' : 'Follow'}
          </button>
        </Show>
        <span class="spacer" />
        <Show when={view() !== null}>
          <button type="button" class="chip" on:click={() => setView(null)}>
            Show all
          </button>
        </Show>
        <span class="quiet">drag to travel · scroll to zoom · ← → step · Shift for SIP</span>
      </div>
      <div
        class="time-box"
        data-media={samples().length > 0 ? '' : undefined}
        role="slider"
        tabindex="0"
        aria-label="Moment"
        aria-valuemin={0}
        aria-valuemax={props.session.length()}
        aria-valuenow={props.session.position()}
        aria-valuetext={`${writeTime(props.session, headT())}, ${lastKind()}`}
        data-keys
        ref={(element) => (box = element)}
        on:wheel={wheel}
        on:keydown={press}
        on:pointerdown={(event) => {
          if (event.button !== 0) return
          box.setPointerCapture(event.pointerId)
          setPlaying(false)
          seekTo(event.clientX)
        }}
        on:pointermove={(event) => box.hasPointerCapture(event.pointerId) && seekTo(event.clientX)}
      >
        <canvas ref={(element) => (canvas = element)} />
        <For each={lanes()}>
          {({ name, top }) => (
            <span class="lane-name" style={{ top: `${top}px` }}>
              {name}
            </span>
          )}
        </For>
        <Show when={samples().length > 0}>
          <span class="visually-hidden">Media graphs: {graphs.map(({ name }) => name).join(', ')}</span>
        </Show>
        <div
          class="play-head"
          style={{ transform: `translateX(${xOf(headT())}px)`, display: xOf(headT()) < gutter ? 'none' : undefined }}
        />
      </div>
    </>
  )
}

function Round(props: { icon: Parameters<typeof Icon>[0]['name']; label: string; press: () => void }) {
  return (
    <button type="button" class="square" aria-label={props.label} title={props.label} on:click={() => props.press()}>
      <Icon name={props.icon} />
    </button>
  )
}
