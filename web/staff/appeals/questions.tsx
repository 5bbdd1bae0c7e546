import './appeals.css'
import type { QuestionAnswer, QuestionDetail, QuestionList, QuestionRow } from '../../../contract/appeals.ts'
import { call } from '../../kit/api.ts'
import { APPEAL, APPEAL_KINDS, FINDINGS } from '../../kit/dictionary/appeal.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { say } from '../../kit/language.ts'
import { ProofList } from '../../kit/proof-list.tsx'
import type { SectionProps } from '../sections.tsx'
import { DueText } from '../work-list.tsx'
import { AnswerForm } from './answer-form.tsx'
import { GroundsView, WordsView } from './grounds-view.tsx'
import { useCase, useWork } from './use-work.ts'
import { CaseReading, WorkPage, type Column } from './work-page.tsx'

const COLUMNS: readonly Column<QuestionRow>[] = [
  { title: OFFICE.number, cell: ({ number }) => <span class="appeal-number">{number}</span> },
  { title: OFFICE.due, cell: ({ dueAt }, now) => <DueText dueAt={dueAt} now={now} /> },
  { title: OFFICE.kind, cell: ({ kind }) => say(APPEAL_KINDS[kind]) },
]

/** What the officer's organisation is asked in appeals. */
export function Questions({ onSignedOut }: SectionProps) {
  const work = useWork(async () => (await call<QuestionList>('GET', '/api/appeal-questions')).questions, onSignedOut)
  return (
    <WorkPage work={work} count={OFFICE.questionsCount} columns={COLUMNS}>
      {(row, end) => <QuestionCase row={row} onEnd={() => end(OFFICE.answered)} onSignedOut={onSignedOut} />}
    </WorkPage>
  )
}

function QuestionCase(props: { row: QuestionRow; onEnd: () => void; onSignedOut: () => void }) {
  const { appealId, kind } = props.row
  const one = useCase<QuestionDetail>(`/api/appeal-questions/${appealId}`, props.onSignedOut)
  return (
    <CaseReading of={one}>
      {({ name, document, texts, proofs, grounds }) => (
        <div class="stack">
          <dl class="facts">
            <dt>{say(OFFICE.person)}</dt>
            <dd>{name}</dd>
            {document && (
              <>
                <dt>{say(DOCUMENT_NAMES[document.type])}</dt>
                <dd>{document.number}</dd>
              </>
            )}
          </dl>
          <WordsView texts={texts} />
          <h3>{say(APPEAL.proofs)}</h3>
          <ProofList proofs={proofs} onOpen={(proofId) => void one.save(proofId)} />
          <h3>{say(OFFICE.ownGrounds)}</h3>
          {kind === 'name-wrong' && <p>{say(OFFICE.nameGround)}</p>}
          <GroundsView grounds={grounds} />
          {kind !== 'name-wrong' && <p class="notice">{say(OFFICE.howToCorrect)}</p>}
          <AnswerForm
            name={appealId}
            label={OFFICE.finding}
            choices={FINDINGS}
            isBusy={one.isBusy}
            onSend={(finding, text, sent) =>
              void one.send('answer', { finding, text } satisfies QuestionAnswer, () => {
                sent()
                props.onEnd()
              })
            }
          />
        </div>
      )}
    </CaseReading>
  )
}
