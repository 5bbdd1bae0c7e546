import { Button, Tag } from 'antd'
import { Suspense, useEffect } from 'react'
import { COMMON } from '../kit/dictionary/common.ts'
import { CONSOLE } from '../kit/dictionary/console.ts'
import { STAFF } from '../kit/dictionary/staff.ts'
import { language, say, speak } from '../kit/language.ts'
import { addressOf, useAddress } from './address.ts'
import type { Section } from './sections.ts'
import { useDesk } from './session.ts'
import { Waiting } from './states.tsx'

/** The sections of somebody's role at the left, and the open one. */
export function Frame({ sections, onSignOut }: { sections: readonly [Section, ...Section[]]; onSignOut: () => void }) {
  const { session } = useDesk()
  const { section } = useAddress()
  const open = sections.find(({ id }) => id === section) ?? sections[0]
  const title = say(open.title)

  useEffect(() => {
    document.title = `${title} · ${say(COMMON.appName)}`
  }, [title])
  // Links to records are made from the address, so it always names the open section.
  useEffect(() => {
    if (section !== open.id) location.replace(addressOf(open.id))
  }, [section, open.id])

  return (
    <div className="frame">
      <header className="top">
        <span className="brand">{say(CONSOLE.title)}</span>
        {session.demo && <Tag>{say(STAFF.demo)}</Tag>}
        <span className="spring" />
        <Button
          type="text"
          lang={language() === 'zh' ? 'en' : 'zh-CN'}
          aria-label={COMMON.otherLanguage[language()]}
          onClick={() => speak(language() === 'zh' ? 'en' : 'zh')}
        >
          {language() === 'zh' ? 'EN' : '中文'}
        </Button>
        <Button onClick={onSignOut}>{say(COMMON.signOut)}</Button>
      </header>
      <nav className="left" aria-label={say(STAFF.sections)}>
        {sections.map(({ id, title }) => (
          <a key={id} href={addressOf(id)} aria-current={id === open.id ? 'page' : undefined}>
            {say(title)}
          </a>
        ))}
      </nav>
      <main className="content">
        <h1>{title}</h1>
        <Suspense fallback={<Waiting />}>
          <open.Page key={open.id} />
        </Suspense>
      </main>
    </div>
  )
}
