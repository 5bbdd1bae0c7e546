import type { AppealAnswer, AppealDetail, AppealRow } from '../../../contract/appeals.ts'
import type { AssignmentChange } from '../../../contract/assignments.ts'
import { call } from '../../kit/api.ts'
import { APPEAL, APPEAL_KINDS, FINDINGS } from '../../kit/dictionary/appeal.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { say, type Text } from '../../kit/language.ts'
import { OnceTaken } from '../assignment.tsx'
import { ColourName } from '../colour-name.tsx'
import { Due } from '../due.tsx'
import { Facts } from '../part.tsx'
import { AnswerForm } from './answer-form.tsx'
import { CaseReading } from './case-reading.tsx'
import { Grounds } from './grounds.tsx'
import { Proofs } from './proofs.tsx'
import { Words } from './words.tsx'

const DECISIONS: Readonly<Record<AppealAnswer['decision'], Text>> = {
  accepted: OFFICE.accepted,
  refused: OFFICE.refused,
}

/** An appeal beside the list: what it is against, what departments found, and the answer of whoever has taken it on. */
export function OneAppeal(props: {
  readonly row: AppealRow
  readonly onAssigned: (to: AssignmentChange['to']) => void
  readonly onAnswered: () => void
}) {
  const { row, onAssigned, onAnswered } = props
  const path = `/api/appeals/${row.appealId}`
  return (
    <CaseReading<AppealDetail> number={row.number} path={path}>
      {({ detail, purpose }) => (
        <>
          <Person detail={detail} />
          <Words texts={detail.texts} />
          <h3>{say(APPEAL.proofs)}</h3>
          <Proofs path={path} purpose={purpose} proofs={detail.proofs} />
          <h3>{say(OFFICE.grounds)}</h3>
          {detail.grounds.length === 0 && <p className="soft">{say(OFFICE.noGrounds)}</p>}
          <Grounds grounds={detail.grounds} />
          <h3>{say(OFFICE.findings)}</h3>
          {detail.questions.length === 0 && <p className="soft">{say(OFFICE.noneAsked)}</p>}
          <Findings questions={detail.questions} />
          <OnceTaken path={path} of={row} onChanged={onAssigned}>
            <AnswerForm
              name={row.appealId}
              label={OFFICE.decision}
              choices={DECISIONS}
              send={(decision, text) => call('POST', `${path}/answer`, { decision, text } satisfies AppealAnswer)}
              onSent={onAnswered}
            />
          </OnceTaken>
        </>
      )}
    </CaseReading>
  )
}

function Person({ detail: { maskedName, document, colour, kind } }: { detail: AppealDetail }) {
  return (
    <Facts
      rows={[
        [say(OFFICE.kind), say(APPEAL_KINDS[kind])],
        [
          say(OFFICE.person),
          [maskedName, document && `${say(DOCUMENT_NAMES[document.type])} ···${document.lastFour}`]
            .filter(Boolean)
            .join(' '),
        ],
        [say(OFFICE.colour), colour && <ColourName colour={colour} />],
      ]}
    />
  )
}

function Findings({ questions }: Pick<AppealDetail, 'questions'>) {
  return (
    <ul className="grounds">
      {questions.map(({ organisation, dueAt, answer }) => (
        <li key={organisation.zh}>
          <strong>{say(organisation)}</strong>{' '}
          {answer ? (
            <>
              {say(FINDINGS[answer.finding])}
              <p className="said">{answer.text}</p>
            </>
          ) : (
            <>
              {say(OFFICE.waiting)} <Due at={dueAt} />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
