import { useState } from 'react'
import type { BatchState, StewardBatch, StewardBatches, StewardSources } from '../../../contract/batches.ts'
import { BATCHES, BATCH_STATE_NAMES } from '../../kit/dictionary/batches.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { say } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'
import { Choice } from '../choice.tsx'
import { momentText } from '../moments.ts'
import { RecordList } from '../record-list.tsx'
import { Awaited } from '../states.tsx'
import { useAnswer } from '../use-answer.ts'
import { OneBatch } from './one-batch.tsx'
import { Sources } from './sources.tsx'

const STATES = Object.keys(BATCH_STATE_NAMES) as BatchState[]

/** What the sources of a steward's organisation have delivered, and the sources themselves. */
export function Batches() {
  const [source, setSource] = useState('')
  const [state, setState] = useState<BatchState | ''>('')
  const sources = useAnswer<StewardSources>('/api/sources')

  return (
    <>
      <p className="soft">{say(BATCHES.how)}</p>
      <RecordList
        path="/api/batches"
        narrowedBy={{ source, state }}
        rowsOf={({ batches }: StewardBatches) => batches}
        nextOf={({ next }) => next}
        idOf={({ batchId }) => batchId}
        nameTitle={say(BATCHES.batch)}
        nameOf={({ fileName }) => fileName ?? say(BATCHES.unnamed)}
        caption={say(CONSOLE.batches)}
        empty={say(BATCHES.empty)}
        tools={
          <>
            <Choice
              aria-label={say(BATCHES.source)}
              value={source}
              onChange={setSource}
              options={[
                { value: '', label: say(BATCHES.allSources) },
                ...(sources.answer?.sources ?? []).map(({ sourceId, name }) => ({ value: sourceId, label: say(name) })),
              ]}
            />
            <Choice<BatchState | ''>
              aria-label={say(BATCHES.state)}
              value={state}
              onChange={setState}
              options={[
                { value: '', label: say(BATCHES.allStates) },
                ...STATES.map((value) => ({ value, label: say(BATCH_STATE_NAMES[value]) })),
              ]}
            />
          </>
        }
        columns={[
          { title: say(BATCHES.source), render: (_, batch) => say(batch.source) },
          { title: say(BATCHES.received), render: (_, { receivedAt }) => momentText(receivedAt) },
          { title: say(BATCHES.rows), align: 'right', render: (_, { rows }) => rows },
          { title: say(BATCHES.notTaken), align: 'right', render: (_, { refused, inReview }) => refused + inReview },
          { title: say(BATCHES.state), render: (_, batch) => <BatchStanding state={batch.state} /> },
        ]}
        detail={(batch, again) => <OneBatch key={batch.batchId} batch={batch} onChanged={again} />}
      />
      <h2>{say(BATCHES.sources)}</h2>
      <Awaited asked={sources}>{({ sources: own }) => <Sources sources={own} />}</Awaited>
    </>
  )
}

const KINDS = {
  receiving: 'waits',
  trying: 'waits',
  waiting: 'waits',
  taking: 'waits',
  taken: 'good',
  held: 'waits',
  refused: 'bad',
  withdrawing: 'waits',
  withdrawn: 'off',
  abandoned: 'off',
} as const satisfies Record<BatchState, string>

/** Where a batch stands, in a word and a shape. */
export function BatchStanding({ state }: Pick<StewardBatch, 'state'>) {
  return <Chip kind={KINDS[state]}>{say(BATCH_STATE_NAMES[state])}</Chip>
}
