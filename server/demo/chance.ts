import { hash } from 'node:crypto'

/** A whole number from 0 below `below` that follows from the words alone: the same city from the same seed, whatever is asked first. */
export function chance(below: number, ...words: readonly (string | number)[]): number {
  return hash('sha256', words.join('\n'), 'buffer').readUInt32BE() % below
}

/** One of a list, chosen in the same way. */
export function chosen<Item>(items: readonly Item[], ...words: readonly (string | number)[]): Item {
  const item = items[chance(items.length, ...words)]
  if (item === undefined) throw new Error('there is nothing to choose from')
  return item
}
