import { useCallback, useEffect, useState } from 'preact/hooks'
import type { HandFactDetail, HandFactReading, HandFactRow } from '../../../contract/hand-facts.ts'
import { call, CallProblem, isPassing } from '../../kit/api.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say, type Text } from '../../kit/language.ts'
import { PurposeForm } from '../purpose-form.tsx'
import { CasePanel } from './case-panel.tsx'
import { Decision } from './decision.tsx'
import { DocumentView, type CheckedDocument } from './document-view.tsx'
import { FactText } from './fact-text.tsx'
import { OutlookView } from './outlook-view.tsx'
import { readStatement } from './statement.ts'

const PURPOSES: Readonly<Record<HandFactReading['purpose'], Text>> = {
  'own-work': HAND_FACTS.purposeOwn,
  approval: HAND_FACTS.purposeApproval,
  enquiry: HAND_FACTS.purposeEnquiry,
}

interface FactViewProps {
  readonly row: HandFactRow
  readonly staffId: string
  readonly onEnd: (told: Text) => void
  readonly onTakeBack: () => void
  readonly onClose: () => void
  readonly onSignedOut: () => void
}

/** One draft: why it is read, then what it says with its document and what it would change, then what to do about it. */
export function FactView({ row, staffId, onEnd, onTakeBack, onClose, onSignedOut }: FactViewProps) {
  const [purpose, setPurpose] = useState<HandFactReading['purpose']>(purposeAtFirst(row))
  const [detail, setDetail] = useState<HandFactDetail>()
  const [document, setDocument] = useState<CheckedDocument>()
  const [fault, setFault] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)

  const attempt = useCallback(async (act: () => Promise<void>): Promise<void> => {
    setIsBusy(true)
    setFault(undefined)
    try {
      await act()
    } catch (cause) {
      if (cause instanceof CallProblem && cause.status === 401) onSignedOut()
      else if (cause instanceof CallProblem) setFault(cause.title)
      else setFault(say(isPassing(cause) ? COMMON.unreachable : HAND_FACTS.signFailed))
    } finally {
      setIsBusy(false)
    }
  }, [])

  const read = (): Promise<void> =>
    attempt(async () =>
      setDetail(await call<HandFactDetail>('POST', `/api/hand-facts/${row.factId}/read`, { purpose })),
    )
  // Whoever has just drafted it reads his own work; everybody else says first why he reads.
  useEffect(() => {
    if (row.isOwn) void read()
  }, [])

  const statement = detail && readStatement(detail.statement)
  return (
    <CasePanel title={HAND_FACTS.view} onClose={onClose}>
      {fault !== undefined && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {detail ? (
        <>
          <FactText detail={detail} statement={statement} />
          {detail.attachment && statement ? (
            <DocumentView
              factId={row.factId}
              purpose={purpose}
              hash={statement.attachmentHash}
              type={detail.attachment.type}
              onChecked={setDocument}
              onSignedOut={onSignedOut}
            />
          ) : (
            <p class="soft">{say(HAND_FACTS.noDocument)}</p>
          )}
          {detail.outlook && <OutlookView outlook={detail.outlook} />}
          {statement && (
            <Decision
              detail={detail}
              staffId={staffId}
              canSign={document === 'as-signed'}
              isBusy={isBusy}
              attempt={attempt}
              onEnd={onEnd}
              onTakeBack={onTakeBack}
            />
          )}
        </>
      ) : (
        <PurposeForm
          words={HAND_FACTS}
          of={PURPOSES}
          purpose={purpose}
          isBusy={isBusy}
          onChoose={setPurpose}
          onRead={() => void read()}
        />
      )}
    </CasePanel>
  )
}

function purposeAtFirst({ isOwn, state }: HandFactRow): HandFactReading['purpose'] {
  if (isOwn) return 'own-work'
  return state === 'waiting' ? 'approval' : 'enquiry'
}
