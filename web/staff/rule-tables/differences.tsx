import { cellName, cellsOfRow, ROW_CELLS } from '../../../core/rule-cells.ts'
import { differencesOf, type CellChange } from '../../../core/rule-differences.ts'
import { readRuleTable, type RuleRow } from '../../../core/rule-table.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { language, say, type Text } from '../../kit/language.ts'

/** What a table does otherwise than another one: rows added, removed and changed, cell by cell. */
export function Differences({ before, after }: { before: unknown; after: unknown }) {
  const [was, is] = [readRuleTable(before), readRuleTable(after)]
  if (!was.ok || !is.ok) return null
  const { head, added, removed, changed } = differencesOf(was.table, is.table)
  const isSame = head.length + added.length + removed.length + changed.length === 0
  return (
    <details class="differences" open={!isSame}>
      <summary>{say(RULE_TABLES.differences)}</summary>
      {isSame && <p>{say(RULE_TABLES.noDifferences)}</p>}
      {head.length > 0 && <Changes title={say(RULE_TABLES.head)} cells={head} />}
      {changed.map(({ id, cells }) => (
        <Changes key={id} title={`${say(RULE_TABLES.changed)}：${id}`} cells={cells} />
      ))}
      <Rows title={RULE_TABLES.added} sign="+" rows={added} />
      <Rows title={RULE_TABLES.removed} sign="−" rows={removed} />
    </details>
  )
}

function Changes({ title, cells }: { title: string; cells: readonly CellChange[] }) {
  return (
    <div class="wide" role="region" aria-label={title} tabIndex={0}>
      <table class="plain">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{say(RULE_TABLES.column)}</th>
            <th scope="col">{say(RULE_TABLES.before)}</th>
            <th scope="col">{say(RULE_TABLES.after)}</th>
          </tr>
        </thead>
        <tbody>
          {cells.map(({ column, before, after }) => (
            <tr key={cellName(column)}>
              <th scope="row">{nameOf(column)}</th>
              <td>{before === '' ? '—' : before}</td>
              <td>{after === '' ? '—' : after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Rows({ title, sign, rows }: { title: Text; sign: string; rows: readonly RuleRow[] }) {
  if (rows.length === 0) return null
  return (
    <>
      <h4>{say(title)}</h4>
      <ul class="plain-list">
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
