import type { ReactNode } from 'react'

/** What may be wider than the page, and nothing in it to press: it scrolls in itself, by keyboard too. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="wide" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
