import { Alert } from 'antd'
import { CONSOLE } from '../kit/dictionary/console.ts'
import { say } from '../kit/language.ts'

/** Something that is shown once and kept nowhere: a code, a PIN. */
export function ToldOnce({
  title,
  told,
  hint,
  onSeen,
}: {
  title: string
  told: string
  hint: string
  onSeen: () => void
}) {
  return (
    <Alert
      type="info"
      role="status"
      title={title}
      description={
        <>
          <p className="told">{told}</p>
          <p>{hint}</p>
          <p className="soft">{say(CONSOLE.shownOnce)}</p>
        </>
      }
      closable={{ onClose: onSeen, 'aria-label': say(CONSOLE.seen) }}
    />
  )
}
