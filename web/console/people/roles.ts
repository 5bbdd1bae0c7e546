import type { StaffView } from '../../../contract/staff.ts'
import { ROLE_NAMES } from '../../kit/dictionary/people.ts'
import { say } from '../../kit/language.ts'
import type { Option } from '../choice.tsx'

/** Every role that can be given, to choose from. */
export function rolesToChoose(): Option<StaffView['role']>[] {
  return Object.entries(ROLE_NAMES).map(([value, text]) => ({ value: value as StaffView['role'], label: say(text) }))
}
