import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { HandFactReading } from '../../../contract/hand-facts.ts'
import { answerOf, ask } from '../../kit/api.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say } from '../../kit/language.ts'
import { Fault, Waiting } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { hashOf } from './statement.ts'

/** The document that a draft rests on, once this browser has seen that it is the one that the statement names. */
export function DocumentView(props: {
  readonly factId: string
  readonly purpose: HandFactReading['purpose']
  /** What the statement says its SHA-256 is. */
  readonly hash: string
  readonly type: string
  readonly onSame: () => void
}) {
  const { factId, purpose, hash, type } = props
  const acting = useAct()
  const [url, setUrl] = useState<string>()
  const [isAnother, setIsAnother] = useState(false)

  const fetchIt = () =>
    acting.attempt(async () => {
      setIsAnother(false)
      const response = await ask('POST', `/api/hand-facts/${factId}/document`, { purpose })
      if (!response.ok) await answerOf(response)
      const bytes = new Uint8Array(await response.arrayBuffer())
      if ((await hashOf(bytes)) !== hash) return setIsAnother(true)
      setUrl(URL.createObjectURL(new Blob([bytes], { type })))
      props.onSame()
    })

  useEffect(() => void fetchIt(), [])
  useEffect(() => (url === undefined ? undefined : () => URL.revokeObjectURL(url)), [url])

  const fault = isAnother ? say(HAND_FACTS.documentChanged) : acting.fault
  if (fault !== undefined) return <Fault words={fault} onAgain={() => void fetchIt()} />
  if (url === undefined) return <Waiting />
  if (type === 'application/pdf') {
    return (
      <div>
        <Button href={url} download={`${factId}.pdf`}>
          {say(HAND_FACTS.download)}
        </Button>
      </div>
    )
  }
  return (
    <a href={url} download={`${factId}.${type === 'image/png' ? 'png' : 'jpg'}`}>
      <img className="document-picture" src={url} alt={say(HAND_FACTS.picture)} />
    </a>
  )
}
