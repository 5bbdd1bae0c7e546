import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CityApp } from '../server/app.ts'
import { typed, type Ran } from './a-terminal.ts'
import type { TestWorld } from './world.ts'

/** Somebody at a terminal with the operator's token, and a city that listens. */
export interface OperatorTerminal {
  /** Runs a command of the program and waits for its end. */
  run(...words: string[]): Promise<Ran>
  /** Closes the city, and forgets the token. */
  close(): Promise<void>
}

/** Has a city listen, and an operator ask it over HTTP. */
export async function anOperatorTerminal(world: TestWorld, city: CityApp): Promise<OperatorTerminal> {
  const url = await city.app.listen({ host: '127.0.0.1', port: 0 })
  const folder = await mkdtemp(join(tmpdir(), 'suishenma-cli-'))
  const tokenFile = join(folder, 'operator.token')
  await writeFile(tokenFile, world.operatorToken)
  return {
    run: (...words) => typed([...words, '--server', url, '--token-file', tokenFile]),
    async close() {
      await city.app.close()
      await rm(folder, { recursive: true })
    },
  }
}
