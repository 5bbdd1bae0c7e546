import type { HandFactList, HandFactRow, HandFactState } from '../../../contract/hand-facts.ts'
import type { FactKind } from '../../../core/facts.ts'
import { FACT_KIND_NAMES } from '../../kit/dictionary/fact-kinds.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say, type Text } from '../../kit/language.ts'
import { DueText, shortTime } from '../work-list.tsx'

/** What each state of a draft is called. */
export const STATES: Readonly<Record<HandFactState, Text>> = {
  unsigned: HAND_FACTS.unsigned,
  waiting: HAND_FACTS.waiting,
  approved: HAND_FACTS.approved,
  rejected: HAND_FACTS.rejected,
  withdrawn: HAND_FACTS.withdrawn,
  expired: HAND_FACTS.expired,
}

interface ListsProps {
  readonly list: HandFactList
  readonly now: number
  readonly openId: string | undefined
  readonly onOpen: (row: HandFactRow) => void
}

/** The three lists of an officer: what waits for his decision first. */
export function FactLists({ list, ...rest }: ListsProps) {
  const { own, forApproval, done } = list
  return (
    <>
      {own.length === 0 && forApproval.length === 0 && (
        <div class="empty panel">
          <p class="empty-title">{say(HAND_FACTS.nothing)}</p>
        </div>
      )}
      {forApproval.length > 0 && <FactTable caption={HAND_FACTS.forApproval} rows={forApproval} {...rest} />}
      {own.length > 0 && <FactTable caption={HAND_FACTS.own} rows={own} {...rest} />}
      {done.length > 0 && <FactTable caption={HAND_FACTS.done} rows={done} {...rest} />}
    </>
  )
}

/** What a fact is called in a list; and that it takes an earlier one back. */
export function nameOfFact({ kind, takesBack }: { kind: string; takesBack: boolean }): string {
  const name = say(FACT_KIND_NAMES[kind as FactKind])
  return takesBack ? say(HAND_FACTS.takingBack, { kind: name }) : name
}

function FactTable({
  caption,
  rows,
  now,
  openId,
  onOpen,
}: Omit<ListsProps, 'list'> & { caption: Text; rows: readonly HandFactRow[] }) {
  const isDone = rows.some(({ closedAt }) => closedAt !== undefined)
  const time = isDone ? HAND_FACTS.closed : HAND_FACTS.due
  return (
    <table class="work">
      <caption>{say(caption, { n: rows.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{say(time)}</th>
          <th scope="col">{say(HAND_FACTS.kind)}</th>
          <th scope="col">{say(HAND_FACTS.organisation)}</th>
          <th scope="col">{say(HAND_FACTS.state)}</th>
          <th scope="col">
            <span class="spoken">{say(HAND_FACTS.open)}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.factId} class={row.factId === openId ? 'open' : ''}>
            <td data-label={say(time)}>
              {row.closedAt === undefined ? <DueText dueAt={row.expiresAt} now={now} /> : shortTime(row.closedAt)}
            </td>
            <td data-label={say(HAND_FACTS.kind)}>{nameOfFact(row)}</td>
            <td data-label={say(HAND_FACTS.organisation)}>{say(row.author)}</td>
            <td data-label={say(HAND_FACTS.state)}>{say(STATES[row.state])}</td>
            <td>
              <button
                type="button"
                class="button open-case"
                aria-expanded={row.factId === openId}
                onClick={() => onOpen(row)}
              >
                {say(HAND_FACTS.open)}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
