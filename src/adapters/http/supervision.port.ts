import type { RequestSupervision, SteerSupervision } from '../../machines/ports/supervision'
import type { MakePort } from '../port'
import type { SupervisionService, SupervisionServiceOptions } from './supervision-service'

export interface SupervisionPortsOptions {
  readonly makePort: MakePort
  /** null: there is no such service, and nothing is loaded for it. */
  readonly service: SupervisionServiceOptions | null
}

const unreachable = { code: 'unreachable' } as const

/** A service of the backend that lets us into a colleague's call (docs/rest.md). Its code is loaded when it is first asked. */
export function createSupervisionPorts({ makePort, service: options }: SupervisionPortsOptions): {
  readonly requestSupervision: RequestSupervision
  readonly steerSupervision: SteerSupervision
} {
  /** What the service calls the supervision that a call is. */
  const references = new Map<string, string>()
  let service: SupervisionService | null = null
  const load = async (): Promise<SupervisionService> => {
    if (options === null) throw new Error('No service is configured')
    const { SupervisionService } = await import('./supervision-service')
    service ??= new SupervisionService(options)
    return service
  }
  const end = (callId: string): void => {
    const id = references.get(callId)
    references.delete(callId)
    if (id !== undefined) service?.end(id)
  }

  return {
    requestSupervision: makePort('requestSupervision', ({ input, tell }) => {
      let isOver = false
      const request = async () => {
        const granted = await (await load()).request(input)
        if ('id' in granted) references.set(input.callId, granted.id)
        // Nobody waits for it any more.
        if (isOver) return end(input.callId)
        if ('id' in granted) tell({ type: 'supervision.granted', target: granted.target })
        else tell({ type: 'supervision.refused', failure: granted })
      }
      request().catch(() => tell({ type: 'supervision.refused', failure: unreachable }))
      return () => {
        isOver = true
      }
    }),

    steerSupervision: makePort('steerSupervision', ({ input: { callId }, tell, receive }) => {
      receive(({ mode }) => {
        const id = references.get(callId)
        const setting = id === undefined ? Promise.resolve(unreachable) : service?.set(id, mode)
        void setting?.then((failure) =>
          tell(failure ? { type: 'supervision.unchanged', failure } : { type: 'supervision.changed', mode }),
        )
      })
      return () => end(callId)
    }),
  }
}
