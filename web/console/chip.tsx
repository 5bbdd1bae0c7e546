import type { ReactNode } from 'react'

const SHAPES = { good: '●', waits: '▲', off: '○', bad: '■' } as const

/** A state in a word, with a shape of its own: colour is never the only sign. */
export function Chip({ kind, children }: { kind: keyof typeof SHAPES; children: ReactNode }) {
  return (
    <span className={`chip ${kind}`}>
      <span aria-hidden="true">{SHAPES[kind]}</span> {children}
    </span>
  )
}
