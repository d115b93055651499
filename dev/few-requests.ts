import type { Plugin, Rolldown } from 'vite'

/**
 * From the page to the registration a browser fetches the shell, and then, at the same time, what speaks to the browser and
 * the SIP stack. Each of them is one file: what two chunks have in common becomes a third one otherwise, of which a browser
 * learns when it has fetched one of the two, and that costs another round trip to wherever the phone is deployed.
 */
const oneShell = { name: 'mount', test: /src[\\/]mount\.ts$/ }

/**
 * What comes while the shell runs is compiled whole, on the browser's other threads (V8's explicit compile hints; elsewhere
 * a comment): the thread of the page would do it function by function, as it registers. Not the shell itself, which nobody
 * has anything to do before: that much longer it would be waited for.
 */
const compileAhead = ({ facadeModuleId }: { readonly facadeModuleId: string | null }) =>
  besideTheShell.some((end) => facadeModuleId?.endsWith(end)) ? '//# allFunctionsCalledOnLoad' : ''

export const fewRequestsOutput: Rolldown.OutputOptions = {
  codeSplitting: { groups: [oneShell] },
  postBanner: compileAhead,
}

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

const besideTheShell = ['src/api/bind-browser.ts', 'src/adapters/sip/sip-facade.ts']
const onTheWay = ['src/mount.ts', ...besideTheShell]
