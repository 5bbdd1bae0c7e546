import { useEffect, useRef, useState } from 'preact/hooks'
import type {
  Channel,
  ConfirmationDecision,
  ConfirmationDetail,
  ConfirmationReading,
  ConfirmationRow,
} from '../../contract/identity.ts'
import { call, CallProblem } from '../kit/api.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { DOCUMENT_NAMES } from '../kit/dictionary/documents.ts'
import { STAFF } from '../kit/dictionary/staff.ts'
import { say, type Text } from '../kit/language.ts'
import { PurposeForm } from './purpose-form.tsx'
import { channelName, DueText, REASONS } from './work-list.tsx'

// Words for the log, as the server takes them; the first is what nearly always happens here.
const PURPOSES: Readonly<Record<ConfirmationReading['purpose'], Text>> = {
  'in-person-check': STAFF.purposeInPerson,
  review: STAFF.purposeReview,
  enquiry: STAFF.purposeEnquiry,
}

/** What a member of staff decided about a case, or that it was closed meanwhile by somebody else. */
export type CaseEnd = ConfirmationDecision['outcome'] | 'closed-by-another'

/** One case beside the list: purpose first, then name and document, then the decision. */
export function CaseView({
  row,
  now,
  channels,
  onEnd,
  onClose,
  onSignedOut,
}: {
  row: ConfirmationRow
  now: number
  channels: readonly Channel[]
  onEnd: (end: CaseEnd) => void
  onClose: () => void
  onSignedOut: () => void
}) {
  const [purpose, setPurpose] = useState<ConfirmationReading['purpose']>('in-person-check')
  const [detail, setDetail] = useState<ConfirmationDetail>()
  const [fault, setFault] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])

  async function attempt(act: () => Promise<void>): Promise<void> {
    setIsBusy(true)
    setFault(undefined)
    try {
      await act()
    } catch (cause) {
      if (!(cause instanceof CallProblem)) setFault(say(COMMON.unreachable))
      else if (cause.status === 401) onSignedOut()
      else if (cause.problem === 'confirmation-closed') onEnd('closed-by-another')
      else setFault(cause.title)
    } finally {
      setIsBusy(false)
    }
  }

  const path = `/api/confirmations/${row.confirmationId}`
  const read = () => attempt(async () => setDetail(await call<ConfirmationDetail>('POST', `${path}/read`, { purpose })))
  const decide = (outcome: ConfirmationDecision['outcome']) =>
    attempt(async () => {
      await call('POST', `${path}/decision`, { outcome } satisfies ConfirmationDecision)
      onEnd(outcome)
    })

  return (
    <section class="case panel" aria-labelledby="case-title">
      <div class="case-head">
        <h2 id="case-title" ref={title} tabIndex={-1}>
          {say(STAFF.caseTitle)}
        </h2>
        <button type="button" class="button back" onClick={onClose}>
          {say(STAFF.backToList)}
        </button>
      </div>
      <dl class="facts">
        <dt>{say(STAFF.what)}</dt>
        <dd>{say(REASONS[row.reason])}</dd>
        <dt>{say(STAFF.document)}</dt>
        <dd>{say(DOCUMENT_NAMES[row.documentType])}</dd>
        <dt>{say(STAFF.channel)}</dt>
        <dd>{channelName(row.channel, channels)}</dd>
        <dt>{say(STAFF.due)}</dt>
        <dd>
          <DueText dueAt={row.dueAt} now={now} />
        </dd>
      </dl>
      {fault !== undefined && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {detail ? (
        <Compare detail={detail} isBusy={isBusy} onDecide={(outcome) => void decide(outcome)} />
      ) : (
        <PurposeForm
          words={STAFF}
          of={PURPOSES}
          purpose={purpose}
          isBusy={isBusy}
          onChoose={setPurpose}
          onRead={() => void read()}
        />
      )}
    </section>
  )
}

function Compare({
  detail,
  isBusy,
  onDecide,
}: {
  detail: ConfirmationDetail
  isBusy: boolean
  onDecide: (outcome: ConfirmationDecision['outcome']) => void
}) {
  const [asksAgain, setAsksAgain] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div class="stack">
      <h3 ref={heading} tabIndex={-1}>
        {say(STAFF.compare)}
      </h3>
      {detail.reason === 'second-claim' && <p class="notice">{say(STAFF.secondClaimHint)}</p>}
      <dl class="compare">
        <dt>{say(STAFF.name)}</dt>
        <dd>{detail.name}</dd>
        <dt>{say(DOCUMENT_NAMES[detail.document.type])}</dt>
        <dd class="number">
          {inGroups(detail.document.number).map((group) => (
            <span key={group}>{group}</span>
          ))}
        </dd>
      </dl>
      {asksAgain ? (
        <div class="notice" role="alertdialog" aria-label={say(STAFF.refuse)}>
          <p>{say(STAFF.refuseAsk)}</p>
          <div class="pair">
            <button type="button" class="button" onClick={() => setAsksAgain(false)}>
              {say(STAFF.cancel)}
            </button>
            <button type="button" class="button main" disabled={isBusy} onClick={() => onDecide('refused')}>
              {say(STAFF.refuseSure)}
            </button>
          </div>
        </div>
      ) : (
        <div class="pair">
          <button type="button" class="button" disabled={isBusy} onClick={() => setAsksAgain(true)}>
            {say(STAFF.refuse)}
          </button>
          <button type="button" class="button main" disabled={isBusy} onClick={() => onDecide('confirmed')}>
            {say(STAFF.confirm)}
          </button>
        </div>
      )}
    </div>
  )
}

/** A resident ID in the groups in which people read it aloud: division, birth date, rest. Spaced by the page, so that it is copied whole. */
function inGroups(number: string): string[] {
  return number.length === 18 ? [number.slice(0, 6), number.slice(6, 14), number.slice(14)] : [number]
}
