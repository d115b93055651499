export interface TraceOptions {
  /** Goes into the trace's header, as it is. */
  readonly note?: string
  /** previous: of the last page of this origin that is gone, which may have crashed. Default: this. */
  readonly page?: 'this' | 'previous'
}
