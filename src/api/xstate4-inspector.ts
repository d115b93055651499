/** What the receivers of @xstate/inspect 0.8 take: XState 4's protocol, with JSON in its texts. */
export type XState4InspectorEvent =
  | {
      readonly type: 'service.register'
      readonly machine: string
      readonly state: string
      readonly id: string
      readonly sessionId: string
      readonly parent?: string
    }
  | { readonly type: 'service.state'; readonly state: string; readonly sessionId: string }
  | { readonly type: 'service.event'; readonly event: string; readonly sessionId: string }
  | { readonly type: 'service.stop'; readonly sessionId: string }
