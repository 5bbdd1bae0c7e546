import { useState, type ReactNode } from 'react'
import type { AppealReading } from '../../../contract/appeals.ts'
import { call } from '../../kit/api.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { say, type Text } from '../../kit/language.ts'
import { PurposeForm } from '../purpose-form.tsx'
import { Fault } from '../states.tsx'
import { useAct } from '../use-act.ts'

type Purpose = AppealReading['purpose']

/** A case as it was read, and why. */
interface Read<Detail> {
  readonly detail: Detail
  readonly purpose: Purpose
}

// Words for the log, as the server takes them; the first is what nearly always happens here.
const PURPOSES: Readonly<Record<Purpose, Text>> = {
  appeal: OFFICE.purposeAppeal,
  review: OFFICE.purposeReview,
  enquiry: OFFICE.purposeEnquiry,
}

/** A case: the purpose first, then what was read of it. */
export function CaseReading<Detail>({
  number,
  path,
  children,
}: {
  readonly number: string
  readonly path: string
  readonly children: (read: Read<Detail>) => ReactNode
}) {
  const acting = useAct()
  const [read, setRead] = useState<Read<Detail>>()
  const open = (purpose: Purpose) =>
    acting.attempt(async () => setRead({ purpose, detail: await call<Detail>('POST', `${path}/read`, { purpose }) }))
  return (
    <>
      <h2>{say(OFFICE.caseTitle, { number })}</h2>
      {acting.fault !== undefined && <Fault words={acting.fault} />}
      {read ? (
        children(read)
      ) : (
        <PurposeForm words={OFFICE} of={PURPOSES} isBusy={acting.isBusy} onRead={(purpose) => void open(purpose)} />
      )}
    </>
  )
}
