import type { ComponentChildren } from 'preact'
import { COMMON } from '../kit/dictionary/common.ts'
import { say, type Text } from '../kit/language.ts'
import { Switches } from '../kit/switches.tsx'

/** A page before the post: title, switches, content. */
export function Plain({ title, children }: { title: Text; children: ComponentChildren }) {
  return (
    <div class="column plain">
      <header class="plain-head">
        <span>{say(COMMON.appName)}</span>
        <Switches />
      </header>
      <main class="plain-main">
        <h1>{say(title)}</h1>
        {children}
      </main>
    </div>
  )
}
