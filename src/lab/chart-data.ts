/** What the lab knows of the charts beside the charts themselves: made at build time, with the layouts of `npm run charts`. */
export interface ChartData {
  readonly name: string
  readonly title: string
  readonly purpose: string
  /** By path. */
  readonly states: Readonly<Record<string, StateWords>>
  /** By type: who sends it, and what it means. */
  readonly events: Readonly<Record<string, EventWords>>
  readonly pictures: readonly PictureData[]
}

interface StateWords {
  readonly means: string
  readonly sip?: string
}

interface EventWords {
  /** `host`, a port (`port watchSession`), or a chart. */
  readonly from: string
  readonly means: string
}

export interface PictureData {
  readonly name: string
  /** Of the file in statecharts/. */
  readonly file: string
  readonly width: number
  readonly height: number
  /** States are `[data-state]` by their path, transitions `[data-edge]` by `from>to`. */
  readonly svg: string
}
