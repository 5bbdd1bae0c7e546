import { useEffect, useRef, useState } from 'preact/hooks'
import type { AppealProofs, MyAppeal, ProofTicket } from '../../../contract/appeals.ts'
import { LARGEST_PROOF_BYTES, MOST_PROOFS } from '../../../core/proof.ts'
import { call, CallProblem } from '../../kit/api.ts'
import { APPEAL } from '../../kit/dictionary/appeal.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { newId } from '../../kit/form/new-id.ts'
import { say } from '../../kit/language.ts'
import { saveProof } from '../../kit/proofs.ts'
import { ProofList } from './proof-list.tsx'
import { isOpen } from './steps.ts'
import { sendProof } from './send-proof.ts'

/** A file on its way, or one that did not arrive; sent again it is the same proof. */
interface Sending {
  readonly proofId: string
  readonly file: File
  readonly fault?: string
  /** Whether the same file may arrive at another time. */
  readonly isPassing?: boolean
}

const MEGABYTES = LARGEST_PROOF_BYTES / 1_048_576

/** The proofs of an appeal, and adding to them while it is open. */
export function Proofs({ appeal }: { appeal: MyAppeal }) {
  const { appealId } = appeal
  const [proofs, setProofs] = useState<AppealProofs['proofs']>()
  const [files, setFiles] = useState<readonly Sending[]>([])
  const [fault, setFault] = useState<string>()
  const picker = useRef<HTMLInputElement>(null)
  const path = `/api/me/appeals/${appealId}/proofs`

  function load(): void {
    call<AppealProofs>('GET', path).then(
      (answer) => {
        setProofs(answer.proofs)
        setFault(undefined)
      },
      (cause: unknown) => setFault(whyOf(cause)),
    )
  }
  useEffect(load, [appealId])

  async function send({ proofId, file }: Sending): Promise<void> {
    setFiles((before) => [...before.filter((one) => one.proofId !== proofId), { proofId, file }])
    try {
      // Said before a phone has sent it for minutes.
      if (file.size > LARGEST_PROOF_BYTES) throw new TooLarge()
      setProofs((await sendProof(`${path}/${proofId}`, file)).proofs)
      setFiles((before) => before.filter((one) => one.proofId !== proofId))
    } catch (cause) {
      const failed = { proofId, file, fault: whyOf(cause), isPassing: !isRefused(cause) }
      setFiles((before) => before.map((one) => (one.proofId === proofId ? failed : one)))
    }
  }

  async function open(proofId: string): Promise<void> {
    try {
      saveProof(await call<ProofTicket>('POST', `${path}/${proofId}/ticket`, {}))
    } catch (cause) {
      setFault(whyOf(cause))
    }
  }

  /** One after the other: a phone's line is narrow, and what has arrived has arrived. */
  async function sendAll(chosen: FileList | null): Promise<void> {
    const some = [...(chosen ?? [])].map((file) => ({ proofId: newId(), file }))
    if (picker.current) picker.current.value = ''
    for (const one of some) await send(one)
  }

  const isFull = (proofs?.length ?? 0) >= MOST_PROOFS
  const pickerId = `proofs-${appealId}`
  return (
    <section class="stack" aria-label={say(APPEAL.proofs)}>
      <h4>{say(APPEAL.proofs)}</h4>
      {fault !== undefined && (
        <div role="alert">
          <p>{fault}</p>
          <button type="button" class="button" onClick={load}>
            {say(COMMON.tryAgain)}
          </button>
        </div>
      )}
      {proofs && <ProofList proofs={proofs} onOpen={(proofId) => void open(proofId)} />}
      {files.map((one) => (
        <FileOnItsWay
          key={one.proofId}
          sending={one}
          onAgain={() => void send(one)}
          onDropped={() => setFiles((before) => before.filter(({ proofId }) => proofId !== one.proofId))}
        />
      ))}
      {isOpen(appeal) &&
        (isFull ? (
          <p class="soft">{say(APPEAL.proofsFull, { most: MOST_PROOFS })}</p>
        ) : (
          <div class="field">
            <label for={pickerId}>{say(APPEAL.proofsChoose)}</label>
            <p class="hint" id={`${pickerId}-hint`}>
              {say(APPEAL.proofsLimits, { most: MOST_PROOFS, mb: MEGABYTES })}
            </p>
            <input
              id={pickerId}
              ref={picker}
              type="file"
              multiple
              accept="image/jpeg,image/png,image/webp,application/pdf"
              aria-describedby={`${pickerId}-hint`}
              onChange={(event) => void sendAll(event.currentTarget.files)}
            />
          </div>
        ))}
    </section>
  )
}

function FileOnItsWay(props: { sending: Sending; onAgain: () => void; onDropped: () => void }) {
  const { file, fault, isPassing } = props.sending
  if (fault === undefined) return <p role="status">{say(APPEAL.proofSending, { name: file.name })}</p>
  return (
    <div role="alert" class="notice stack">
      <p>{say(APPEAL.proofFailed, { name: file.name, why: fault })}</p>
      <button type="button" class="button" onClick={isPassing ? props.onAgain : props.onDropped}>
        {say(isPassing ? APPEAL.proofAgain : APPEAL.proofDropped)}
      </button>
    </div>
  )
}

/** More than is taken. */
class TooLarge extends Error {}

/** Whether it is the file that will not do. */
function isRefused(cause: unknown): boolean {
  return cause instanceof TooLarge || (cause instanceof CallProblem && cause.status < 500)
}

function whyOf(cause: unknown): string {
  if (cause instanceof TooLarge) return say(APPEAL.proofTooLarge, { mb: MEGABYTES })
  return cause instanceof CallProblem ? cause.title : say(COMMON.unreachable)
}
