import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { AssignmentChange } from '../../../contract/assignments.ts'
import type {
  ConfirmationDecision,
  ConfirmationDetail,
  ConfirmationReading,
  ConfirmationRow,
} from '../../../contract/identity.ts'
import { call, CallProblem } from '../../kit/api.ts'
import { DOCUMENT_NAMES } from '../../kit/dictionary/documents.ts'
import { STAFF } from '../../kit/dictionary/staff.ts'
import { say, type Text } from '../../kit/language.ts'
import { changeAssignment, OnceTaken } from '../assignment.tsx'
import { Due } from '../due.tsx'
import { Facts } from '../part.tsx'
import { PurposeForm } from '../purpose-form.tsx'
import { Fault, Notice } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { useSure } from '../use-sure.ts'

type Outcome = ConfirmationDecision['outcome']

// Words for the log, as the server takes them; the first is what nearly always happens here.
const PURPOSES: Readonly<Record<ConfirmationReading['purpose'], Text>> = {
  'in-person-check': STAFF.purposeInPerson,
  review: STAFF.purposeReview,
  enquiry: STAFF.purposeEnquiry,
}

const DONE = { confirmed: STAFF.confirmed, refused: STAFF.refused } as const satisfies Record<Outcome, Text>

/** One case: purpose first, then name and document, then the decision. */
export function OneConfirmation({
  row,
  reason,
  channel,
  onAssigned,
  onEnd,
}: {
  row: ConfirmationRow
  reason: string
  channel: string
  onAssigned: (to: AssignmentChange['to']) => void
  onEnd: () => void
}) {
  const acting = useAct()
  const isSure = useSure()
  const [detail, setDetail] = useState<ConfirmationDetail>()
  const path = `/api/confirmations/${row.confirmationId}`

  const read = (purpose: ConfirmationReading['purpose']) =>
    acting.attempt(async () => {
      // The person stands at the counter: whoever compares him with his document is the one who decides.
      const isToTake = purpose === 'in-person-check' && row.assigned === 'nobody'
      if (isToTake) await changeAssignment(path, 'me')
      setDetail(await call<ConfirmationDetail>('POST', `${path}/read`, { purpose }))
      if (isToTake) onAssigned('me')
    })

  async function decide(outcome: Outcome): Promise<void> {
    const done = await acting.attempt(async () => {
      try {
        await call('POST', `${path}/decision`, { outcome } satisfies ConfirmationDecision)
        acting.tell(say(DONE[outcome]))
      } catch (cause) {
        if (!(cause instanceof CallProblem && cause.problem === 'confirmation-closed')) throw cause
        acting.tell(say(STAFF.closedByAnother))
      }
    })
    if (done) onEnd()
  }

  async function refuse(): Promise<void> {
    const asked = { title: say(STAFF.refuse), words: say(STAFF.refuseAsk), yes: say(STAFF.refuseSure) }
    if (await isSure(asked)) await decide('refused')
  }

  return (
    <>
      <h2>{say(STAFF.caseTitle)}</h2>
      <Facts
        rows={[
          [say(STAFF.what), reason],
          [say(STAFF.document), say(DOCUMENT_NAMES[row.documentType])],
          [say(STAFF.channel), channel],
          [say(STAFF.due), <Due at={row.dueAt} />],
        ]}
      />
      {acting.fault !== undefined && <Fault words={acting.fault} />}
      {detail ? (
        <>
          <Compared detail={detail} />
          <OnceTaken path={path} of={row} onChanged={onAssigned}>
            <div className="tools">
              <Button type="primary" loading={acting.isBusy} onClick={() => void decide('confirmed')}>
                {say(STAFF.confirm)}
              </Button>
              <Button danger loading={acting.isBusy} onClick={() => void refuse()}>
                {say(STAFF.refuse)}
              </Button>
            </div>
          </OnceTaken>
        </>
      ) : (
        <PurposeForm words={STAFF} of={PURPOSES} isBusy={acting.isBusy} onRead={(purpose) => void read(purpose)} />
      )}
    </>
  )
}

function Compared({ detail: { reason, name, document } }: { detail: ConfirmationDetail }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h3 ref={heading} tabIndex={-1}>
        {say(STAFF.compare)}
      </h3>
      {reason === 'second-claim' && <Notice>{say(STAFF.secondClaimHint)}</Notice>}
      <dl className="compare">
        <dt>{say(STAFF.name)}</dt>
        <dd>{name}</dd>
        <dt>{say(DOCUMENT_NAMES[document.type])}</dt>
        <dd className="number">
          {inGroups(document.number).map((group) => (
            <span key={group}>{group}</span>
          ))}
        </dd>
      </dl>
    </>
  )
}

/** A resident ID in the groups in which people read it aloud: division, birth date, rest. Spaced by the page, so that it is copied whole. */
function inGroups(number: string): string[] {
  return number.length === 18 ? [number.slice(0, 6), number.slice(6, 14), number.slice(14)] : [number]
}
