import { useEffect, useState } from 'preact/hooks'
import type { HandFactReading } from '../../../contract/hand-facts.ts'
import { answerOf, ask, CallProblem } from '../../kit/api.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say } from '../../kit/language.ts'
import { hashOf } from './statement.ts'

/** What was found out about the document of a draft: that it is the one which was signed, or another. */
export type CheckedDocument = 'as-signed' | 'changed'

interface DocumentViewProps {
  readonly factId: string
  readonly purpose: HandFactReading['purpose']
  /** What the statement says its SHA-256 is. */
  readonly hash: string
  readonly type: string
  readonly onChecked: (found: CheckedDocument) => void
  readonly onSignedOut: () => void
}

/** The document that a draft rests on, once this browser has seen that it is the one that the statement names. */
export function DocumentView({ factId, purpose, hash, type, onChecked, onSignedOut }: DocumentViewProps) {
  const [url, setUrl] = useState<string>()
  const [fault, setFault] = useState<string>()

  async function fetchIt(): Promise<void> {
    setFault(undefined)
    try {
      const response = await ask('POST', `/api/hand-facts/${factId}/document`, { purpose })
      if (!response.ok) await answerOf(response)
      const bytes = new Uint8Array(await response.arrayBuffer())
      const isSame = (await hashOf(bytes)) === hash
      onChecked(isSame ? 'as-signed' : 'changed')
      if (isSame) setUrl(URL.createObjectURL(new Blob([bytes], { type })))
      else setFault(say(HAND_FACTS.documentChanged))
    } catch (cause) {
      if (cause instanceof CallProblem && cause.status === 401) onSignedOut()
      else setFault(cause instanceof CallProblem ? cause.title : say(COMMON.unreachable))
    }
  }

  useEffect(() => void fetchIt(), [])
  useEffect(() => (url === undefined ? undefined : () => URL.revokeObjectURL(url)), [url])

  if (fault !== undefined) {
    return (
      <div class="fault" role="alert">
        <p>{fault}</p>
        <button type="button" class="button" onClick={() => void fetchIt()}>
          {say(COMMON.tryAgain)}
        </button>
      </div>
    )
  }
  if (url === undefined) return <p role="status">{say(COMMON.loading)}</p>
  if (type === 'application/pdf') {
    return (
      <a class="button" href={url} download={`${factId}.pdf`}>
        {say(HAND_FACTS.download)}
      </a>
    )
  }
  return (
    <a href={url} download={`${factId}.${type === 'image/png' ? 'png' : 'jpg'}`}>
      <img class="document-picture" src={url} alt={say(HAND_FACTS.picture)} />
    </a>
  )
}
