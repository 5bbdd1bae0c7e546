import { cellName, cellsOfHead, cellsOfRow, HEAD_CELLS, ROW_CELLS, type CellColumn, type Cells } from './rule-cells.ts'
import type { RuleRow, RuleTable } from './rule-table.ts'

/** One cell that is not the same; an empty text: it was not there, or is not any more. */
export interface CellChange {
  readonly column: CellColumn
  readonly before: string
  readonly after: string
}

/** What a table does otherwise than another one. */
export interface TableDifferences {
  readonly head: readonly CellChange[]
  readonly added: readonly RuleRow[]
  readonly removed: readonly RuleRow[]
  readonly changed: readonly { readonly id: string; readonly cells: readonly CellChange[] }[]
}

/** How a table differs from an earlier one. Rows are the same row if they have the same id; their order means nothing. */
export function differencesOf(before: RuleTable, after: RuleTable): TableDifferences {
  const earlier = new Map(before.rows.map((row) => [row.id, row]))
  const later = new Map(after.rows.map((row) => [row.id, row]))
  return {
    head: changesOf(HEAD_CELLS, cellsOfHead(before), cellsOfHead(after)),
    added: after.rows.filter((row) => !earlier.has(row.id)),
    removed: before.rows.filter((row) => !later.has(row.id)),
    changed: after.rows.flatMap((row) => {
      const old = earlier.get(row.id)
      const cells = old ? changesOf(ROW_CELLS, cellsOfRow(old), cellsOfRow(row)) : []
      return cells.length === 0 ? [] : [{ id: row.id, cells }]
    }),
  }
}

function changesOf(columns: readonly CellColumn[], before: Cells, after: Cells): CellChange[] {
  return columns.flatMap((column) => {
    const [was, is] = [before[cellName(column)] ?? '', after[cellName(column)] ?? '']
    return was === is ? [] : [{ column, before: was, after: is }]
  })
}
