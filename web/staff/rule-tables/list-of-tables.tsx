import type { TableLife, TableList, TableSummary } from '../../../contract/rule-tables.ts'
import { formatShanghai, instant } from '../../../core/instant.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say, type Text } from '../../kit/language.ts'

const LIFE: Readonly<Record<TableLife, Text>> = {
  shipped: RULE_TABLES.shipped,
  draft: RULE_TABLES.draft,
  scheduled: RULE_TABLES.scheduled,
  held: RULE_TABLES.held,
  'in-force': RULE_TABLES.inForce,
  superseded: RULE_TABLES.superseded,
}

/** All tables with where they stand. */
export function ListOfTables({
  list,
  onOpen,
  onWrite,
}: {
  list: TableList
  onOpen: (hash: string) => void
  onWrite: () => void
}) {
  const { tables, switching } = list
  return (
    <>
      <p>{say(RULE_TABLES.what)}</p>
      {switching && (
        <p class="notice" role="status">
          {say(RULE_TABLES.switching, {
            name: `${switching.to.name} ${switching.to.version}`,
            done: switching.done,
            chunks: switching.chunks,
          })}
        </p>
      )}
      <div>
        <button type="button" class="button main fit" onClick={onWrite}>
          {say(RULE_TABLES.write)}
        </button>
      </div>
      <table class="work">
        <caption>{say(RULE_TABLES.list)}</caption>
        <thead>
          <tr>
            <th scope="col">{say(RULE_TABLES.table)}</th>
            <th scope="col">{say(RULE_TABLES.standing)}</th>
            <th scope="col">{say(RULE_TABLES.begins)}</th>
            <th scope="col">{say(RULE_TABLES.approvedBy)}</th>
            <th scope="col">
              <span class="spoken">{say(RULE_TABLES.open)}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tables.map((table) => (
            <tr key={table.hash}>
              <td data-label={say(RULE_TABLES.table)}>
                <strong>
                  {table.name} {table.version}
                </strong>
                <br />
                {say(table.title)}
              </td>
              <td data-label={say(RULE_TABLES.standing)}>
                <LifeChip life={table.life} />
              </td>
              <td data-label={say(RULE_TABLES.begins)}>{minuteOf(table.inForceFrom ?? table.validFrom)}</td>
              <td data-label={say(RULE_TABLES.approvedBy)}>{namesOf(table.approvals)}</td>
              <td>
                <button
                  type="button"
                  class="button open-case"
                  aria-label={`${say(RULE_TABLES.open)} ${table.name} ${table.version}`}
                  onClick={() => onOpen(table.hash)}
                >
                  {say(RULE_TABLES.open)}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** Where a table stands, in a word. */
export function LifeChip({ life }: { life: TableLife }) {
  return <span class={`chip life-${life}`}>{say(LIFE[life])}</span>
}

/** The organisations that stand for something, each once. */
export function namesOf(approvals: TableSummary['approvals']): string {
  const names = new Map(approvals.map(({ organisationId, organisation }) => [organisationId, say(organisation)]))
  return names.size === 0 ? say(RULE_TABLES.nobody) : [...names.values()].join(' · ')
}

/** A moment on Shanghai's clocks, to the minute. */
export function minuteOf(at: number): string {
  return formatShanghai(instant(at)).slice(0, 16)
}
