import { COMMON } from '../kit/dictionary/common.ts'
import { say } from '../kit/language.ts'

/** What stands there while a page waits for its first answer. */
export function Opening() {
  return (
    <p class="column soft" role="status">
      {say(COMMON.loading)}
    </p>
  )
}
