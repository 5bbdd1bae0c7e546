import './proof-list.css'
import type { AppealProof } from '../../../contract/appeals.ts'
import { APPEAL } from '../../kit/dictionary/appeal.ts'
import { say } from '../../kit/language.ts'
import { proofWords } from '../../kit/proofs.ts'

/** The proofs of an appeal, each to be opened. */
export function ProofList(props: { proofs: readonly AppealProof[]; onOpen: (proofId: string) => void }) {
  const { proofs, onOpen } = props
  if (proofs.length === 0) return <p class="soft">{say(APPEAL.proofsNone)}</p>
  return (
    <ul class="proofs">
      {proofs.map((proof) => {
        const { what, when, size } = proofWords(proof)
        return (
          <li key={proof.proofId}>
            <span>
              {what} · {size} · {when}
            </span>{' '}
            <button type="button" class="button" onClick={() => onOpen(proof.proofId)}>
              {say(APPEAL.proofOpen)}
              <span class="spoken">
                {what} {when}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
