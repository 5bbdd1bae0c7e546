import { render, type ComponentChild } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { MyPage } from '../../../contract/registration.ts'
import { CITIZEN } from '../../kit/dictionary/citizen.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { say } from '../../kit/language.ts'
import { Switches, usePreferences } from '../../kit/switches.tsx'
import { isDemo, rememberDemo } from '../demo.ts'
import { later } from '../later.tsx'
import { Opening } from '../opening.tsx'
import { SignOut } from '../sign-out.tsx'
import type { CardState } from './card.ts'
import { HolderName, Photo } from './holder.tsx'
import { useCard } from './use-card.ts'
import { useMe } from './use-me.ts'
import { useWakeLock } from './wake-lock.ts'

const Reasons = later(() => import('./reasons.tsx').then((bundle) => bundle.Reasons))
const WrittenByHand = later(() => import('./written-by-hand.tsx').then((bundle) => bundle.WrittenByHand))
const PhotoNote = later(() => import('./photo-note.tsx').then((bundle) => bundle.PhotoNote))
const WithoutCode = later(() => import('./without-code.tsx').then((bundle) => bundle.WithoutCode))

/** The code page without the code: that stands above, painted by the inline script before this arrived. */
export function CodePage() {
  usePreferences()
  const card = useCard()
  const me = useMe()
  useWakeLock(card.kind === 'shown')
  useEffect(() => {
    if (me) rememberDemo(me.demo)
  }, [me])
  switch (card.kind) {
    case 'shown':
      return <BelowTheCode shown={card} me={me} />
    case 'opening':
      // Only where the answer takes long: the app begins once the code has been painted, or after some seconds.
      return (
        <div class="slow">
          <Opening />
        </div>
      )
    default:
      return <WithoutCode card={card} me={me} />
  }
}

type Shown = Extract<CardState, { kind: 'shown' }>

function BelowTheCode({ shown, me }: { shown: Shown; me: MyPage | undefined }) {
  const [photoNote, setPhotoNote] = useState(false)
  const { code } = shown
  useEffect(() => {
    document.title = say(CITIZEN.myCode)
    into('switches', <Switches />)
    into('photo', <Photo me={me} onPress={() => setPhotoNote(true)} />)
    into('holder-name', <HolderName masked={code.maskedName} me={me} />)
  })
  return (
    <main class="column below stack">
      <div class="made-up-place">{(me?.demo ?? isDemo()) && <p class="made-up">{say(COMMON.madeUp)}</p>}</div>
      {photoNote && <PhotoNote onClose={() => setPhotoNote(false)} />}
      {shown.standing === 'signed-out' && (
        <a class="button main" href="/sign-in">
          {say(CITIZEN.signInAgain)}
        </a>
      )}
      {code.colour === 'green' ? <p class="soft">{say(CITIZEN.whyGreen)}</p> : <Reasons colour={code.colour} me={me} />}
      <nav class="actions">
        <a class="button" href="/appeal">
          {say(CITIZEN.appeal)}
        </a>
        <a class="button" href="/declare/health">
          {say(CITIZEN.declareHealth)}
        </a>
        <a class="button" href="/declare/stays">
          {say(CITIZEN.declareStays)}
        </a>
        <a class="button" href="/help">
          {say(CITIZEN.help)}
        </a>
      </nav>
      {me?.handFacts !== undefined && me.handFacts.length > 0 && <WrittenByHand facts={me.handFacts} />}
      <a href="/readings">{say(CITIZEN.readings)}</a>
      <SignOut />
    </main>
  )
}

/** Draws into a box of the code, in the place of what the inline script wrote there. */
function into(id: string, content: ComponentChild): void {
  const place = document.getElementById(id)
  if (!place) return
  if (place.dataset['taken'] === undefined) place.replaceChildren()
  place.dataset['taken'] = ''
  render(content, place)
}
