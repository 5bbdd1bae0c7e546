import { Button } from 'antd'
import { useState } from 'react'
import type { RowResult, RowResults, StewardBatch } from '../../../contract/batches.ts'
import { BATCHES, ROW_OUTCOMES } from '../../kit/dictionary/batches.ts'
import { say } from '../../kit/language.ts'
import { Numbers } from '../numbers.tsx'
import { Awaited, Fault } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { useAnswer } from '../use-answer.ts'
import { downloadReturned } from './download.ts'

/** The rows of a batch that were not taken, with the reasons, as the server pages them; and as a file to be corrected. */
export function FaultyRows({ batch }: { batch: StewardBatch }) {
  const [after, setAfter] = useState(0)
  const acting = useAct()
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
          {(after > 0 || next !== undefined) && (
            <nav className="pager" aria-label={say(BATCHES.faulty)}>
              <Button disabled={after === 0} onClick={() => setAfter(0)}>
                {say(BATCHES.first)}
              </Button>
              <Button disabled={next === undefined} onClick={() => next !== undefined && setAfter(next)}>
                {say(BATCHES.more)}
              </Button>
            </nav>
          )}
          <p className="soft">{say(BATCHES.downloadHint)}</p>
          {acting.fault !== undefined && <Fault words={acting.fault} />}
          <Button loading={acting.isBusy} onClick={() => void acting.attempt(() => downloadReturned(batch))}>
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
