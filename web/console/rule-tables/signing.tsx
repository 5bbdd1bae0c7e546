import { Button } from 'antd'
import type { TableView } from '../../../contract/rule-tables.ts'
import { call } from '../../kit/api.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say } from '../../kit/language.ts'
import { signApproval, type OfficerKey } from '../../kit/officer-key.ts'
import { Fault } from '../states.tsx'
import { useAct } from '../use-act.ts'

/** Signs for a table or for the result of a dry run; without a key that may sign it cannot be pressed. */
export function Signing(props: {
  readonly words: string
  readonly subject: 'table' | 'dry-run'
  readonly hash: string
  readonly to: string
  readonly officerKey: OfficerKey | undefined
  readonly onSigned: () => void
}) {
  const { officerKey, subject, hash } = props
  const acting = useAct()

  async function sign(key: OfficerKey): Promise<void> {
    const done = await acting.attempt(
      async () => call<TableView>('POST', props.to, await signApproval(key, subject, hash)),
      say(RULE_TABLES.approved),
    )
    if (done) props.onSigned()
  }

  return (
    <>
      {acting.fault !== undefined && <Fault words={acting.fault} />}
      <div>
        <Button
          type="primary"
          disabled={!officerKey}
          loading={acting.isBusy}
          onClick={() => officerKey && void sign(officerKey)}
        >
          {props.words}
        </Button>
      </div>
    </>
  )
}
