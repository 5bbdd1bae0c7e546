import type { GroundView } from '../../../contract/appeals.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { say } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'
import { momentText } from '../moments.ts'
import { Facts } from '../part.tsx'

/** Facts that an appeal is against, and whether they still count. */
export function Grounds({ grounds }: { grounds: readonly GroundView[] }) {
  return (
    <ul className="grounds">
      {grounds.map((ground) => {
        const { fact, from, until, batch, handFactId } = ground
        return (
          <li key={`${from} ${ground.ruleName.en} ${batch?.batchId}`}>
            <strong>{say(fact)}</strong>{' '}
            <Chip kind={ground.lifted ? 'good' : 'waits'}>{say(ground.lifted ? OFFICE.lifted : OFFICE.counts)}</Chip>
            <Facts
              rows={[
                [say(OFFICE.source), say(ground.source)],
                [say(OFFICE.rule), say(ground.ruleName)],
                [
                  say(OFFICE.since),
                  [from, until]
                    .flatMap((at) => at ?? [])
                    .map(momentText)
                    .join(' – '),
                ],
                [say(OFFICE.answersFor), say(ground.organisation ?? OFFICE.nobodyAnswers)],
                [
                  say(OFFICE.batch),
                  batch && <code>{say(OFFICE.batchRow, { batch: batch.batchId, row: batch.row })}</code>,
                ],
                [say(OFFICE.handFact), handFactId && <code>{handFactId}</code>],
              ]}
            />
          </li>
        )
      })}
    </ul>
  )
}
