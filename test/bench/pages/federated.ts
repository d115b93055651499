import { createInstance } from '@module-federation/runtime'
import type { MountedPhone } from '../../../src/mount'

type Door = typeof import('../../../src/mount')

/** The phone as a host gets it that knows no more than its manifest. */
export async function mountFederated(manifest: string, ...given: Parameters<Door['mount']>): Promise<MountedPhone> {
  const federation = createInstance({ name: 'bench', remotes: [{ name: 'callchart', entry: manifest }] })
  const door = await federation.loadRemote<Door>('callchart/mount')
  if (door === null) throw new Error(`${manifest} has no callchart/mount`)
  return door.mount(...given)
}
