import type { StaffCode } from '../../../contract/staff.ts'
import { PEOPLE } from '../../kit/dictionary/people.ts'
import { say } from '../../kit/language.ts'
import { momentText } from '../moments.ts'
import { ToldOnce } from '../told-once.tsx'

/** The code with which somebody joins, or makes a new passkey. */
export function StaffCodeTold({ code, onSeen }: { code: StaffCode; onSeen: () => void }) {
  return (
    <ToldOnce
      title={say(PEOPLE.code)}
      told={code.code}
      hint={say(PEOPLE.codeHint, { until: momentText(code.expiresAt) })}
      onSeen={onSeen}
    />
  )
}
