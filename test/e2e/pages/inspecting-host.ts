import { createBrowserInspector } from '@statelyai/inspect'
import { createPhone } from '../../../src'

/** A host that shows its phone to the lab, by the inspector as it is published: `?lab=…&pbx=…`. */
const query = new URLSearchParams(location.search)
const [lab = '', server = ''] = [query.get('lab') ?? undefined, query.get('pbx') ?? undefined]

function start(): void {
  const { inspect } = createBrowserInspector({
    url: `${lab}?inspect=${encodeURIComponent(location.origin)}`,
    serializationDepthLimit: Number(query.get('depth') ?? 100),
    maxDeferredEvents: 2_000,
  })
  const phone = createPhone({
    servers: [server],
    account: { uri: `sip:1001@${new URL(server).hostname}`, username: '1001', password: 'pw1001' },
    inspect: (event) => inspect.next?.(event),
  })
  Object.assign(globalThis, { phone })
}

// A window opens at a click alone.
document.querySelector('button')?.addEventListener('click', start, { once: true })
