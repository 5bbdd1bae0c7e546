import { Button } from 'antd'
import type { AppealDetail, AppealReading, ProofTicket } from '../../../contract/appeals.ts'
import { call } from '../../kit/api.ts'
import { APPEAL } from '../../kit/dictionary/appeal.ts'
import { say } from '../../kit/language.ts'
import { proofWords, saveProof } from '../../kit/proofs.ts'
import { Fault } from '../states.tsx'
import { useAct } from '../use-act.ts'

/** The proofs of a case, each to be saved, for the purpose that the case was read for. */
export function Proofs({
  path,
  purpose,
  proofs,
}: AppealReading & Pick<AppealDetail, 'proofs'> & { readonly path: string }) {
  const acting = useAct()
  if (proofs.length === 0) return <p className="soft">{say(APPEAL.proofsNone)}</p>
  const save = (proofId: string) =>
    acting.attempt(async () =>
      saveProof(await call<ProofTicket>('POST', `${path}/proofs/${proofId}/ticket`, { purpose })),
    )
  return (
    <>
      {acting.fault !== undefined && <Fault words={acting.fault} />}
      <ul className="grounds">
        {proofs.map((proof) => {
          const { what, when, size } = proofWords(proof)
          return (
            <li key={proof.proofId} className="tools">
              <span>
                {what} · {size} · {when}
              </span>
              <Button
                aria-label={`${say(APPEAL.proofOpen)} ${what} ${when}`}
                disabled={acting.isBusy}
                onClick={() => void save(proof.proofId)}
              >
                {say(APPEAL.proofOpen)}
              </Button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
