import { build } from './build'

/** Before the end-to-end tests: what they open in browsers is built once, for all files. */
export async function setup(): Promise<void> {
  await Promise.all([build('remote'), build('host-vanilla'), build('lab')])
}
