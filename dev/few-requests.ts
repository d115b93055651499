import type { Plugin } from 'vite'

/**
 * From the page to the registration a browser fetches the shell, and then, at the same time, what speaks to the browser and
 * the SIP stack. Each of them is one file: what two chunks have in common becomes a third one otherwise, of which a browser
 * learns when it has fetched one of the two, and that costs another round trip to wherever the phone is deployed.
 */
export const oneShell = { name: 'mount', test: /src[\\/]mount\.ts$/ }

/** Fails the build when something has come between again: a part that is imported by a chunk of its own, usually. */
export function fewRequests(): Plugin {
  return {
    name: 'callchart:few-requests',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const shell = chunks.find((chunk) => chunk.facadeModuleId?.endsWith('src/mount.ts'))
      for (const end of onTheWay) {
        const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(end))
        if (chunk === undefined) this.error(`${end} is no chunk of its own any more: see dev/few-requests.ts`)
        const more = chunk.imports.filter((file) => file !== shell?.fileName)
        if (more.length > 0)
          this.error(`${chunk.fileName} is fetched, and then ${more.join(', ')}: see dev/few-requests.ts`)
      }
    },
  }
}

const onTheWay = ['src/mount.ts', 'src/api/bind-browser.ts', 'src/adapters/sip/sip-facade.ts']
