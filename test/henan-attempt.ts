import type { Depositor, HenanCity } from './henan-city.ts'

/** Where an attempt is to be seen: a line of the log, a refusal that is counted, or an act on record. */
export type Trace = { readonly log: string } | { readonly refused: string } | { readonly act: string }

/** A way to turn somebody red without cause. */
export interface Attempt {
  readonly name: string
  /** What is tried. What a request is refused with is answered, to be held against the trace. */
  readonly act: (here: HenanCity, victim: Depositor) => Promise<unknown>
  readonly seen: Trace
  /** Puts back what others are judged by, for the next attempt. */
  readonly undo?: string
}
