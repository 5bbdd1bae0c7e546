import { useCallback, useEffect, useState } from 'preact/hooks'
import type { BatchApproved, HeldBatches as HeldBatchesAnswer } from '../../contract/batches.ts'
import { call, CallProblem } from '../kit/api.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { HELD_BATCHES } from '../kit/dictionary/held-batches.ts'
import { say, type Text } from '../kit/language.ts'
import { findOfficerKey, signApproval } from '../kit/officer-key.ts'
import { HeldBatchView, type HeldBatch } from './held-batch-view.tsx'
import type { SectionProps } from './sections.tsx'

// A batch waits until somebody looks; a minute is soon enough, and costs the server nothing.
const REFRESH_EVERY_MS = 60_000

/** Batches over the brake: what each would do, and approving or refusing it. */
export function HeldBatches({ session, onSignedOut }: SectionProps) {
  const [batches, setBatches] = useState<readonly HeldBatch[]>()
  const [fault, setFault] = useState<string>()
  const [done, setDone] = useState<Text>()
  const [isBusy, setIsBusy] = useState(false)

  const attempt = useCallback(async (act: () => Promise<Text | undefined>): Promise<void> => {
    setIsBusy(true)
    setFault(undefined)
    try {
      const told = await act()
      if (told) setDone(told)
      setBatches((await call<HeldBatchesAnswer>('GET', '/api/held-batches')).batches)
    } catch (cause) {
      if (cause instanceof CallProblem && cause.status === 401) onSignedOut()
      else setFault(cause instanceof CallProblem ? cause.title : say(COMMON.unreachable))
    } finally {
      setIsBusy(false)
    }
  }, [])

  const look = () => void attempt(async () => undefined)

  async function approve({ batchId, hash }: HeldBatch): Promise<Text | undefined> {
    const key = await findOfficerKey(session.staffId ?? '')
    if (!key) {
      setFault(say(HELD_BATCHES.noKey))
      return undefined
    }
    const approval = await signApproval(key, 'batch', hash)
    const { state } = await call<BatchApproved>('POST', `/api/held-batches/${batchId}/approve`, approval)
    return state === 'held' ? HELD_BATCHES.approved : HELD_BATCHES.letGo
  }

  async function refuse({ batchId }: HeldBatch): Promise<Text> {
    await call<BatchApproved>('POST', `/api/held-batches/${batchId}/refuse`, {})
    return HELD_BATCHES.refused
  }

  useEffect(() => {
    look()
    const timer = setInterval(look, REFRESH_EVERY_MS)
    return () => clearInterval(timer)
  }, [])

  return (
    <main class="list">
      <p>{say(HELD_BATCHES.what)}</p>
      <p class="done" role="status">
        {done && say(done)}
      </p>
      {fault !== undefined && (
        <div class="fault" role="alert">
          <p>{fault}</p>
          <button type="button" class="button" onClick={look}>
            {say(COMMON.tryAgain)}
          </button>
        </div>
      )}
      {batches === undefined && fault === undefined && <p role="status">{say(COMMON.loading)}</p>}
      {batches?.length === 0 && <p class="empty panel">{say(HELD_BATCHES.empty)}</p>}
      {batches?.map((batch) => (
        <HeldBatchView
          key={batch.batchId}
          batch={batch}
          isBusy={isBusy}
          onApprove={() => void attempt(() => approve(batch))}
          onRefuse={() => void attempt(() => refuse(batch))}
        />
      ))}
    </main>
  )
}
