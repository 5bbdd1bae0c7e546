import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Assignment, AssignmentChange } from '../../contract/assignments.ts'
import { call } from '../kit/api.ts'
import { ASSIGNMENTS } from '../kit/dictionary/assignments.ts'
import { say } from '../kit/language.ts'
import { Choice } from './choice.tsx'
import { momentText } from './moments.ts'
import { Fault, Notice } from './states.tsx'
import { useAct } from './use-act.ts'

// A case of a work list is taken on before anything is decided about it.

type Who = Assignment['assigned']

const WHO = ['me', 'nobody', 'another'] as const satisfies readonly Who[]

/** By whom the cases of a list are worked on, as it was chosen; and how the list follows a case that was taken on. */
export function useAssigned() {
  const [assigned, setAssigned] = useState<Who | ''>('')
  return {
    assigned,
    choose: setAssigned,
    choice: (
      <Choice<Who | ''>
        aria-label={say(ASSIGNMENTS.who)}
        value={assigned}
        onChange={setAssigned}
        options={[
          { value: '', label: say(ASSIGNMENTS.all) },
          ...WHO.map((value) => ({ value, label: say(ASSIGNMENTS[value]) })),
        ]}
      />
    ),
    /** Of a list of others' cases it is none any more: he finds it open among his own. */
    follow: (to: AssignmentChange['to'], again: () => void) => {
      if (to === 'me' && assigned !== '') setAssigned('me')
      else again()
    },
  }
}

/** Who works on a case, in a list. */
export function WorkedOnBy({ of: { assigned, assignedUntil } }: { of: Assignment }) {
  if (assigned !== 'another') return say(ASSIGNMENTS[assigned])
  return assignedUntil === undefined
    ? say(ASSIGNMENTS.anotherOver)
    : say(ASSIGNMENTS.anotherUntil, { at: momentText(assignedUntil) })
}

/** Takes a case on, or gives it back. */
export function changeAssignment(path: string, to: AssignmentChange['to']): Promise<Assignment> {
  return call<Assignment>('POST', `${path}/assignment`, { to } satisfies AssignmentChange)
}

/** What is decided about a case, for whoever has taken it on; everybody else may do that first, or hears who has. */
export function OnceTaken({
  path,
  of: { assigned, assignedUntil },
  onChanged,
  children,
}: {
  readonly path: string
  readonly of: Assignment
  readonly onChanged: (to: AssignmentChange['to']) => void
  readonly children: ReactNode
}) {
  const acting = useAct()

  async function change(to: AssignmentChange['to'], done?: string): Promise<void> {
    if (await acting.attempt(() => changeAssignment(path, to), done)) onChanged(to)
  }

  if (assigned === 'another' && assignedUntil !== undefined) {
    return <Notice>{say(ASSIGNMENTS.byAnother, { at: momentText(assignedUntil) })}</Notice>
  }
  return (
    <>
      {assigned === 'me' ? children : <p className="soft">{say(ASSIGNMENTS.firstTakeOn)}</p>}
      {acting.fault !== undefined && <Fault words={acting.fault} />}
      <div className="tools">
        {assigned === 'me' ? (
          <Button loading={acting.isBusy} onClick={() => void change('nobody', say(ASSIGNMENTS.givenBack))}>
            {say(ASSIGNMENTS.giveBack)}
          </Button>
        ) : (
          <Button type="primary" loading={acting.isBusy} onClick={() => void change('me')}>
            {say(ASSIGNMENTS.takeOn)}
          </Button>
        )}
      </div>
    </>
  )
}
