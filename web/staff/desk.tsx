import { useEffect, useState } from 'preact/hooks'
import type { Channel, Channels, SessionView } from '../../contract/identity.ts'
import { call } from '../kit/api.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { STAFF } from '../kit/dictionary/staff.ts'
import { say } from '../kit/language.ts'
import { Switches } from '../kit/switches.tsx'
import type { Section } from './sections.tsx'
import { channelName } from './work-list.tsx'

/** The sections of somebody's role, one of them open. */
export function Desk({
  session,
  sections,
  onSignOut,
  onSignedOut,
}: {
  session: SessionView
  sections: readonly [Section, ...Section[]]
  onSignOut: () => void
  onSignedOut: () => void
}) {
  const [channels, setChannels] = useState<readonly Channel[]>([])
  const [asked, setAsked] = useState(location.hash.slice(1))
  const open = sections.find(({ id }) => id === asked) ?? sections[0]

  useEffect(() => {
    // Without names for the channels their ids are shown.
    call<Channels>('GET', '/api/channels').then(
      (answer) => setChannels(answer.channels),
      () => undefined,
    )
    const follow = () => setAsked(location.hash.slice(1))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])

  const title = say(open.title)
  useEffect(() => {
    document.title = `${title} · ${say(COMMON.appName)}`
  }, [title])

  return (
    <div class="desk">
      <header class="bar">
        <h1>{title}</h1>
        {session.demo && <span class="chip demo">{say(STAFF.demo)}</span>}
        <span class="account">{channelName(session.channel ?? '', channels)}</span>
        <Switches />
        <button type="button" class="switch" onClick={onSignOut}>
          {say(COMMON.signOut)}
        </button>
      </header>
      {sections.length > 1 && (
        <nav class="sections" aria-label={say(STAFF.sections)}>
          {sections.map(({ id, title }) => (
            <a key={id} href={`#${id}`} aria-current={id === open.id ? 'page' : undefined}>
              {say(title)}
            </a>
          ))}
        </nav>
      )}
      <open.Page key={open.id} session={session} channels={channels} onSignedOut={onSignedOut} />
    </div>
  )
}
