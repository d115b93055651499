import { type Accessor, createMemo, createRoot, createSignal } from 'solid-js'
import { isDriving } from '../trace/entry'
import type { ChartData } from './chart-data'
import { linkInspector } from './inspector-link'
import { createLiveLink, type LiveLink } from './live-link'
import { readTraceInSlices } from './read-in-slices'
import { createSession, type Session } from './session'
import { readyFlow } from './simulator/flows'
import { createSimulator, type Simulator } from './simulator/simulator'
import { createTimeline } from './timeline'

export type Theme = 'light' | 'dark' | 'system'

/** The lab, without its screen. */
export interface Lab {
  readonly charts: readonly ChartData[]
  readonly session: Accessor<Session>
  readonly simulator: Simulator
  readonly link: LiveLink
  /** What went wrong, for people; null when nothing did. */
  readonly notice: Accessor<string | null>
  setNotice(words: string | null): void
  /** Whether a trace is being read. */
  readonly isOpening: Accessor<boolean>
  /** The chart that is looked at: the path of its actor. */
  readonly actor: Accessor<string>
  showActor(path: string): void
  readonly theme: Accessor<Theme>
  setTheme(theme: Theme): void
  openTrace(text: string, name: string): Promise<void>
  openFile(file: File): Promise<void>
  simulate(): void
  /** Goes on in the simulator from where the session stands. */
  branch(): void
  watchPhone(phone: string): void
  dispose(): void
}

export function createLab(charts: readonly ChartData[]): Lab {
  return createRoot((disposeSignals) => makeLab(charts, disposeSignals))
}

function makeLab(charts: readonly ChartData[], disposeSignals: () => void): Lab {
  const simulator = createSimulator()
  const [watched, setWatched] = createSignal<Session | null>(null)
  const [notice, setNotice] = createSignal<string | null>(null)
  const [isOpening, setOpening] = createSignal(false)
  const [actor, setActor] = createSignal('phone')
  const [theme, setTheme] = createSignal<Theme>('system')
  const session = createMemo(() => watched() ?? simulator.session())

  const watch = (next: Session | null) => {
    const before = watched()
    setWatched(next)
    setNotice(null)
    before?.dispose()
  }
  const openTrace = async (text: string, name: string) => {
    setOpening(true)
    try {
      const trace = await readTraceInSlices(text)
      const next = createSession({ kind: 'trace', name, timeline: createTimeline(trace) })
      watch(next)
      await next.whenReady()
    } catch (error) {
      setNotice(`${name} cannot be opened. ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      setOpening(false)
    }
  }
  const link = createLiveLink((phone, trace) => {
    const next = createSession({ kind: 'live', name: phone, timeline: createTimeline(trace) })
    watch(next)
    return next
  })
  const unlinkInspector = linkInspector((timeline) => {
    const next = createSession({ kind: 'inspected', name: 'by @statelyai/inspect', timeline })
    watch(next)
    return next
  }, setNotice)
  simulator.load(readyFlow, readyFlow.steps.length)
  return {
    charts,
    session,
    simulator,
    link,
    notice,
    setNotice,
    isOpening,
    actor,
    showActor: setActor,
    theme,
    setTheme,
    openTrace,
    openFile: async (file) => openTrace(await file.text(), file.name),
    simulate() {
      link.leave()
      watch(null)
    },
    branch() {
      const { timeline, position, name } = session()
      const steps = timeline.entries.slice(0, position()).flatMap((entry) => {
        if (!isDriving(entry)) return []
        // What was recorded of the states ends where the simulation begins.
        const { states: _, changed: __, ...driving } = entry
        return [{ entry: driving }]
      })
      const { states: _, ...header } = timeline.header
      simulator.load({ name: `${name}, from there on`, steps }, steps.length, header)
      link.leave()
      watch(null)
    },
    watchPhone: (phone) => link.join(phone),
    dispose() {
      link.dispose()
      unlinkInspector()
      watched()?.dispose()
      simulator.dispose()
      disposeSignals()
    },
  }
}
