import { App as Messages } from 'antd'
import { useState } from 'react'
import { CallProblem, type FieldFault } from '../kit/api.ts'
import { useDesk } from './session.ts'
import { hasEnded, wordsOf } from './use-answer.ts'

/** One act at a time: whether it is under way, and what the server had against the last one. */
export interface Acting {
  readonly isBusy: boolean
  readonly fault: string | undefined
  /** What is wrong with single fields of a form. */
  readonly fields: readonly FieldFault[]
  /** Does it, and says `done` when it has worked; answers whether it has. Nothing that was typed is lost where not. */
  attempt(act: () => Promise<unknown>, done?: string): Promise<boolean>
  /** Says what came of it, where that is not known before. */
  tell(words: string): void
}

/** For whatever changes something. */
export function useAct(): Acting {
  const { onSignedOut } = useDesk()
  const { message } = Messages.useApp()
  const [isBusy, setIsBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const [fields, setFields] = useState<readonly FieldFault[]>([])

  return {
    isBusy,
    fault,
    fields,
    tell: (words) => void message.info(words),
    async attempt(act, done) {
      setIsBusy(true)
      setFault(undefined)
      setFields([])
      try {
        await act()
        if (done !== undefined) void message.success(done)
        return true
      } catch (cause) {
        if (hasEnded(cause)) onSignedOut()
        else setFault(wordsOf(cause))
        if (cause instanceof CallProblem) setFields(cause.fields)
        return false
      } finally {
        setIsBusy(false)
      }
    },
  }
}
