import { useState } from 'preact/hooks'
import { call } from '../kit/api.ts'
import { CITIZEN } from '../kit/dictionary/citizen.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { say } from '../kit/language.ts'

/** Signs out and leaves nothing personal on the phone. */
export function SignOut() {
  const [failed, setFailed] = useState(false)
  async function signOut(): Promise<void> {
    try {
      await call('POST', '/api/sign-out', {})
    } catch {
      // Whatever the cause, the person is still signed in and has to know it.
      setFailed(true)
      return
    }
    sessionStorage.clear()
    await globalThis.codeCard?.withdraw('not-signed-in')
  }
  return (
    <div>
      <button type="button" class="quiet" onClick={signOut}>
        {say(COMMON.signOut)}
      </button>
      {failed && <p role="alert">{say(CITIZEN.signOutFailed)}</p>}
    </div>
  )
}
