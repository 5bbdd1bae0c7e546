import { useEffect, useState } from 'preact/hooks'
import type { Channels } from '../../../contract/identity.ts'
import { call } from '../../kit/api.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { NO_CODE } from '../../kit/dictionary/no-code.ts'
import { say, type Text } from '../../kit/language.ts'
import { clearShelf } from '../code/shelf.ts'
import { rememberDemo } from '../demo.ts'
import { Page } from '../frame.tsx'
import { Opening } from '../opening.tsx'
import { returnPath } from './return-path.ts'

/** The channels through which a person can sign in; afterwards he is where he wanted to go. */
export function SignInPage() {
  const [channels, setChannels] = useState<Channels>()
  const [failed, setFailed] = useState(false)

  async function load(): Promise<void> {
    setFailed(false)
    try {
      const answer = await call<Channels>('GET', '/api/channels')
      rememberDemo(answer.demo)
      setChannels(answer)
    } catch {
      // Whatever the cause: there is nothing to choose from yet.
      setFailed(true)
    }
  }

  useEffect(() => void load(), [])
  const problem = problemSaid(location.search)
  return (
    <Page title={say(NO_CODE.signInTitle)}>
      <div class="stack">
        {channels?.demo === true && <p class="made-up">{say(COMMON.madeUp)}</p>}
        {problem && (
          <p class="notice fault" role="alert">
            {say(problem)}
          </p>
        )}
        <p>{say(NO_CODE.signInWhy)}</p>
        {channels?.channels.map((channel) => (
          // The code of whoever used this phone before must be gone when somebody else comes back signed in.
          <a
            key={channel.id}
            class="button main large"
            href={`/sign-in/${encodeURIComponent(channel.id)}?return=${encodeURIComponent(returnPath(location))}`}
            onClick={() => void clearShelf()}
          >
            {say(NO_CODE.signInWith, { channel: say(channel.name) })}
          </a>
        ))}
        {!channels && !failed && <Opening />}
        {failed && (
          <>
            <p role="alert">{say(COMMON.unreachable)}</p>
            <button type="button" class="button main" onClick={() => void load()}>
              {say(COMMON.tryAgain)}
            </button>
          </>
        )}
        <a class="button" href="/help">
          {say(NO_CODE.readHelp)}
        </a>
      </div>
    </Page>
  )
}

/** What went wrong on the way back from a channel, when the address says that something did. */
function problemSaid(search: string): Text | undefined {
  const problem = new URLSearchParams(search).get('problem')
  if (problem === null) return undefined
  return problem === 'sign-in-expired' ? NO_CODE.signInExpired : NO_CODE.channelFailed
}
