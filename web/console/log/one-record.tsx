import { Button, Form } from 'antd'
import { useEffect, useState } from 'react'
import type { LogRecord, LogRecordOpened, LogRecordReading } from '../../../contract/log.ts'
import { fromHex } from '../../../core/bytes.ts'
import { readSaid } from '../../../core/log/said.ts'
import { call } from '../../kit/api.ts'
import { LOG, LOG_PURPOSES } from '../../kit/dictionary/log.ts'
import { say } from '../../kit/language.ts'
import { Chip } from '../chip.tsx'
import { Choice } from '../choice.tsx'
import { momentText } from '../moments.ts'
import { Facts } from '../part.tsx'
import { Fault, Waiting } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { wordsOf } from '../use-answer.ts'
import { actOf, standingOf, type Standing } from './check.ts'
import { actName } from './log.tsx'
import { findKey, LOG_CRYPTO, readLog } from './log-source.ts'

type Purpose = LogRecordReading['purpose']
type Opened = NonNullable<LogRecordOpened['held']>

/** An act of the log: whether it stands there under the signed root, and what its record says. */
export function OneRecord({ record }: { record: LogRecord }) {
  return (
    <>
      <h2>{actName(record.kind)}</h2>
      <Facts
        rows={[
          [say(LOG.moment), momentText(record.at)],
          [say(LOG.leaf), record.leaf === undefined ? undefined : String(record.leaf)],
          [say(LOG.id), record.id],
          [say(LOG.commitment), record.commitment],
        ]}
      />
      <h3>{say(LOG.standing)}</h3>
      <Checked record={record} />
      <h3>{say(LOG.content)}</h3>
      {record.isHeld ? <Content record={record} /> : <Chip kind="off">{say(LOG.emptied)}</Chip>}
    </>
  )
}

const STANDINGS = {
  'in-the-log': { kind: 'good', words: LOG.inTheLog },
  waits: { kind: 'waits', words: LOG.waits },
  'not-in-the-log': { kind: 'bad', words: LOG.notInTheLog },
  'head-not-signed': { kind: 'bad', words: LOG.headNotSigned },
} as const satisfies Record<Standing, object>

function Checked({ record }: { record: LogRecord }) {
  const [standing, setStanding] = useState<Standing>()
  const [fault, setFault] = useState<string>()

  async function check(): Promise<void> {
    setStanding(undefined)
    setFault(undefined)
    try {
      const key = await findKey(readLog, '')
      setStanding(key ? await standingOf(record, { read: readLog, key, crypto: LOG_CRYPTO }) : 'head-not-signed')
    } catch (cause) {
      setFault(wordsOf(cause))
    }
  }

  // A list that is read again may have another record under the same id.
  useEffect(() => void check(), [record.kind, record.at, record.commitment])
  if (fault !== undefined) return <Fault words={fault} onAgain={() => void check()} />
  if (standing === undefined) return <Waiting />
  const { kind, words } = STANDINGS[standing]
  return (
    <div role="status">
      <Chip kind={kind}>{say(words)}</Chip>
      {standing === 'waits' && (
        <p>
          <Button onClick={() => void check()}>{say(LOG.checkAgain)}</Button>
        </p>
      )}
    </div>
  )
}

function Content({ record }: { record: LogRecord }) {
  const acting = useAct()
  const [purpose, setPurpose] = useState<Purpose>('audit')
  const [opened, setOpened] = useState<LogRecordOpened>()
  if (opened)
    return opened.held ? <Said record={record} held={opened.held} /> : <Chip kind="off">{say(LOG.emptied)}</Chip>

  const open = () =>
    acting.attempt(async () =>
      setOpened(await call<LogRecordOpened>('POST', `/api/log-records/${record.id}/read`, { purpose })),
    )
  return (
    <>
      <p className="soft">{say(LOG.contentHint)}</p>
      <Form layout="vertical" onFinish={() => void open()}>
        <Form.Item label={say(LOG.purpose)} htmlFor="purpose">
          <Choice<Purpose>
            id="purpose"
            value={purpose}
            onChange={setPurpose}
            options={(['audit', 'alarm', 'enquiry'] as const).map((value) => ({
              value,
              label: say(LOG_PURPOSES[value]),
            }))}
          />
        </Form.Item>
        {acting.fault !== undefined && <Fault words={acting.fault} />}
        <Button type="primary" htmlType="submit" loading={acting.isBusy}>
          {say(LOG.open)}
        </Button>
      </Form>
    </>
  )
}

function Said({ record, held }: { record: LogRecord; held: Opened }) {
  const salt = fromHex(held.salt) ?? new Uint8Array()
  const said = readSaid(actOf(record), { salt, text: held.said }, LOG_CRYPTO.sha256)
  if (!said) {
    return (
      <div role="alert">
        <Chip kind="bad">{say(LOG.altered)}</Chip>
      </div>
    )
  }
  return (
    <>
      <div role="status">
        <Chip kind="good">{say(LOG.asCommitted)}</Chip>
      </div>
      <Facts
        rows={[
          [say(LOG.actor), [said.actorKind, said.actorId].filter(Boolean).join(' ')],
          [say(LOG.organisation), held.organisation ? say(held.organisation) : said.organisationId],
          [say(LOG.subject), said.subjectId],
          [say(LOG.purposeSaid), said.purpose],
          [say(LOG.caseNumber), said.caseNumber],
          [say(LOG.detail), said.detail === '{}' ? undefined : said.detail],
        ]}
      />
    </>
  )
}
