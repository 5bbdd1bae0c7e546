// The page's side of the worker that follows the colour list.

import type { Listed } from '../../core/gate-judgement.ts'
import type { Instant } from '../../core/instant.ts'
import type { Wanted } from './lists.ts'
import type { ListsAnswer, ListsAsked } from './lists-worker.ts'

export interface Lists {
  /** What the lists say about a code; undefined where they do not reach it. */
  find(wanted: Wanted): Promise<Listed | undefined>
  /** As of when the lists are right; undefined without today's. */
  asOf(now: Instant): Promise<Instant | undefined>
  /** Brings them to where they are published now, as far as the network allows; answers as of when they are right then. */
  follow(told: { now: Instant; address: string; acceptsDemo: boolean }): Promise<Instant | undefined>
}

type Question = ListsAsked extends infer Asked ? (Asked extends ListsAsked ? Omit<Asked, 'id'> : never) : never

/** Starts the worker, which first brings back what the device kept. */
export function startLists(): Lists {
  const worker = new Worker(new URL('./lists-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, (answer: ListsAnswer) => void>()
  let count = 0
  worker.addEventListener('message', (event: MessageEvent<ListsAnswer>) => {
    waiting.get(event.data.id)?.(event.data)
    waiting.delete(event.data.id)
  })
  function ask(question: Question): Promise<ListsAnswer> {
    count += 1
    const id = count
    worker.postMessage({ ...question, id } satisfies ListsAsked, [])
    return new Promise((resolve) => waiting.set(id, resolve))
  }
  return {
    find: async (wanted) => (await ask({ ask: 'find', wanted })).listed,
    asOf: async (now) => (await ask({ ask: 'as-of', now })).asOf,
    follow: async (told) => (await ask({ ask: 'follow', ...told })).asOf,
  }
}
