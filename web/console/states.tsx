import { Alert, Button, Skeleton, Spin } from 'antd'
import type { ReactNode } from 'react'
import { COMMON } from '../kit/dictionary/common.ts'
import { say } from '../kit/language.ts'
import type { Asked } from './use-answer.ts'

/** An answer of the server once it is there; before that that it is awaited, and why it does not come. */
export function Awaited<Answer>({
  asked,
  children,
}: {
  asked: Asked<Answer>
  children: (answer: Answer) => ReactNode
}) {
  return (
    <>
      {asked.fault !== undefined && <Fault words={asked.fault} onAgain={asked.again} />}
      {asked.answer === undefined
        ? asked.fault === undefined && (
            <div role="status" aria-label={say(COMMON.loading)}>
              <Skeleton active />
            </div>
          )
        : children(asked.answer)}
    </>
  )
}

/** Why something did not work, and trying again. */
export function Fault({ words, onAgain }: { words: string; onAgain?: () => void }) {
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={words}
      action={
        onAgain && (
          <Button size="small" onClick={onAgain}>
            {say(COMMON.tryAgain)}
          </Button>
        )
      }
    />
  )
}

/** Something to heed before one goes on. */
export function Notice({ children }: { children: ReactNode }) {
  return <Alert type="warning" showIcon role="note" title={children} />
}

/** Something is on its way. */
export function Waiting() {
  return (
    <div role="status" aria-label={say(COMMON.loading)}>
      <Spin />
    </div>
  )
}
