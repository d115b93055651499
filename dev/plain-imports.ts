import type { Plugin } from 'vite'

/**
 * Leaves `import()` as it is written. Vite puts a helper around each, which loads styles and chunks ahead: we have neither.
 * What else it does is to tell the host's page of a chunk that could not be had (`vite:preloadError`), which pages answer by
 * loading themselves anew, as Vite's guide says. Our chunks are ours to deal with, and no call may end of one.
 */
export function plainImports(): Plugin {
  return {
    name: 'callchart:plain-imports',
    enforce: 'pre',
    load: (id) => (id === '\0vite/preload-helper.js' ? plain : undefined),
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.code.includes('vite:preloadError'))
          this.error(`${chunk.fileName} has the helper of Vite: its module has another name now`)
      }
    },
  }
}

const plain = 'export const __vitePreload = (load) => load()'
