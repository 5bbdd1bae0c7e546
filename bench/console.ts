import type { Asked, Hosting } from './console-server.ts'
import type { Figure, Group } from './figure.ts'
import { withMeasured } from './measured.ts'

const ROWS = 1_000_000
const TIMES = 200
const BEFORE = 20

/** Work lists over HTTP, each in a table of a million rows, asked by somebody of one street: the slowest list's p95. */
export const group: Group = {
  name: 'console',
  async measure(): Promise<Figure[]> {
    return withMeasured({ file: 'console-server.ts', args: [ROWS] }, async ({ port, lists }: Hosting) => {
      const [bare, ...all] = lists
      if (!bare) throw new Error('there is nothing to hold the lists against')
      const least = await p95(port, bare)
      const figures: Figure[] = []
      for (const list of all) {
        const value = await p95(port, list)
        figures.push({ ...LIMITED, name: `console.list_p95_ms ${list.path}`, value, ratio: value / least })
      }
      const slowest = figures.toSorted((a, b) => b.value - a.value)[0]!
      return [...figures, { ...slowest, name: 'console.list_p95_ms' }]
    })
  },
}

const LIMITED = { unit: 'ms', limit: 300, bound: 'value-at-most' } as const

/** Milliseconds from the request to the whole answer, one after the other. */
async function p95(port: number, { path, cookie }: Asked): Promise<number> {
  const took: number[] = []
  for (let time = 0; time < BEFORE + TIMES; time += 1) {
    const began = performance.now()
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
    if (time >= BEFORE) took.push(performance.now() - began)
  }
  return took.toSorted((a, b) => a - b)[Math.ceil(TIMES * 0.95) - 1]!
}
