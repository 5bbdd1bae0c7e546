import { Button } from 'antd'
import { useState } from 'react'
import type { HandFactList } from '../../../contract/hand-facts.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { HAND_FACTS } from '../../kit/dictionary/hand-facts.ts'
import { say, type Text } from '../../kit/language.ts'
import { addressOf, useAddress } from '../address.ts'
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

/** The lists of an officer: what waits for his decision first. */
const LISTS = {
  forApproval: HAND_FACTS.forApproval,
  own: HAND_FACTS.own,
  done: HAND_FACTS.done,
} as const satisfies Record<keyof HandFactList, Text>
const NAMES = Object.keys(LISTS) as (keyof HandFactList)[]

/** Facts that are written by hand: what waits for the officer and what was done, or the draft that he is writing. */
export function HandFacts() {
  const { section, record } = useAddress()
  const [list, setList] = useState<keyof HandFactList | ''>('')
  // It outlives the form, as what was typed does: whoever looks something up in the list finds both again.
  const [file, setFile] = useState<File>()
  const goTo = (factId?: string) => (location.hash = addressOf(section, factId))

  if (record === NEW) {
    return (
      <DraftForm
        file={file}
        onFile={setFile}
        back={addressOf(section)}
        onDrafted={({ factId }) => {
          setFile(undefined)
          goTo(factId)
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
        rowsOf={(lists: HandFactList) => (list === '' ? NAMES.flatMap((name) => lists[name]) : lists[list])}
        idOf={({ factId }) => factId}
        nameTitle={say(HAND_FACTS.kind)}
        nameOf={nameOfFact}
        caption={say(CONSOLE.handFacts)}
        empty={say(list === 'done' ? HAND_FACTS.nothingDone : HAND_FACTS.nothing)}
        tools={
          <>
            <Choice<keyof HandFactList | ''>
              aria-label={say(HAND_FACTS.list)}
              value={list}
              onChange={setList}
              options={[
                { value: '', label: say(HAND_FACTS.allLists) },
                ...NAMES.map((value) => ({ value, label: say(LISTS[value]) })),
              ]}
            />
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
          { title: say(HAND_FACTS.organisation), render: (_, { author }) => say(author) },
        ]}
        detail={(row, again) => (
          <OneFact
            key={row.factId}
            row={row}
            onAssigned={again}
            onEnd={() => {
              again()
              goTo()
            }}
            onDrafted={({ factId }) => {
              again()
              goTo(factId)
            }}
          />
        )}
      />
    </>
  )
}
