import { randomBytes } from 'node:crypto'
import { run } from '../cli/run.ts'
import type { ExitCode, Terminal } from '../cli/terminal.ts'
import { A_MORNING } from './world.ts'

/** What a command printed and how it ended. */
export interface Ran {
  readonly exitCode: ExitCode
  readonly printed: string
  readonly complained: string
}

/** Types a command at a terminal of its own, in English unless told otherwise. */
export async function typed(words: readonly string[], told: Partial<Terminal> & { input?: string } = {}): Promise<Ran> {
  const [printed, complained]: [string[], string[]] = [[], []]
  const exitCode = await run(words, {
    env: { LANG: 'en_GB.UTF-8' },
    now: () => A_MORNING,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    print: (text) => void printed.push(text),
    complain: (text) => void complained.push(text),
    readInput: async () => told.input ?? '',
    showProgress: () => undefined,
    ...told,
  })
  return { exitCode, printed: printed.join('\n'), complained: complained.join('\n') }
}
