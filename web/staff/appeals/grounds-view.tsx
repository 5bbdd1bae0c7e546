import type { AppealDetail, GroundView } from '../../../contract/appeals.ts'
import { formatShanghai, instant } from '../../../core/instant.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { say } from '../../kit/language.ts'
import { shortTime } from '../work-list.tsx'

/** What the person wrote. */
export function WordsView({ texts }: Pick<AppealDetail, 'texts'>) {
  return (
    <>
      <h3>{say(OFFICE.words)}</h3>
      {texts.map(({ at, text }) => (
        <p key={at} class="said">
          <span class="soft">{shortTime(at)}</span> {text}
        </p>
      ))}
    </>
  )
}

// With its year: what a source says may hold for one.
function minuteOf(at: number): string {
  return formatShanghai(instant(at)).slice(0, 16)
}

/** Facts that an appeal is against, and whether they still count. */
export function GroundsView({ grounds }: { grounds: readonly GroundView[] }) {
  return (
    <ul class="grounds">
      {grounds.map((ground) => (
        <li key={`${ground.from} ${ground.ruleName.en} ${ground.batch?.batchId}`}>
          <strong>{say(ground.fact)}</strong>{' '}
          <span class={`chip ${ground.lifted ? 'later' : 'soon'}`}>
            {say(ground.lifted ? OFFICE.lifted : OFFICE.counts)}
          </span>
          <dl class="facts">
            <dt>{say(OFFICE.source)}</dt>
            <dd>{say(ground.source)}</dd>
            <dt>{say(OFFICE.rule)}</dt>
            <dd>{say(ground.ruleName)}</dd>
            <dt>{say(OFFICE.since)}</dt>
            <dd>
              {minuteOf(ground.from)}
              {ground.until !== undefined && ` – ${minuteOf(ground.until)}`}
            </dd>
            <dt>{say(OFFICE.answersFor)}</dt>
            <dd>{say(ground.organisation ?? OFFICE.nobodyAnswers)}</dd>
            {ground.batch && (
              <>
                <dt>{say(OFFICE.batch)}</dt>
                <dd>
                  <code>{say(OFFICE.batchRow, { batch: ground.batch.batchId, row: ground.batch.row })}</code>
                </dd>
              </>
            )}
            {ground.handFactId !== undefined && (
              <>
                <dt>{say(OFFICE.handFact)}</dt>
                <dd>
                  <code>{ground.handFactId}</code>
                </dd>
              </>
            )}
          </dl>
        </li>
      ))}
    </ul>
  )
}
