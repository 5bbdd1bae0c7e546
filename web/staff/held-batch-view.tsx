import { useState } from 'preact/hooks'
import type { HeldBatches } from '../../contract/batches.ts'
import { formatShanghai, instant } from '../../core/instant.ts'
import { COLOUR_WORDS } from '../kit/dictionary/colours.ts'
import { HELD_BATCHES } from '../kit/dictionary/held-batches.ts'
import { say, type Text } from '../kit/language.ts'

/** A batch that waits, as the server tells it. */
export type HeldBatch = HeldBatches['batches'][number]

/** One batch that waits: whose it is, what it would do, who has approved, and the two ways to decide. */
export function HeldBatchView({
  batch,
  isBusy,
  onApprove,
  onRefuse,
}: {
  batch: HeldBatch
  isBusy: boolean
  onApprove: () => void
  onRefuse: () => void
}) {
  const { weighing, approvals, approvedByOwn } = batch
  const titleId = `batch-${batch.batchId}`
  return (
    <section class="panel" aria-labelledby={titleId}>
      <div class="stack">
        <h2 id={titleId}>{say(batch.source)}</h2>
        <dl class="facts">
          <Fact name={HELD_BATCHES.received} value={timeOf(batch.receivedAt)} />
          <Fact name={HELD_BATCHES.file} value={batch.fileName} />
          <Fact name={HELD_BATCHES.rows} value={batch.rows} />
          <Fact name={HELD_BATCHES.people} value={weighing.people} />
          <Fact name={HELD_BATCHES.changed} value={weighing.changed} />
          <Fact name={HELD_BATCHES.left} value={weighing.left} />
          <dt>{say(HELD_BATCHES.sha256)}</dt>
          <dd>
            <code>{batch.sha256}</code>
          </dd>
        </dl>
        {weighing.appeals !== undefined && <p class="notice">{say(HELD_BATCHES.appeals, { n: weighing.appeals })}</p>}
        <Matrix weighing={weighing} />
        {approvals.map(({ organisation, at }) => (
          <p key={`${organisation.zh}${at}`}>
            {say(HELD_BATCHES.approvedBy, { organisation: say(organisation), at: timeOf(at) })}
          </p>
        ))}
        {approvedByOwn && <p class="notice">{say(HELD_BATCHES.approvedByOwn)}</p>}
        <div class="decisions">
          {!approvedByOwn && (
            <Decision
              press={HELD_BATCHES.approve}
              ask={say(HELD_BATCHES.approveAsk, { changed: weighing.changed })}
              sure={HELD_BATCHES.approveSure}
              isBusy={isBusy}
              onSure={onApprove}
            />
          )}
          <Decision
            press={HELD_BATCHES.refuse}
            ask={say(HELD_BATCHES.refuseAsk)}
            sure={HELD_BATCHES.refuseSure}
            isBusy={isBusy}
            onSure={onRefuse}
          />
        </div>
      </div>
    </section>
  )
}

function Fact({ name, value }: { name: Text; value: string | number }) {
  return (
    <>
      <dt>{say(name)}</dt>
      <dd>{value}</dd>
    </>
  )
}

function Matrix({ weighing }: { weighing: HeldBatch['weighing'] }) {
  return (
    <table class="matrix">
      <caption>{say(HELD_BATCHES.matrix)}</caption>
      <thead>
        <tr>
          <th scope="col">{say(HELD_BATCHES.from)}</th>
          <th scope="col">{say(HELD_BATCHES.to)}</th>
          <th scope="col">{say(HELD_BATCHES.number)}</th>
        </tr>
      </thead>
      <tbody>
        {weighing.changes.map(({ from, to, people }) => (
          <tr key={`${from}-${to}`}>
            <td>{say(COLOUR_WORDS[from])}</td>
            <td>{say(COLOUR_WORDS[to])}</td>
            <td>{people}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A decision that is asked about once more before it is made. */
function Decision(props: { press: Text; ask: string; sure: Text; isBusy: boolean; onSure: () => void }) {
  const [isAsking, setIsAsking] = useState(false)
  if (!isAsking) {
    return (
      <button type="button" class="button" disabled={props.isBusy} onClick={() => setIsAsking(true)}>
        {say(props.press)}
      </button>
    )
  }
  return (
    <div class="notice" role="group" aria-label={say(props.press)}>
      <p>{props.ask}</p>
      <button
        type="button"
        class="button main"
        disabled={props.isBusy}
        onClick={() => {
          setIsAsking(false)
          props.onSure()
        }}
      >
        {say(props.sure)}
      </button>
      <button type="button" class="button" onClick={() => setIsAsking(false)}>
        {say(HELD_BATCHES.cancel)}
      </button>
    </div>
  )
}

function timeOf(at: number): string {
  return formatShanghai(instant(at)).slice(0, 16)
}
