import { useEffect, useState } from 'preact/hooks'
import type { Channels } from '../../contract/identity.ts'
import { call } from './api.ts'
import { COMMON } from './dictionary/common.ts'
import { say } from './language.ts'

/** The channels through which a member of staff signs in; afterwards he is at `returnTo` again. */
export function ChannelLinks({ returnTo }: { returnTo: string }) {
  const [channels, setChannels] = useState<Channels['channels']>()
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    setFailed(false)
    call<Channels>('GET', '/api/channels').then(
      (answer) => setChannels(answer.channels),
      () => setFailed(true),
    )
  }, [tries])
  if (failed) {
    return (
      <div role="alert">
        <p>{say(COMMON.unreachable)}</p>
        <button type="button" class="button" onClick={() => setTries(tries + 1)}>
          {say(COMMON.tryAgain)}
        </button>
      </div>
    )
  }
  if (!channels) return <p role="status">{say(COMMON.loading)}</p>
  return (
    <ul class="channel-links">
      {channels.map(({ id, name }) => (
        <li key={id}>
          <a class="button main" href={`/sign-in/${encodeURIComponent(id)}?return=${encodeURIComponent(returnTo)}`}>
            {say(name)}
          </a>
        </li>
      ))}
    </ul>
  )
}
