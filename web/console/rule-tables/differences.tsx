import type { TableView } from '../../../contract/rule-tables.ts'
import { cellName, cellsOfRow, ROW_CELLS } from '../../../core/rule-cells.ts'
import { differencesOf, type CellChange } from '../../../core/rule-differences.ts'
import { readRuleTable, type RuleRow } from '../../../core/rule-table.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { language, say, type Text } from '../../kit/language.ts'
import { Numbers } from '../numbers.tsx'
import { Awaited } from '../states.tsx'
import { useAnswer } from '../use-answer.ts'

/** What a table does otherwise than the one in force: rows added, removed and changed, cell by cell. */
export function Differences({ inForce, document }: { inForce: string; document: unknown }) {
  const asked = useAnswer<TableView>(`/api/rule-tables/${inForce}`)
  return (
    <>
      <h3>{say(RULE_TABLES.differences)}</h3>
      <Awaited asked={asked}>{(table) => <Compared before={table.document} after={document} />}</Awaited>
    </>
  )
}

function Compared({ before, after }: { before: unknown; after: unknown }) {
  const [was, is] = [readRuleTable(before), readRuleTable(after)]
  if (!was.ok || !is.ok) return null
  const { head, added, removed, changed } = differencesOf(was.table, is.table)
  if (head.length + added.length + removed.length + changed.length === 0) return <p>{say(RULE_TABLES.noDifferences)}</p>
  return (
    <div className="differences">
      {head.length > 0 && <Changes title={say(RULE_TABLES.head)} cells={head} />}
      {changed.map(({ id, cells }) => (
        <Changes key={id} title={say(RULE_TABLES.changed, { id })} cells={cells} />
      ))}
      <Rows title={RULE_TABLES.added} sign="+" rows={added} />
      <Rows title={RULE_TABLES.removed} sign="−" rows={removed} />
    </div>
  )
}

function Changes({ title, cells }: { title: string; cells: readonly CellChange[] }) {
  return (
    <>
      <h4>{title}</h4>
      <Numbers
        caption={title}
        heads={[RULE_TABLES.column, RULE_TABLES.before, RULE_TABLES.after].map((head) => say(head))}
        rows={cells.map(({ column, before, after }) => ({
          key: cellName(column),
          cells: [nameOf(column), before === '' ? '—' : before, after === '' ? '—' : after],
        }))}
      />
    </>
  )
}

function Rows({ title, sign, rows }: { title: Text; sign: string; rows: readonly RuleRow[] }) {
  if (rows.length === 0) return null
  return (
    <>
      <h4>{say(title)}</h4>
      <ul>
        {rows.map((row) => {
          const cells = cellsOfRow(row)
          const shown = ROW_CELLS.filter((column) => column.language === undefined && cells[column.column])
          return (
            <li key={row.id}>
              {sign} {shown.map((column) => `${nameOf(column)}: ${cells[column.column]}`).join('; ')}
              <br />
              {row.openText[language()]}
            </li>
          )
        })}
      </ul>
    </>
  )
}

function nameOf(column: (typeof ROW_CELLS)[number]): string {
  return language() === 'zh' ? `${column.label}${column.language ? ` ${column.language}` : ''}` : cellName(column)
}
