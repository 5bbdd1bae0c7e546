import { Button, Form, InputNumber } from 'antd'
import type { FactWithdrawn, StewardBatch } from '../../../contract/batches.ts'
import { call } from '../../kit/api.ts'
import { BATCHES } from '../../kit/dictionary/batches.ts'
import { say } from '../../kit/language.ts'
import { momentText } from '../moments.ts'
import { Facts } from '../part.tsx'
import { Fault } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { useSure } from '../use-sure.ts'
import { BatchStanding } from './batches.tsx'
import { FaultyRows } from './faulty-rows.tsx'

/** A batch: what became of it and of its rows, and taking it back. */
export function OneBatch({ batch, onChanged }: { batch: StewardBatch; onChanged: () => void }) {
  const { state, faults, weighing } = batch
  return (
    <>
      <h2>{batch.fileName ?? say(BATCHES.unnamed)}</h2>
      <div>
        <BatchStanding state={state} />
      </div>
      {state === 'held' && <p>{say(BATCHES.heldMeans, { changed: weighing?.changed ?? 0 })}</p>}
      {faults.map(({ column, message }) => (
        <p key={column + message.en}>
          {column} {say(message)}
        </p>
      ))}
      <Facts
        rows={[
          [say(BATCHES.source), say(batch.source)],
          [say(BATCHES.received), momentText(batch.receivedAt)],
          [say(BATCHES.done), batch.doneAt === undefined ? undefined : momentText(batch.doneAt)],
          [say(BATCHES.rows), batch.rows],
          [say(BATCHES.taken), batch.taken],
          [say(BATCHES.same), batch.same],
          [say(BATCHES.refused), batch.refused],
          [say(BATCHES.inReview), batch.inReview],
          [say(BATCHES.people), batch.people],
        ]}
      />
      <h3>{say(BATCHES.faulty)}</h3>
      <FaultyRows batch={batch} />
      {isStanding(state) && <TakingBack batch={batch} onChanged={onChanged} />}
    </>
  )
}

function isStanding(state: StewardBatch['state']): boolean {
  return state !== 'withdrawn' && state !== 'withdrawing' && state !== 'refused' && state !== 'abandoned'
}

function TakingBack({ batch, onChanged }: { batch: StewardBatch; onChanged: () => void }) {
  const whole = useAct()
  const single = useAct()
  const isSure = useSure()
  const path = `/api/batches/${batch.batchId}`

  async function takeBack(): Promise<void> {
    const asked = { title: say(BATCHES.sureBatch), words: say(BATCHES.batchMeans), yes: say(BATCHES.takeBackBatch) }
    if (!(await isSure(asked))) return
    if (await whole.attempt(() => call('POST', `${path}/withdraw`, {}), say(BATCHES.isBack))) onChanged()
  }

  async function takeRowBack({ row }: { row: number }): Promise<void> {
    const asked = {
      title: say(BATCHES.sureRow, { n: row }),
      words: say(BATCHES.batchMeans),
      yes: say(BATCHES.takeBackRow),
    }
    if (!(await isSure(asked))) return
    await single.attempt(async () => {
      const { outcome } = await call<FactWithdrawn>('POST', `${path}/rows/${row}/withdraw`, {})
      single.tell(say(outcome === 'withdrawn' ? BATCHES.isBack : BATCHES.notStanding))
    })
  }

  return (
    <>
      <h3>{say(BATCHES.takeBack)}</h3>
      {batch.state === 'taken' && (
        <Form layout="vertical" onFinish={(typed: { row: number }) => void takeRowBack(typed)}>
          <Form.Item
            name="row"
            label={say(BATCHES.rowNumber)}
            rules={[{ required: true, message: say(BATCHES.rowFirst, { n: batch.rows }) }]}
          >
            <InputNumber min={1} max={batch.rows} precision={0} controls={false} />
          </Form.Item>
          {single.fault !== undefined && <Fault words={single.fault} />}
          <Button htmlType="submit" loading={single.isBusy}>
            {say(BATCHES.takeBackRow)}
          </Button>
        </Form>
      )}
      {whole.fault !== undefined && <Fault words={whole.fault} />}
      <Button danger loading={whole.isBusy} onClick={() => void takeBack()}>
        {say(BATCHES.takeBackBatch)}
      </Button>
    </>
  )
}
