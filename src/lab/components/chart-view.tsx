import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js'
import { layOutBoard, type PlacedPicture } from '../board'
import type { PictureData } from '../chart-data'
import type { Lab } from '../lab'
import { litOf } from '../lit-chart'
import { createPanZoom } from '../pan-zoom'
import { chartOf, leafStates } from '../states'
import { Icon } from './icon'

/** Every picture of the chart that is looked at, on a board that can be moved and zoomed, with its active states lit. */
export function ChartView(props: { lab: Lab }) {
  const { lab } = props
  const view = createPanZoom()
  const [follows, setFollows] = createSignal(true)
  const [pointed, setPointed] = createSignal<string | null>(null)
  let window!: HTMLDivElement
  let board!: HTMLDivElement

  const snapshot = () => lab.session().moment().get(lab.actor())
  const before = () =>
    lab
      .session()
      .timeline.at(lab.session().position() - 1)
      .get(lab.actor())
  // A chart that is not there any more stays in view, unlit.
  const chartName = createMemo<string>((last) => {
    const now = snapshot()
    return now === undefined ? last : chartOf(now)
  }, 'phone')
  const chart = createMemo(() => lab.charts.find(({ name }) => name === chartName()))
  const layout = createMemo(() => layOutBoard(chart()?.pictures ?? []))
  const sizeOf = () => ({ width: window.clientWidth, height: window.clientHeight })

  const fit = () => {
    const { width, height } = layout()
    view.show({ x: 0, y: 0, width, height }, sizeOf())
  }
  /** The first picture, large enough to be read, at what is active in it. */
  const begin = () => {
    const [first] = layout().pictures
    if (first === undefined) return
    const { width, height } = first.picture
    view.show({ x: 0, y: 0, width, height }, sizeOf(), { least: leastScale })
    if (follows()) reveal()
  }
  const showPicture = ({ picture, x, y }: PlacedPicture) => {
    setFollows(false)
    view.show({ x, y, width: picture.width, height: picture.height }, sizeOf())
  }

  const light = () => {
    const { states, leaves: active, entered, isTaken } = lit()
    for (const element of board.querySelectorAll<SVGElement>('[data-state]')) {
      const path = element.dataset.state ?? ''
      element.classList.toggle('on', states.has(path))
      element.classList.toggle('leaf', active.has(path))
      element.classList.toggle('entered', entered.has(path))
    }
    for (const element of board.querySelectorAll<SVGElement>('[data-edge]'))
      element.classList.toggle('taken', isTaken(element.dataset.edge ?? ''))
  }
  /** What has just been entered, else what is active: where the eye should be. */
  const reveal = () => {
    const found = [...board.querySelectorAll<SVGElement>('.leaf.entered > rect, .leaf.entered > text')]
    const shown = found.length > 0 ? found : [...board.querySelectorAll<SVGElement>('.leaf > rect')].slice(0, 1)
    // It may be on its way: all is measured against the board itself.
    const origin = board.getBoundingClientRect()
    const scale = origin.width / layout().width
    const rects = shown.map((element) => element.getBoundingClientRect())
    if (rects.length === 0) return
    const left = Math.min(...rects.map((rect) => rect.left))
    const top = Math.min(...rects.map((rect) => rect.top))
    const right = Math.max(...rects.map((rect) => rect.right))
    const bottom = Math.max(...rects.map((rect) => rect.bottom))
    view.reveal(
      {
        x: (left - origin.left) / scale,
        y: (top - origin.top) / scale,
        width: (right - left) / scale,
        height: (bottom - top) / scale,
      },
      sizeOf(),
    )
  }

  createEffect(
    on([layout], () => {
      light()
      begin()
    }),
  )
  createEffect(
    on([snapshot, () => lab.session().position()], () => {
      light()
      if (follows()) reveal()
    }),
  )
  onMount(() => {
    const observer = new ResizeObserver(() => begin())
    observer.observe(window)
    onCleanup(() => observer.disconnect())
  })

  let dragged: { id: number; x: number; y: number } | null = null
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    const { left, top } = window.getBoundingClientRect()
    if (event.ctrlKey || event.metaKey || Math.abs(event.deltaY) >= 40)
      view.zoom(Math.exp(-event.deltaY / 500), event.clientX - left, event.clientY - top)
    else view.pan(-event.deltaX, -event.deltaY)
    setFollows(false)
  }
  const zoomBy = (factor: number) => view.zoom(factor, window.clientWidth / 2, window.clientHeight / 2)
  const press = (event: KeyboardEvent) => {
    const handle = keys[event.key]
    if (handle === undefined || event.target !== window) return
    event.preventDefault()
    handle()
  }
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => view.pan(60, 0),
    ArrowRight: () => view.pan(-60, 0),
    ArrowUp: () => view.pan(0, 60),
    ArrowDown: () => view.pan(0, -60),
    '+': () => zoomBy(1.2),
    '-': () => zoomBy(1 / 1.2),
    '0': () => fit(),
  }
  const leaves = createMemo(() => {
    const now = snapshot()
    return now === undefined ? [] : leafStates(now)
  })
  const lit = createMemo(() => litOf(snapshot(), lab.session().position() === 0 ? undefined : before()))
  /** What a picture of a part is in, in a word; the first picture is the whole. */
  const stateIn = (picture: PictureData) =>
    leaves()
      .find((path) => picture.svg.includes(`data-state="${path}"`))
      ?.split('.')
      .at(-1)
  const words = createMemo(() => {
    const path = pointed() ?? leaves().find((leaf) => lit().entered.has(leaf)) ?? leaves()[0]
    if (path === undefined) return null
    const found = chart()?.states[path]
    return found === undefined ? null : { path, ...found }
  })

  return (
    <>
      <div class="chart-head">
        <h2 class="panel-title">
          {chart()?.name}
          <span class="quiet">{chart()?.title}</span>
          <Show when={snapshot() === undefined}>
            <span class="badge">not there at this moment</span>
          </Show>
        </h2>
        <div class="tools" role="group" aria-label="View">
          <button
            type="button"
            class="square"
            aria-pressed={follows()}
            aria-label="Follow what is active"
            title="Follow what is active"
            on:click={() => {
              setFollows(!follows())
              if (follows()) reveal()
            }}
          >
            <Icon name="target" />
          </button>
          <button
            type="button"
            class="square"
            aria-label="Zoom out"
            title="Zoom out (-)"
            on:click={() => zoomBy(1 / 1.2)}
          >
            <Icon name="minus" />
          </button>
          <output class="zoom">{Math.round(view.place().scale * 100)} %</output>
          <button type="button" class="square" aria-label="Zoom in" title="Zoom in (+)" on:click={() => zoomBy(1.2)}>
            <Icon name="plus" />
          </button>
          <button
            type="button"
            class="square"
            aria-label="Fit"
            title="Fit (0)"
            on:click={() => {
              setFollows(false)
              fit()
            }}
          >
            <Icon name="fit" />
          </button>
        </div>
      </div>
      <Show when={layout().pictures.length > 1}>
        <div class="chips pictures" role="group" aria-label="Pictures of this chart">
          <For each={layout().pictures}>
            {(placed) => (
              <button type="button" class="chip" on:click={() => showPicture(placed)}>
                {placed.picture.name}
                <Show when={stateIn(placed.picture)}>{(state) => <b>{state()}</b>}</Show>
              </button>
            )}
          </For>
        </div>
      </Show>
      <div
        class="board-window"
        tabindex="0"
        role="img"
        aria-label={`The chart ${chartName()}: ${words()?.path ?? 'not active'}`}
        data-keys
        ref={(element) => (window = element)}
        on:wheel={wheel}
        on:keydown={press}
        on:pointerdown={(event) => {
          if (event.button !== 0) return
          dragged = { id: event.pointerId, x: event.clientX, y: event.clientY }
        }}
        on:pointermove={(event) => {
          if (dragged?.id !== event.pointerId) return
          window.setPointerCapture(event.pointerId)
          view.pan(event.clientX - dragged.x, event.clientY - dragged.y)
          dragged = { id: event.pointerId, x: event.clientX, y: event.clientY }
          setFollows(false)
        }}
        on:pointerup={() => (dragged = null)}
        on:pointercancel={() => (dragged = null)}
        on:pointerover={(event) => {
          const state = event.target instanceof Element ? event.target.closest<SVGElement>('[data-state]') : null
          setPointed(state?.dataset.state || null)
        }}
        on:pointerleave={() => setPointed(null)}
      >
        <div
          class="board"
          data-glides={view.glides() ? '' : undefined}
          data-there={snapshot() === undefined ? undefined : ''}
          style={{
            transform: `translate(${view.place().x}px, ${view.place().y}px) scale(${view.place().scale})`,
            width: `${layout().width}px`,
            height: `${layout().height}px`,
          }}
          ref={(element) => (board = element)}
        >
          <For each={layout().pictures}>
            {({ picture, x, y }) => (
              <div
                class="picture"
                data-picture={picture.file}
                style={{ left: `${x}px`, top: `${y}px` }}
                innerHTML={picture.svg}
              />
            )}
          </For>
        </div>
      </div>
      <footer class="words" aria-live="off">
        <Show when={words()} fallback={<span class="quiet">{chart()?.purpose}</span>}>
          {(found) => (
            <>
              <code>{found().path}</code>
              <span class="means">{found().means}</span>
              <Show when={found().sip}>{(sip) => <span class="sip">{sip()}</span>}</Show>
            </>
          )}
        </Show>
      </footer>
    </>
  )
}

/** Smaller, words cannot be read. */
const leastScale = 0.72
