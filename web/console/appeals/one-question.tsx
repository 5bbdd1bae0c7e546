import type { QuestionAnswer, QuestionDetail, QuestionRow } from '../../../contract/appeals.ts'
import type { AssignmentChange } from '../../../contract/assignments.ts'
import { call } from '../../kit/api.ts'
import { APPEAL, FINDINGS } from '../../kit/dictionary/appeal.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { say } from '../../kit/language.ts'
import { OnceTaken } from '../assignment.tsx'
import { Facts } from '../part.tsx'
import { Notice } from '../states.tsx'
import { AnswerForm } from './answer-form.tsx'
import { CaseReading } from './case-reading.tsx'
import { Grounds } from './grounds.tsx'
import { Proofs } from './proofs.tsx'
import { Words } from './words.tsx'

/** What a department is asked: about whom, in whose words, which of its own facts; and its answer. */
export function OneQuestion({
  row,
  onAssigned,
  onAnswered,
}: {
  row: QuestionRow
  onAssigned: (to: AssignmentChange['to']) => void
  onAnswered: () => void
}) {
  const path = `/api/appeal-questions/${row.appealId}`
  return (
    <CaseReading<QuestionDetail> number={row.number} path={path}>
      {({ purpose, detail: { name, document, texts, proofs, grounds } }) => (
        <>
          <Facts
            rows={[
              [say(OFFICE.person), name],
              ...(document ? [[say(DOCUMENT_NAMES[document.type]), document.number] as const] : []),
            ]}
          />
          <Words texts={texts} />
          <h3>{say(APPEAL.proofs)}</h3>
          <Proofs path={path} purpose={purpose} proofs={proofs} />
          <h3>{say(OFFICE.ownGrounds)}</h3>
          {row.kind === 'name-wrong' && <p>{say(OFFICE.nameGround)}</p>}
          <Grounds grounds={grounds} />
          {row.kind !== 'name-wrong' && <Notice>{say(OFFICE.howToCorrect)}</Notice>}
          <OnceTaken path={path} of={row} onChanged={onAssigned}>
            <AnswerForm
              name={row.appealId}
              label={OFFICE.finding}
              choices={FINDINGS}
              send={(finding, text) => call('POST', `${path}/answer`, { finding, text } satisfies QuestionAnswer)}
              onSent={onAnswered}
            />
          </OnceTaken>
        </>
      )}
    </CaseReading>
  )
}
