import { useState } from 'preact/hooks'
import type { MyPage } from '../../../contract/registration.ts'
import { CITIZEN } from '../../kit/dictionary/citizen.ts'
import { say } from '../../kit/language.ts'

/** The photo of the register, as small as the box that waits for it; without one, a silhouette. */
export function Photo({ me, onPress }: { me: MyPage | undefined; onPress: () => void }) {
  const [failed, setFailed] = useState(false)
  const shown = me?.hasPhoto === true && !failed
  return (
    <button type="button" class="photo" aria-label={say(shown ? CITIZEN.photo : CITIZEN.noPhoto)} onClick={onPress}>
      {shown ? (
        <img src="/api/me/photo" alt="" onError={() => setFailed(true)} />
      ) : (
        <svg viewBox="0 0 51 68" aria-hidden="true">
          <circle cx="25.5" cy="27" r="11" fill="currentColor" />
          <path d="M4 68c0-16 9-25 21.5-25S47 52 47 68z" fill="currentColor" />
        </svg>
      )}
    </button>
  )
}

/** One's own name: masked as others see it, in full at a press. */
export function HolderName({ masked, me }: { masked: string; me: MyPage | undefined }) {
  const [inFull, setInFull] = useState(false)
  if (me?.name === undefined) return <>{masked}</>
  const name = inFull ? me.name : masked
  return (
    <button
      type="button"
      aria-label={say(inFull ? CITIZEN.hideFullName : CITIZEN.showFullName, { name })}
      onClick={() => setInFull(!inFull)}
    >
      {name} <span aria-hidden="true">{inFull ? '⌃' : '⌄'}</span>
    </button>
  )
}
