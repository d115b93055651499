import { join } from 'node:path'
import { type Plugin, runnerImport } from 'vite'

const id = 'virtual:charts'

/** Gives the lab its charts as a module, `virtual:charts`: laid out here, so that no layout engine is loaded at run time. */
export function charts(): Plugin {
  return {
    name: 'callchart-charts',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    async load(module) {
      if (module !== `\0${id}`) return undefined
      const { module: made } = await runnerImport<typeof import('./chart-data')>(
        join(import.meta.dirname, 'chart-data.ts'),
        { configFile: false, logLevel: 'warn' },
      )
      // As text: a parser of JSON is quicker than one of programs.
      return `export const charts = JSON.parse(${JSON.stringify(JSON.stringify(await made.chartData()))})`
    },
  }
}
