import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Runs a file of this folder as a process of its own, measures with what it tells once it is ready, and ends it. */
export async function withMeasured<Told extends object, Result>(
  run: { readonly file: string; readonly args: readonly number[] },
  measure: (told: Told, server: ChildProcess) => Promise<Result>,
): Promise<Result> {
  const server = fork(join(import.meta.dirname, run.file), run.args.map(String))
  try {
    const [told] = (await Promise.race([once(server, 'message'), once(server, 'exit')])) as [Told | number]
    if (typeof told !== 'object') throw new Error(`the measured process ended with ${told}`)
    return await measure(told, server)
  } finally {
    if (server.exitCode === null) {
      const gone = once(server, 'exit')
      server.send('stop')
      await gone
    }
  }
}
