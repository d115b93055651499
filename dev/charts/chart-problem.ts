/** A chart, its words or its pictures are not as they must be: a message for whoever changed one of them. */
export class ChartProblem extends Error {
  override readonly name = 'ChartProblem'
}
