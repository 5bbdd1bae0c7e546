import { Button } from 'antd'
import { useState } from 'react'
import type { TableList } from '../../../contract/rule-tables.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say, type Text } from '../../kit/language.ts'
import { addressOf, useAddress } from '../address.ts'
import { Choice } from '../choice.tsx'
import { momentText } from '../moments.ts'
import { RecordList } from '../record-list.tsx'
import { Notice } from '../states.tsx'
import { written } from './document-text.ts'
import { Editor } from './editor.tsx'
import { OneTable } from './one-table.tsx'
import { isArriving, LifeChip, namesOf, paceOf } from './standing.tsx'
import { useKeptText } from './use-kept-text.ts'

/** Where a draft is written, in the place of a record. */
const NEW = 'new'

/** The parts of the list, as the server names them. */
const PARTS = {
  standing: RULE_TABLES.partStanding,
  drafted: RULE_TABLES.partDrafted,
  shipped: RULE_TABLES.shipped,
} as const satisfies Record<string, Text>
type Part = keyof typeof PARTS

/** Rule tables: all of them and the open one, or a draft that is being written. */
export function RuleTables() {
  const { section, record } = useAddress()
  const [text, setText] = useKeptText()
  const [part, setPart] = useState<Part | ''>('')
  const goTo = (to: string) => (location.hash = addressOf(section, to))

  if (record === NEW) {
    return (
      <Editor
        text={text}
        onText={setText}
        back={addressOf(section)}
        onSaved={(hash) => {
          setText('')
          setPart('')
          goTo(hash)
        }}
      />
    )
  }
  return (
    <div className="stack rule-tables">
      <p className="soft">{say(RULE_TABLES.what)}</p>
      <RecordList
        path="/api/rule-tables"
        narrowedBy={{ part }}
        everyMs={(list) => paceOf(list?.switching !== undefined || list?.tables.some(isArriving) === true)}
        rowsOf={({ tables }: TableList) => tables}
        nextOf={({ next }) => next}
        idOf={({ hash }) => hash}
        nameTitle={say(RULE_TABLES.table)}
        nameOf={({ name, version }) => `${name} ${version}`}
        caption={say(RULE_TABLES.list)}
        empty={say(RULE_TABLES.empty)}
        tools={
          <>
            <Choice<Part | ''>
              aria-label={say(RULE_TABLES.standing)}
              value={part}
              onChange={setPart}
              options={[
                { value: '', label: say(RULE_TABLES.allParts) },
                ...(Object.entries(PARTS) as [Part, Text][]).map(([value, words]) => ({ value, label: say(words) })),
              ]}
            />
            <span className="spring" />
            <Button type="primary" href={addressOf(section, NEW)}>
              {say(RULE_TABLES.write)}
            </Button>
          </>
        }
        noteOf={({ switching }) => switching && <Switching switching={switching} />}
        columns={[
          { title: say(RULE_TABLES.standing), render: (_, { life }) => <LifeChip life={life} /> },
          { title: say(RULE_TABLES.title), render: (_, { title }) => say(title) },
          {
            title: say(RULE_TABLES.begins),
            render: (_, { inForceFrom, validFrom }) => momentText(inForceFrom ?? validFrom),
          },
          { title: say(RULE_TABLES.approvedBy), render: (_, { approvals }) => namesOf(approvals) },
        ]}
        detail={({ hash }, again, list) => (
          <OneTable
            key={hash}
            hash={hash}
            inForce={list?.inForce}
            onChanged={again}
            onWrite={(document) => {
              setText(written(document))
              goTo(NEW)
            }}
          />
        )}
      />
    </div>
  )
}

function Switching({ switching: { to, done, chunks } }: { switching: NonNullable<TableList['switching']> }) {
  return (
    <div role="status">
      <Notice>{say(RULE_TABLES.switching, { name: `${to.name} ${to.version}`, done, chunks })}</Notice>
    </div>
  )
}
