import type { Plugin } from 'vite'

/**
 * Leaves `import()` as it is written. Vite puts a helper around each, which loads styles and chunks ahead: we have neither.
 * What else it does is to tell the host's page of a chunk that could not be had (`vite:preloadError`), which pages answer by
 * loading themselves anew, as Vite's guide says. Our chunks are ours to deal with, and no call may end of one.
 * Each module has a helper of its own: one for all is a chunk of its own, which the first of all requests would wait for.
 */
export function plainImports(): Plugin {
  return {
    name: 'callchart:plain-imports',
    enforce: 'pre',
    resolveId: (source, importer) => (source === '\0vite/preload-helper.js' ? `${ours}?of=${importer}` : undefined),
    load: (id) => (id.startsWith(ours) ? plain : undefined),
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.code.includes('vite:preloadError'))
          this.error(`${chunk.fileName} has the helper of Vite: its module has another name now`)
      }
    },
  }
}

const ours = '\0callchart:plain-import'
const plain = 'export const __vitePreload = (load) => load()'
