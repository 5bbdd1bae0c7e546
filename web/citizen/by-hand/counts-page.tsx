import './counts.css'
import { useEffect, useState } from 'preact/hooks'
import type { HandFactCounts } from '../../../contract/hand-facts.ts'
import { formatShanghai, instant } from '../../../core/instant.ts'
import { call } from '../../kit/api.ts'
import { BY_HAND } from '../../kit/dictionary/by-hand.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { say } from '../../kit/language.ts'
import { usePreferences } from '../../kit/switches.tsx'
import { Page } from '../frame.tsx'
import { Opening } from '../opening.tsx'

/** How many facts each organisation wrote by hand, by month. Nobody has to sign in to read it. */
export function CountsPage() {
  usePreferences()
  const [counts, setCounts] = useState<HandFactCounts>()
  const [failed, setFailed] = useState(false)

  function load(): void {
    setFailed(false)
    call<HandFactCounts>('GET', '/api/hand-fact-counts').then(setCounts, () => setFailed(true))
  }

  useEffect(load, [])
  return (
    <Page title={say(BY_HAND.countsTitle)}>
      <div class="counts">
        <p>{say(BY_HAND.countsWhat)}</p>
        {counts && <Counts counts={counts} />}
        {failed && (
          <div role="alert">
            <p>{say(COMMON.unreachable)}</p>
            <button type="button" class="button" onClick={load}>
              {say(COMMON.tryAgain)}
            </button>
          </div>
        )}
        {!counts && !failed && <Opening />}
      </div>
    </Page>
  )
}

function Counts({ counts: { asOf, counts } }: { counts: HandFactCounts }) {
  if (counts.length === 0) return <p>{say(BY_HAND.countsNone)}</p>
  return (
    <table>
      <caption>{say(BY_HAND.countsAsOf, { moment: formatShanghai(instant(asOf)).slice(0, 16) })}</caption>
      <thead>
        <tr>
          <th scope="col">{say(BY_HAND.organisation)}</th>
          <th scope="col">{say(BY_HAND.written)}</th>
          <th scope="col">{say(BY_HAND.approved)}</th>
          <th scope="col">{say(BY_HAND.takenBackCount)}</th>
        </tr>
      </thead>
      {monthsOf(counts).map(([month, rows]) => (
        <tbody key={month}>
          <tr>
            <th scope="rowgroup" colSpan={4}>
              {month}
            </th>
          </tr>
          {rows.map((row) => (
            <tr key={row.organisation.zh}>
              <th scope="row">{say(row.organisation)}</th>
              <td>{row.written}</td>
              <td>{row.approved}</td>
              <td>{row.takenBack}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

function monthsOf(counts: HandFactCounts['counts']): [string, HandFactCounts['counts']][] {
  return [...Map.groupBy(counts, ({ month }) => month)]
}
