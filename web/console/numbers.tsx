import type { ReactNode } from 'react'

/** A line of numbers: its name, and what stands in the other columns. */
export interface NumberRow {
  readonly key: string
  readonly cells: readonly ReactNode[]
}

/** Numbers side by side, to be read and not opened. Where the screen is narrow they scroll by themselves, by keyboard too. */
export function Numbers({
  caption,
  heads,
  rows,
}: {
  caption: string
  heads: readonly string[]
  rows: readonly NumberRow[]
}) {
  return (
    <div className="numbers" role="group" aria-label={caption} tabIndex={0}>
      <table aria-label={caption}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...others] }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {others.map((cell, place) => (
                <td key={heads[place + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
