import type { Resource, WatchResource } from '../../machines/ports/watching'
import { type BackOff, createBackOff } from '../back-off'
import type { MakePort } from '../port'
import type { Agent } from './agent'
import type { PickUp } from './dialog-info'
import type { Subscription } from './subscription'

export interface ResourcePortOptions {
  readonly makePort: MakePort
  /** null without an open WebSocket. */
  readonly agent: () => Agent | null
  readonly pickUps: Map<string, PickUp>
  readonly random: () => number
  readonly now: () => number
}

/** What a server tells of a phone, a slot or a mailbox. The code for it is loaded when the first of them is watched. */
export function createResourcePort({ makePort, agent, pickUps, random, now }: ResourcePortOptions): WatchResource {
  const backOffs = new Map<string, BackOff>()
  const backOffOf = ({ package: event, uri }: Resource): BackOff => {
    const key = `${event} ${uri}`
    const backOff = backOffs.get(key) ?? createBackOff(random)
    backOffs.set(key, backOff)
    return backOff
  }

  return makePort('watchResource', ({ input: resource, tell }) => {
    const backOff = backOffOf(resource)
    let isOpen = true
    let subscription: Subscription | null = null
    const open = async () => {
      const { Subscription } = await import('./subscription')
      const at = agent()
      if (!isOpen) return
      if (!at) throw new Error('not connected')
      subscription = new Subscription({
        userAgent: at.userAgent,
        resource,
        backOff,
        now,
        tell,
        onPickUp: (pickUp) => {
          if (pickUp) pickUps.set(resource.uri, pickUp)
          else pickUps.delete(resource.uri)
        },
      })
      subscription.open()
    }
    open().catch(() => tell({ type: 'resource.lost', failure: { code: 'unreachable' }, retryAfterMs: backOff.next() }))
    return () => {
      isOpen = false
      pickUps.delete(resource.uri)
      subscription?.close()
    }
  })
}
