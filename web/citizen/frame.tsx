import './frame.css'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { CITIZEN } from '../kit/dictionary/citizen.ts'
import { COMMON } from '../kit/dictionary/common.ts'
import { say } from '../kit/language.ts'
import { Switches, usePreferences } from '../kit/switches.tsx'

/** A page that is not the code: the way back to it, the switches, a title. */
export function Page({ title, children }: { title: string; children: ComponentChildren }) {
  usePreferences()
  useEffect(() => {
    document.title = `${title} · ${say(COMMON.appName)}`
  }, [title])
  return (
    <div class="column page">
      <header class="head">
        <a class="home" href="/" aria-label={say(CITIZEN.toMyCode)}>
          ‹ {say(COMMON.appName)}
        </a>
        <Switches />
      </header>
      <main>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  )
}
