/** Made at build time by dev/lab/charts-plugin.ts. */
declare module 'virtual:charts' {
  export const charts: readonly import('./chart-data').ChartData[]
}
