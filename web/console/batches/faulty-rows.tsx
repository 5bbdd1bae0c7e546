import { Button } from 'antd'
import { useState } from 'react'
import type { RowResult, RowResults, StewardBatch } from '../../../contract/batches.ts'
import { BATCHES, ROW_OUTCOMES } from '../../kit/dictionary/batches.ts'
import { say } from '../../kit/language.ts'
import { Numbers } from '../numbers.tsx'
import { Awaited } from '../states.tsx'
import { useAnswer } from '../use-answer.ts'

/** The rows of a batch that were not taken, with the reasons, as the server pages them; and as a file to be corrected. */
export function FaultyRows({ batch }: { batch: StewardBatch }) {
  const [after, setAfter] = useState(0)
  const asked = useAnswer<RowResults>(`/api/batches/${batch.batchId}/rows?faulty=yes&after=${after}`)
  if (batch.refused + batch.inReview === 0) return <p className="soft">{say(BATCHES.noneFaulty)}</p>
  return (
    <Awaited asked={asked}>
      {({ results, next }) => (
        <>
          <Numbers
            caption={say(BATCHES.faulty)}
            heads={[say(BATCHES.row), say(BATCHES.outcome), say(BATCHES.why)]}
            rows={results.map(({ row, outcome, faults }) => ({
              key: String(row),
              cells: [row, say(ROW_OUTCOMES[outcome]), <Reasons faults={faults} />],
            }))}
          />
          {next !== undefined && <Button onClick={() => setAfter(next)}>{say(BATCHES.more)}</Button>}
          <p className="soft">{say(BATCHES.downloadHint)}</p>
          <Button href={`/api/batches/${batch.batchId}/refused`} download>
            {say(BATCHES.download)}
          </Button>
        </>
      )}
    </Awaited>
  )
}

function Reasons({ faults }: Pick<RowResult, 'faults'>) {
  return faults.map(({ column, message }) => (
    <div key={column + message.en}>
      {column && <code>{column}</code>} {say(message)}
    </div>
  ))
}
