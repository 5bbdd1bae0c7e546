import { useCallback, useEffect, useState } from 'preact/hooks'
import type { ProofTicket } from '../../../contract/appeals.ts'
import { call, CallProblem } from '../../kit/api.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { say } from '../../kit/language.ts'
import { saveProof } from '../../kit/proof-list.tsx'

// Deadlines are hours away; a minute is soon enough, and costs the server nothing.
const REFRESH_EVERY_MS = 60_000

/** A work list: its rows, what went wrong, how to read it again. */
export interface Work<Row> {
  readonly rows: readonly Row[] | undefined
  readonly fault: string | undefined
  load(): Promise<void>
}

/** Reads a work list now and each minute. */
export function useWork<Row>(read: () => Promise<readonly Row[]>, onSignedOut: () => void): Work<Row> {
  const [rows, setRows] = useState<readonly Row[]>()
  const [fault, setFault] = useState<string>()
  const load = useCallback(async () => {
    try {
      setRows(await read())
      setFault(undefined)
    } catch (cause) {
      if (cause instanceof CallProblem && cause.status === 401) onSignedOut()
      else setFault(cause instanceof CallProblem ? cause.title : say(COMMON.unreachable))
    }
  }, [])
  useEffect(() => {
    void load()
    const timer = setInterval(() => void load(), REFRESH_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return { rows, fault, load }
}

/** One case at work: what was read of it, and what is being done. */
export interface Case<Detail> {
  readonly detail: Detail | undefined
  readonly fault: string | undefined
  readonly isBusy: boolean
  read(purpose: string): Promise<void>
  /** Sends something about the case, then `done` or, where the page goes on showing it, reads it again. */
  send(path: string, body: object, done?: () => void): Promise<void>
  /** Saves one of its proofs, for the purpose that it was read for. */
  save(proofId: string): Promise<void>
}

/** Reads one case by its purpose and acts on it. */
export function useCase<Detail>(url: string, onSignedOut: () => void): Case<Detail> {
  const [detail, setDetail] = useState<Detail>()
  const [purpose, setPurpose] = useState('appeal')
  const [fault, setFault] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)

  async function attempt(act: () => Promise<void>): Promise<void> {
    setIsBusy(true)
    setFault(undefined)
    try {
      await act()
    } catch (cause) {
      if (!(cause instanceof CallProblem)) setFault(say(COMMON.unreachable))
      else if (cause.status === 401) onSignedOut()
      else setFault(cause.title)
    } finally {
      setIsBusy(false)
    }
  }

  const open = async (why: string) => setDetail(await call<Detail>('POST', `${url}/read`, { purpose: why }))
  return {
    detail,
    fault,
    isBusy,
    async read(why) {
      setPurpose(why)
      await attempt(() => open(why))
    },
    async save(proofId) {
      await attempt(async () =>
        saveProof(await call<ProofTicket>('POST', `${url}/proofs/${proofId}/ticket`, { purpose })),
      )
    },
    async send(path, body, done) {
      await attempt(async () => {
        await call('POST', `${url}/${path}`, body)
        if (done) done()
        else await open(purpose)
      })
    },
  }
}
