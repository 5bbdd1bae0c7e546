import { useEffect, useState } from 'react'
import type { AssignmentChange } from '../../../contract/assignments.ts'
import type { HandFactDetail, HandFactReading, HandFactRow } from '../../../contract/hand-facts.ts'
import { call } from '../../kit/api.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say, type Text } from '../../kit/language.ts'
import { PurposeForm } from '../purpose-form.tsx'
import { Fault } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { Decision } from './decision.tsx'
import { DocumentView } from './document-view.tsx'
import { FactText } from './fact-text.tsx'
import { OutlookView } from './outlook-view.tsx'
import { FactStanding, nameOfFact } from './standing.tsx'
import { readStatement } from './statement.ts'

type Purpose = HandFactReading['purpose']

interface FactProps {
  readonly row: HandFactRow
  /** Somebody of the officer's organisation has taken it on, or given it back. */
  readonly onAssigned: (to: AssignmentChange['to']) => void
  /** Nothing more is to be done about it. */
  readonly onEnd: () => void
  /** It is to be taken back: the draft of that. */
  readonly onDrafted: (row: HandFactRow) => void
}

/** One draft: why it is read, then what it says with its document and what it would change, then what to do about it. */
export function OneFact({ row, ...rest }: FactProps) {
  const acting = useAct()
  const [opened, setOpened] = useState<{ detail: HandFactDetail; purpose: Purpose }>()

  const read = (purpose: Purpose) =>
    acting.attempt(async () => {
      const detail = await call<HandFactDetail>('POST', `/api/hand-facts/${row.factId}/read`, { purpose })
      setOpened({ detail, purpose })
    })
  // Whoever has just drafted it reads his own work; everybody else says first why he reads.
  useEffect(() => {
    if (row.isOwn) void read('own-work')
  }, [])

  return (
    <>
      <h2>{nameOfFact(row)}</h2>
      <div>
        <FactStanding row={row} />
      </div>
      {acting.fault !== undefined && <Fault words={acting.fault} />}
      {opened ? (
        <Content {...opened} row={row} {...rest} />
      ) : (
        <PurposeForm
          words={HAND_FACTS}
          of={purposesFor(row)}
          isBusy={acting.isBusy}
          onRead={(purpose) => void read(purpose)}
        />
      )}
    </>
  )
}

function Content({ detail, purpose, ...rest }: FactProps & { detail: HandFactDetail; purpose: Purpose }) {
  const [isDocumentSame, setIsDocumentSame] = useState(false)
  const statement = readStatement(detail.statement)
  // Nobody signs what is not exactly what its statement says.
  if (!statement) return <Fault words={say(HAND_FACTS.documentChanged)} />
  return (
    <>
      <FactText detail={detail} statement={statement} />
      {detail.attachment ? (
        <DocumentView
          factId={detail.row.factId}
          purpose={purpose}
          hash={statement.attachmentHash}
          type={detail.attachment.type}
          onSame={() => setIsDocumentSame(true)}
        />
      ) : (
        <p className="soft">{say(HAND_FACTS.noDocument)}</p>
      )}
      {detail.outlook && <OutlookView outlook={detail.outlook} />}
      <Decision detail={detail} canSign={isDocumentSame} {...rest} />
    </>
  )
}

/** Why such a row is read, the likeliest reason first. */
function purposesFor({ isOwn, state }: HandFactRow): Readonly<Record<Purpose, Text>> {
  const own = { 'own-work': HAND_FACTS.purposeOwn }
  const approval = { approval: HAND_FACTS.purposeApproval }
  const enquiry = { enquiry: HAND_FACTS.purposeEnquiry }
  if (isOwn) return { ...own, ...approval, ...enquiry }
  return state === 'waiting' ? { ...approval, ...enquiry, ...own } : { ...enquiry, ...approval, ...own }
}
