import type { HeldBatches as HeldBatchesAnswer } from '../../../contract/batches.ts'
import { ASSIGNMENTS } from '../../kit/dictionary/assignments.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { HELD_BATCHES } from '../../kit/dictionary/held-batches.ts'
import { say } from '../../kit/language.ts'
import { useAssigned, WorkedOnBy } from '../assignment.tsx'
import { momentText } from '../moments.ts'
import { RecordList } from '../record-list.tsx'
import { WORK_EVERY_MS } from '../work-list.ts'
import { OneHeldBatch } from './one-held-batch.tsx'

/** Batches over the brake, and what the open one would do. */
export function HeldBatches() {
  const by = useAssigned()
  return (
    <>
      <p className="soft">{say(HELD_BATCHES.what)}</p>
      <RecordList
        path="/api/held-batches"
        narrowedBy={{ assigned: by.assigned }}
        everyMs={WORK_EVERY_MS}
        rowsOf={({ batches }: HeldBatchesAnswer) => batches}
        nextOf={({ next }) => next}
        idOf={({ batchId }) => batchId}
        nameTitle={say(HELD_BATCHES.source)}
        nameOf={({ source }) => say(source)}
        caption={say(CONSOLE.heldBatches)}
        empty={say(HELD_BATCHES.empty)}
        tools={by.choice}
        columns={[
          { title: say(HELD_BATCHES.received), render: (_, { receivedAt }) => momentText(receivedAt) },
          { title: say(HELD_BATCHES.changed), align: 'right', render: (_, { weighing }) => weighing.changed },
          {
            title: say(HELD_BATCHES.approvals),
            render: (_, { approvals }) =>
              approvals.map(({ organisation }) => say(organisation)).join(' · ') || say(HELD_BATCHES.nobody),
          },
          { title: say(ASSIGNMENTS.who), render: (_, batch) => <WorkedOnBy of={batch} /> },
        ]}
        detail={(batch, again) => (
          <OneHeldBatch key={batch.batchId} batch={batch} onAssigned={(to) => by.follow(to, again)} onDecided={again} />
        )}
      />
    </>
  )
}
