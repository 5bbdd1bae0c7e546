import { Button } from 'antd'
import type { AssignmentChange } from '../../../contract/assignments.ts'
import type { BatchApproved, HeldBatches } from '../../../contract/batches.ts'
import { call } from '../../kit/api.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { HELD_BATCHES } from '../../kit/dictionary/held-batches.ts'
import { say } from '../../kit/language.ts'
import { signApproval, type OfficerKey } from '../../kit/officer-key.ts'
import { addressOf } from '../address.ts'
import { OnceTaken } from '../assignment.tsx'
import { ColourName } from '../colour-name.tsx'
import { momentText } from '../moments.ts'
import { Numbers } from '../numbers.tsx'
import { Facts } from '../part.tsx'
import { Fault, Notice } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { useOfficerKey } from '../use-officer-key.ts'
import { useSure } from '../use-sure.ts'

type HeldBatch = HeldBatches['batches'][number]

/** One batch that waits: whose it is, what it would do, who has approved, and the two ways to decide. */
export function OneHeldBatch({
  batch,
  onAssigned,
  onDecided,
}: {
  batch: HeldBatch
  onAssigned: (to: AssignmentChange['to']) => void
  onDecided: () => void
}) {
  const { weighing, approvals, approvedByOwn } = batch
  return (
    <>
      <h2>{say(batch.source)}</h2>
      <Facts
        rows={[
          [say(HELD_BATCHES.received), momentText(batch.receivedAt)],
          [say(HELD_BATCHES.file), batch.fileName],
          [say(HELD_BATCHES.rows), batch.rows],
          [say(HELD_BATCHES.people), weighing.people],
          [say(HELD_BATCHES.changed), weighing.changed],
          [say(HELD_BATCHES.left), weighing.left],
          [say(HELD_BATCHES.sha256), <code>{batch.sha256}</code>],
        ]}
      />
      {weighing.appeals !== undefined && <Notice>{say(HELD_BATCHES.appeals, { n: weighing.appeals })}</Notice>}
      <h3>{say(HELD_BATCHES.matrix)}</h3>
      <Numbers
        caption={say(HELD_BATCHES.matrix)}
        heads={[HELD_BATCHES.from, HELD_BATCHES.to, HELD_BATCHES.number].map((head) => say(head))}
        rows={weighing.changes.map(({ from, to, people }) => ({
          key: `${from}-${to}`,
          cells: [<ColourName colour={from} />, <ColourName colour={to} />, people],
        }))}
      />
      {approvals.map(({ organisation, at }) => (
        <p key={`${organisation.zh}${at}`}>
          {say(HELD_BATCHES.approvedBy, { organisation: say(organisation), at: momentText(at) })}
        </p>
      ))}
      {approvedByOwn && <Notice>{say(HELD_BATCHES.approvedByOwn)}</Notice>}
      <OnceTaken path={pathOf(batch)} of={batch} onChanged={onAssigned}>
        <Decision batch={batch} onDecided={onDecided} />
      </OnceTaken>
    </>
  )
}

function pathOf({ batchId }: HeldBatch): string {
  return `/api/held-batches/${batchId}`
}

function Decision({ batch, onDecided }: { batch: HeldBatch; onDecided: () => void }) {
  const { hash, weighing, approvedByOwn } = batch
  const key = useOfficerKey()
  const acting = useAct()
  const isSure = useSure()

  const path = pathOf(batch)

  async function approve(signing: OfficerKey): Promise<void> {
    const words = say(HELD_BATCHES.approveAsk, { changed: weighing.changed })
    if (!(await isSure({ title: say(HELD_BATCHES.approve), words, yes: say(HELD_BATCHES.approveSure) }))) return
    const done = await acting.attempt(async () => {
      const approval = await signApproval(signing, 'batch', hash)
      const { state } = await call<BatchApproved>('POST', `${path}/approve`, approval)
      acting.tell(say(state === 'held' ? HELD_BATCHES.approved : HELD_BATCHES.letGo))
    })
    if (done) onDecided()
  }

  async function refuse(): Promise<void> {
    const asked = {
      title: say(HELD_BATCHES.refuse),
      words: say(HELD_BATCHES.refuseAsk),
      yes: say(HELD_BATCHES.refuseSure),
    }
    if (!(await isSure(asked))) return
    if (await acting.attempt(() => call('POST', `${path}/refuse`, {}), say(HELD_BATCHES.refused))) onDecided()
  }

  return (
    <>
      {acting.fault !== undefined && <Fault words={acting.fault} />}
      {!approvedByOwn && key === 'none' && (
        <Notice>
          {say(HELD_BATCHES.noKey)} <a href={addressOf('signing-key')}>{say(CONSOLE.signingKey)}</a>
        </Notice>
      )}
      <div className="tools">
        {!approvedByOwn && key !== undefined && key !== 'none' && (
          <Button type="primary" loading={acting.isBusy} onClick={() => void approve(key)}>
            {say(HELD_BATCHES.approve)}
          </Button>
        )}
        <Button danger loading={acting.isBusy} onClick={() => void refuse()}>
          {say(HELD_BATCHES.refuse)}
        </Button>
      </div>
    </>
  )
}
