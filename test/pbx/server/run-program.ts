import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Runs a program to its end, and gives what it printed. Rejects with what it said when it failed. */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  try {
    const { stdout } = await execute(program, args, { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 })
    return stdout
  } catch (error) {
    const { stderr, message } = error as { readonly stderr?: string; readonly message: string }
    throw new Error(`${program} failed: ${stderr?.trim().split('\n').slice(-8).join('\n') || message}`, {
      cause: error,
    })
  }
}

/** What a program prints, or undefined when it is not there or fails. */
export async function tryProgram(program: string, args: readonly string[]): Promise<string | undefined> {
  return runProgram(program, args).catch(() => undefined)
}
