import { Button } from 'antd'
import { useState } from 'react'
import type { HandFactList, HandFactRow } from '../../../contract/hand-facts.ts'
import { ASSIGNMENTS } from '../../kit/dictionary/assignments.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say, type Text } from '../../kit/language.ts'
import { addressOf, useAddress } from '../address.ts'
import { useAssigned, WorkedOnBy } from '../assignment.tsx'
import { Choice } from '../choice.tsx'
import { Due } from '../due.tsx'
import { momentText } from '../moments.ts'
import { RecordList } from '../record-list.tsx'
import { WORK_EVERY_MS } from '../work-list.ts'
import { DraftForm } from './draft-form.tsx'
import { OneFact } from './one-fact.tsx'
import { FactStanding, nameOfFact } from './standing.tsx'

/** Where a fact is drafted, in the place of a record. */
const NEW = 'new'

/** The lists of an officer, as the server names them. */
const LISTS = {
  open: HAND_FACTS.open,
  'for-approval': HAND_FACTS.forApproval,
  own: HAND_FACTS.own,
  done: HAND_FACTS.done,
} as const satisfies Record<string, Text>
type List = keyof typeof LISTS
const NAMES = Object.keys(LISTS) as List[]

/** Facts that are written by hand: what waits for the officer and what was done, or the draft that he is writing. */
export function HandFacts() {
  const { section, record } = useAddress()
  const [list, setList] = useState<List>('open')
  const by = useAssigned()
  // It outlives the form, as what was typed does: whoever looks something up in the list finds both again.
  const [file, setFile] = useState<File>()
  const goTo = (factId?: string) => (location.hash = addressOf(section, factId))
  /** Opens a new draft, in a list that has it. */
  function openDraft({ factId }: HandFactRow): void {
    setList('open')
    by.choose('')
    goTo(factId)
  }

  if (record === NEW) {
    return (
      <DraftForm
        file={file}
        onFile={setFile}
        back={addressOf(section)}
        onDrafted={(row) => {
          setFile(undefined)
          openDraft(row)
        }}
      />
    )
  }
  return (
    <>
      <p className="soft">{say(HAND_FACTS.what)}</p>
      <RecordList
        path="/api/hand-facts"
        everyMs={WORK_EVERY_MS}
        narrowedBy={{ list: list === 'open' ? '' : list, assigned: by.assigned }}
        rowsOf={({ facts }: HandFactList) => facts}
        nextOf={({ next }) => next}
        idOf={({ factId }) => factId}
        nameTitle={say(HAND_FACTS.kind)}
        nameOf={nameOfFact}
        caption={say(CONSOLE.handFacts)}
        empty={say(list === 'done' ? HAND_FACTS.nothingDone : HAND_FACTS.nothing)}
        tools={
          <>
            <Choice<List>
              aria-label={say(HAND_FACTS.list)}
              value={list}
              onChange={setList}
              options={NAMES.map((value) => ({ value, label: say(LISTS[value]) }))}
            />
            {by.choice}
            <span className="spring" />
            <Button type="primary" href={addressOf(section, NEW)}>
              {say(HAND_FACTS.write)}
            </Button>
          </>
        }
        columns={[
          { title: say(HAND_FACTS.state), render: (_, row) => <FactStanding row={row} /> },
          {
            title: `${say(HAND_FACTS.due)} / ${say(HAND_FACTS.closed)}`,
            render: (_, { closedAt, expiresAt }) =>
              closedAt === undefined ? <Due at={expiresAt} /> : momentText(closedAt),
          },
          { title: say(ASSIGNMENTS.who), render: (_, row) => <Approver row={row} /> },
          { title: say(HAND_FACTS.organisation), render: (_, { author }) => say(author) },
        ]}
        detail={(row, again) => (
          <OneFact
            key={row.factId}
            row={row}
            onAssigned={(to) => by.follow(to, again)}
            onEnd={() => {
              again()
              goTo()
            }}
            onDrafted={(row) => {
              again()
              openDraft(row)
            }}
          />
        )}
      />
    </>
  )
}

/** Of what waits for another organisation somebody here may have taken it on. */
function Approver({ row }: { row: HandFactRow }) {
  return row.state === 'waiting' && !row.isOwn && <WorkedOnBy of={row} />
}
