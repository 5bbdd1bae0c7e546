import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import type { LogRecord, LogRecords } from '../../../contract/log.ts'
import { ACT_NAMES, type ActName } from '../../../core/log/act-names.ts'
import { ACTS } from '../../kit/dictionary/acts.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { LOG } from '../../kit/dictionary/log.ts'
import { say } from '../../kit/language.ts'
import { Choice } from '../choice.tsx'
import { momentText } from '../moments.ts'
import { RecordList } from '../record-list.tsx'
import { OneRecord } from './one-record.tsx'
import { WholeLog } from './whole-log.tsx'

/** The log: which acts there are, one of them with the proof that it is in the log, and the whole of it verified. */
export function Log() {
  const [kind, setKind] = useState<ActName | ''>('')
  const [until, setUntil] = useState('')
  const [isVerifying, setIsVerifying] = useState(false)

  return (
    <>
      <p className="soft">{say(LOG.how)}</p>
      <RecordList
        path="/api/log-records"
        narrowedBy={{ kind, until }}
        rowsOf={({ records }: LogRecords) => records}
        nextOf={({ next }) => next}
        idOf={({ id }) => id}
        nameTitle={say(LOG.kind)}
        nameOf={({ kind: one }) => actName(one)}
        caption={say(CONSOLE.log)}
        empty={say(LOG.empty)}
        tools={
          <>
            <Choice<ActName | ''>
              aria-label={say(LOG.kind)}
              value={kind}
              onChange={setKind}
              options={[
                { value: '', label: say(LOG.allKinds) },
                ...ACT_NAMES.map((value) => ({ value, label: say(ACTS[value]) })),
              ]}
            />
            <label className="beside">
              {say(LOG.until)}
              <Input type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
            </label>
            <span className="spring" />
            <Button type="primary" onClick={() => setIsVerifying(true)}>
              {say(LOG.whole)}
            </Button>
          </>
        }
        columns={[
          { title: say(LOG.moment), render: (_, { at }) => momentText(at) },
          { title: say(LOG.leaf), render: (_, record) => placeText(record) },
        ]}
        detail={(record) => <OneRecord key={record.id} record={record} />}
      />
      <Modal
        open={isVerifying}
        title={say(LOG.whole)}
        footer={null}
        destroyOnHidden
        onCancel={() => setIsVerifying(false)}
      >
        <WholeLog />
      </Modal>
    </>
  )
}

/** An act in words; one that this page has no words for stands as the log has it. */
export function actName(kind: string): string {
  const known = ACT_NAMES.find((name) => name === kind)
  return known === undefined ? kind : say(ACTS[known])
}

function placeText({ leaf }: LogRecord): string {
  return leaf === undefined ? say(LOG.waiting) : String(leaf)
}
