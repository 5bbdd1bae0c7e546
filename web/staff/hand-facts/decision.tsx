import { useEffect, useState } from 'preact/hooks'
import type { HandFactDetail, HandFactRejection } from '../../../contract/hand-facts.ts'
import { call } from '../../kit/api.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { described, Field } from '../../kit/form/fields.tsx'
import { say, type Text } from '../../kit/language.ts'
import { findOfficerKey } from '../../kit/officer-key.ts'
import { signStatement } from './statement.ts'

interface DecisionProps {
  readonly detail: HandFactDetail
  readonly staffId: string
  /** Whether the document is the one that is signed for. */
  readonly canSign: boolean
  readonly isBusy: boolean
  readonly attempt: (act: () => Promise<void>) => Promise<void>
  readonly onEnd: (told: Text) => void
  readonly onTakeBack: () => void
}

/** What the officer may do about a draft. */
export function Decision({ detail, staffId, canSign, isBusy, attempt, onEnd, onTakeBack }: DecisionProps) {
  const { row, statement } = detail
  const [hasKey, setHasKey] = useState(true)
  useEffect(() => {
    findOfficerKey(staffId).then(
      (key) => setHasKey(key !== undefined),
      // A browser that keeps nothing has no key either.
      () => setHasKey(false),
    )
  }, [])

  const send = (path: string, body: object, told: Text): Promise<void> =>
    attempt(async () => {
      await call('POST', `/api/hand-facts/${row.factId}/${path}`, body)
      onEnd(told)
    })
  const sign = (path: 'signature' | 'approval', told: Text): Promise<void> =>
    attempt(async () => {
      const signed = await signStatement(staffId, statement)
      if (!signed) return setHasKey(false)
      await call('POST', `/api/hand-facts/${row.factId}/${path}`, signed)
      onEnd(told)
    })
  const signButton = (path: 'signature' | 'approval', text: Text, told: Text) =>
    hasKey ? (
      <button type="button" class="button main" disabled={isBusy || !canSign} onClick={() => void sign(path, told)}>
        {say(text)}
      </button>
    ) : (
      <div class="notice">
        <p>{say(HAND_FACTS.noKey)}</p>
        <a class="button main" href="#signing-key">
          {say(HAND_FACTS.makeKey)}
        </a>
      </div>
    )

  switch (row.state) {
    case 'unsigned':
      return (
        <div class="stack">
          {signButton('signature', HAND_FACTS.sign, HAND_FACTS.signedDone)}
          <Withdraw isBusy={isBusy} onSure={() => void send('withdrawal', {}, HAND_FACTS.withdrawnDone)} />
        </div>
      )
    case 'waiting':
      return row.isOwn ? (
        <Withdraw isBusy={isBusy} onSure={() => void send('withdrawal', {}, HAND_FACTS.withdrawnDone)} />
      ) : (
        <div class="stack">
          {signButton('approval', HAND_FACTS.approve, HAND_FACTS.approvedDone)}
          <Reject
            isBusy={isBusy}
            onSure={(reason) => void send('rejection', { reason } satisfies HandFactRejection, HAND_FACTS.rejectedDone)}
          />
        </div>
      )
    case 'approved':
      return row.takesBack ? null : (
        <button type="button" class="button" onClick={onTakeBack}>
          {say(HAND_FACTS.takeBack)}
        </button>
      )
    case 'rejected':
    case 'withdrawn':
    case 'expired':
      return null
  }
}

function Withdraw({ isBusy, onSure }: { isBusy: boolean; onSure: () => void }) {
  const [asks, setAsks] = useState(false)
  if (!asks) {
    return (
      <button type="button" class="button" onClick={() => setAsks(true)}>
        {say(HAND_FACTS.withdraw)}
      </button>
    )
  }
  return (
    <div class="notice" role="alertdialog" aria-label={say(HAND_FACTS.withdraw)}>
      <p>{say(HAND_FACTS.withdrawAsk)}</p>
      <div class="pair">
        <button type="button" class="button" onClick={() => setAsks(false)}>
          {say(HAND_FACTS.cancel)}
        </button>
        <button type="button" class="button main" disabled={isBusy} onClick={onSure}>
          {say(HAND_FACTS.withdrawSure)}
        </button>
      </div>
    </div>
  )
}

function Reject({ isBusy, onSure }: { isBusy: boolean; onSure: (reason: string) => void }) {
  const [asks, setAsks] = useState(false)
  const [reason, setReason] = useState('')
  if (!asks) {
    return (
      <button type="button" class="button" onClick={() => setAsks(true)}>
        {say(HAND_FACTS.reject)}
      </button>
    )
  }
  const field = {
    id: 'reason',
    label: say(HAND_FACTS.rejectReason),
    hint: say(HAND_FACTS.rejectHint),
    fault: undefined,
  }
  return (
    <form
      class="notice"
      onSubmit={(event) => {
        event.preventDefault()
        onSure(reason.trim())
      }}
    >
      <Field {...field}>
        <textarea
          {...described(field)}
          id="reason"
          rows={3}
          required
          minLength={3}
          maxLength={300}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </Field>
      <div class="pair">
        <button type="button" class="button" onClick={() => setAsks(false)}>
          {say(HAND_FACTS.cancel)}
        </button>
        <button type="submit" class="button main" disabled={isBusy || reason.trim().length < 3}>
          {say(HAND_FACTS.rejectSure)}
        </button>
      </div>
    </form>
  )
}
