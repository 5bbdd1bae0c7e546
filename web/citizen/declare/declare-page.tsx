import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'
import { CITIZEN } from '../../kit/dictionary/citizen.ts'
import { DECLARE } from '../../kit/dictionary/declare.ts'
import { say, type Text } from '../../kit/language.ts'
import { usePreferences } from '../../kit/switches.tsx'
import { PersonGate, type Person } from '../form/person-gate.tsx'
import { Page } from '../frame.tsx'

interface DeclarePageProps {
  readonly title: Text
  readonly children: (person: Person, onDone: () => void) => ComponentChild
}

/** The frame of a declaration: who declares, the form, and the thanks. */
export function DeclarePage({ title, children }: DeclarePageProps) {
  usePreferences()
  const [done, setDone] = useState(false)
  return (
    <Page title={say(title)}>
      {done ? (
        <Thanks />
      ) : (
        <PersonGate elsewhere={(state) => (state === 'unregistered' ? '/register' : undefined)}>
          {(person) => children(person, () => setDone(true))}
        </PersonGate>
      )}
    </Page>
  )
}

function Thanks() {
  return (
    <div class="done">
      <div class="panel stack" role="status">
        <p>
          <strong>{say(DECLARE.doneTitle)}</strong>
        </p>
        <p>{say(DECLARE.done)}</p>
      </div>
      <a class="button main" href="/">
        {say(CITIZEN.toMyCode)}
      </a>
    </div>
  )
}
