import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { Assignment, AssignmentChange } from '../../../contract/assignments.ts'
import type { HandFactDetail, HandFactRejection, HandFactRow } from '../../../contract/hand-facts.ts'
import { call } from '../../kit/api.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say, type Text } from '../../kit/language.ts'
import type { OfficerKey } from '../../kit/officer-key.ts'
import { addressOf } from '../address.ts'
import { OnceTaken } from '../assignment.tsx'
import { FormFaults } from '../form-faults.tsx'
import { Fault, Notice } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { useOfficerKey } from '../use-officer-key.ts'
import { useSure } from '../use-sure.ts'
import { signStatement } from './statement.ts'
import { TakingBack } from './taking-back.tsx'

const SHORTEST_REASON = 3

interface DecisionProps {
  readonly detail: HandFactDetail
  /** Who works on it, as the list has it. */
  readonly row: Assignment
  readonly onAssigned: (to: AssignmentChange['to']) => void
  /** Whether the document is the one that is signed for. */
  readonly canSign: boolean
  readonly onEnd: () => void
  readonly onDrafted: (row: HandFactRow) => void
}

/** What the officer may do about a draft. */
export function Decision({ detail, canSign, row, onAssigned, onEnd, onDrafted }: DecisionProps) {
  const { state, isOwn, takesBack, factId } = detail.row
  const office = <Office detail={detail} canSign={canSign} onEnd={onEnd} />
  switch (state) {
    case 'unsigned':
    case 'waiting':
      if (isOwn) return office
      return (
        <OnceTaken path={`/api/hand-facts/${factId}`} of={row} onChanged={onAssigned}>
          {office}
        </OnceTaken>
      )
    case 'approved':
      return takesBack ? null : <TakingBack of={detail.row} onDrafted={onDrafted} />
    case 'rejected':
    case 'withdrawn':
    case 'expired':
      return null
  }
}

/** What is left to be signed, as its author and as an officer of another organisation. */
const SIGNATURE = { path: 'signature', words: HAND_FACTS.sign, done: HAND_FACTS.signedDone } as const
const APPROVAL = { path: 'approval', words: HAND_FACTS.approve, done: HAND_FACTS.approvedDone } as const

/** What is done about a draft that waits: its author signs and withdraws it, others approve and reject it. */
function Office({ detail: { row, statement }, canSign, onEnd }: Pick<DecisionProps, 'detail' | 'canSign' | 'onEnd'>) {
  const key = useOfficerKey()
  const acting = useAct()
  const isSure = useSure()
  const [hasNotSigned, setHasNotSigned] = useState(false)
  const [isRejecting, setIsRejecting] = useState(false)
  const path = `/api/hand-facts/${row.factId}`
  const own = row.state === 'unsigned' ? SIGNATURE : undefined
  const toSign = row.isOwn ? own : APPROVAL

  async function send(to: string, body: object, done: Text): Promise<void> {
    if (await acting.attempt(() => call('POST', `${path}/${to}`, body), say(done))) onEnd()
  }

  async function sign(by: OfficerKey, { path: to, done }: typeof SIGNATURE | typeof APPROVAL): Promise<void> {
    setHasNotSigned(false)
    const signed = await signStatement(by, statement).catch(() => undefined)
    if (!signed) return setHasNotSigned(true)
    await send(to, signed, done)
  }

  async function withdraw(): Promise<void> {
    const words = say(HAND_FACTS.withdrawAsk)
    if (!(await isSure({ title: say(HAND_FACTS.withdraw), words, yes: say(HAND_FACTS.withdrawSure) }))) return
    await send('withdrawal', {}, HAND_FACTS.withdrawnDone)
  }

  return (
    <>
      {hasNotSigned && <Fault words={say(HAND_FACTS.signFailed)} />}
      {acting.fault !== undefined && <Fault words={acting.fault} />}
      {toSign && key === 'none' && (
        <Notice>
          {say(HAND_FACTS.noKey)} <a href={addressOf('signing-key')}>{say(HAND_FACTS.makeKey)}</a>
        </Notice>
      )}
      <div className="tools">
        {toSign && key !== undefined && key !== 'none' && (
          <Button type="primary" disabled={!canSign} loading={acting.isBusy} onClick={() => void sign(key, toSign)}>
            {say(toSign.words)}
          </Button>
        )}
        {row.isOwn ? (
          <Button danger loading={acting.isBusy} onClick={() => void withdraw()}>
            {say(HAND_FACTS.withdraw)}
          </Button>
        ) : (
          <Button danger aria-expanded={isRejecting} onClick={() => setIsRejecting(!isRejecting)}>
            {say(HAND_FACTS.reject)}
          </Button>
        )}
      </div>
      {isRejecting && <Rejecting path={path} onEnd={onEnd} />}
    </>
  )
}

function Rejecting({ path, onEnd }: { path: string; onEnd: () => void }) {
  const acting = useAct()
  const [form] = Form.useForm<HandFactRejection>()

  async function reject({ reason }: HandFactRejection): Promise<void> {
    const rejection = { reason: reason.trim() } satisfies HandFactRejection
    if (await acting.attempt(() => call('POST', `${path}/rejection`, rejection), say(HAND_FACTS.rejectedDone))) onEnd()
  }

  return (
    <Form form={form} layout="vertical" validateTrigger="onSubmit" onFinish={(typed) => void reject(typed)}>
      <Form.Item
        name="reason"
        label={say(HAND_FACTS.rejectReason)}
        extra={say(HAND_FACTS.rejectHint)}
        rules={[
          {
            required: true,
            min: SHORTEST_REASON,
            transform: (typed?: string) => typed?.trim(),
            message: say(HAND_FACTS.rejectReasonFirst, { n: SHORTEST_REASON }),
          },
        ]}
      >
        <Input.TextArea rows={3} maxLength={300} />
      </Form.Item>
      <FormFaults form={form} acting={acting} />
      <Button danger htmlType="submit" loading={acting.isBusy}>
        {say(HAND_FACTS.rejectSure)}
      </Button>
    </Form>
  )
}
