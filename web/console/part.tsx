import { Descriptions } from 'antd'
import type { ReactNode } from 'react'

/** A part of the page: its heading and what stands below. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

/** Single facts with their names; what is not known has no line. */
export function Facts({ rows }: { rows: readonly (readonly [label: string, words: ReactNode])[] }) {
  return (
    <Descriptions
      size="small"
      column={1}
      bordered
      styles={{ label: { width: 128 }, content: { overflowWrap: 'anywhere' } }}
      items={rows.flatMap(([label, children]) =>
        children === undefined || children === null ? [] : [{ key: label, label, children }],
      )}
    />
  )
}
