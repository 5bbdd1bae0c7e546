import './appeals.css'
import type { AppealAnswer, AppealDetail, AppealList, AppealRow } from '../../../contract/appeals.ts'
import { call } from '../../kit/api.ts'
import { APPEAL, APPEAL_KINDS, FINDINGS } from '../../kit/dictionary/appeal.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { COLOUR_WORDS } from '../../kit/dictionary/colours.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { say, type Text } from '../../kit/language.ts'
import { ProofList } from '../../kit/proof-list.tsx'
import type { SectionProps } from '../sections.tsx'
import { DueText } from '../work-list.tsx'
import { AnswerForm } from './answer-form.tsx'
import { GroundsView, WordsView } from './grounds-view.tsx'
import { useCase, useWork } from './use-work.ts'
import { CaseReading, WorkPage, type Column } from './work-page.tsx'

const ASSIGNED: Readonly<Record<AppealRow['assigned'], Text>> = {
  me: OFFICE.assignedMe,
  nobody: OFFICE.assignedNobody,
  another: OFFICE.assignedAnother,
}

const COLUMNS: readonly Column<AppealRow>[] = [
  { title: OFFICE.number, cell: ({ number }) => <span class="appeal-number">{number}</span> },
  { title: OFFICE.due, cell: ({ dueAt }, now) => <DueText dueAt={dueAt} now={now} /> },
  { title: OFFICE.kind, cell: ({ kind }) => say(APPEAL_KINDS[kind]) },
  { title: OFFICE.departments, cell: (row) => <Departments row={row} /> },
  { title: OFFICE.assigned, cell: ({ assigned }) => say(ASSIGNED[assigned]) },
]

const DECISIONS: Readonly<Record<AppealAnswer['decision'], Text>> = {
  accepted: OFFICE.accepted,
  refused: OFFICE.refused,
}

/** The appeals that wait for an officer: his, those of nobody, and those whose time is over. */
export function Appeals({ onSignedOut }: SectionProps) {
  const work = useWork(async () => (await call<AppealList>('GET', '/api/appeals')).appeals, onSignedOut)
  return (
    <WorkPage work={work} count={OFFICE.appealsCount} columns={COLUMNS}>
      {(row, end) => (
        <AppealCase
          row={row}
          onTaken={() => void work.load()}
          onEnd={() => end(OFFICE.answered)}
          onSignedOut={onSignedOut}
        />
      )}
    </WorkPage>
  )
}

function Departments({ row: { asked, answered, late } }: { row: AppealRow }) {
  return (
    <span class="due">
      <span>{say(OFFICE.departmentsOf, { asked, answered })}</span>
      {late && answered < asked && <span class="chip overdue">{say(OFFICE.departmentLate)}</span>}
    </span>
  )
}

function AppealCase(props: { row: AppealRow; onTaken: () => void; onEnd: () => void; onSignedOut: () => void }) {
  const { appealId } = props.row
  const one = useCase<AppealDetail>(`/api/appeals/${appealId}`, props.onSignedOut)
  return (
    <CaseReading of={one}>
      {(detail) => (
        <div class="stack">
          <Person detail={detail} />
          <WordsView texts={detail.texts} />
          <h3>{say(APPEAL.proofs)}</h3>
          <ProofList proofs={detail.proofs} onOpen={(proofId) => void one.save(proofId)} />
          <h3>{say(OFFICE.grounds)}</h3>
          {detail.grounds.length === 0 && <p class="soft">{say(OFFICE.noGrounds)}</p>}
          <GroundsView grounds={detail.grounds} />
          <h3>{say(OFFICE.findings)}</h3>
          {detail.questions.length === 0 && <p class="soft">{say(OFFICE.noneAsked)}</p>}
          <Findings questions={detail.questions} />
          {detail.assigned === 'me' ? (
            <AnswerForm
              name={appealId}
              label={OFFICE.decision}
              choices={DECISIONS}
              isBusy={one.isBusy}
              onSend={(decision, text, sent) =>
                void one.send('answer', { decision, text } satisfies AppealAnswer, () => {
                  sent()
                  props.onEnd()
                })
              }
            />
          ) : (
            <button
              type="button"
              class="button main"
              disabled={one.isBusy}
              onClick={() => void one.send('assignment', {}).then(props.onTaken)}
            >
              {say(OFFICE.takeOn)}
            </button>
          )}
        </div>
      )}
    </CaseReading>
  )
}

function Person({ detail: { maskedName, document, colour, kind } }: { detail: AppealDetail }) {
  return (
    <dl class="facts">
      <dt>{say(OFFICE.kind)}</dt>
      <dd>{say(APPEAL_KINDS[kind])}</dd>
      <dt>{say(OFFICE.person)}</dt>
      <dd>
        {maskedName} {document && `${say(DOCUMENT_NAMES[document.type])} ···${document.lastFour}`}
      </dd>
      {colour && (
        <>
          <dt>{say(OFFICE.colour)}</dt>
          <dd>{say(COLOUR_WORDS[colour])}</dd>
        </>
      )}
    </dl>
  )
}

function Findings({ questions }: Pick<AppealDetail, 'questions'>) {
  return (
    <ul class="grounds">
      {questions.map(({ organisation, dueAt, answer }) => (
        <li key={organisation.zh}>
          <strong>{say(organisation)}</strong>{' '}
          {answer ? (
            <>
              {say(FINDINGS[answer.finding])}
              <p class="said">{answer.text}</p>
            </>
          ) : (
            <>
              {say(OFFICE.waiting)} <DueText dueAt={dueAt} now={Date.now()} />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
