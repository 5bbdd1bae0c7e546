import { Button } from 'antd'
import type { TableView, TrialAsked } from '../../../contract/rule-tables.ts'
import { dayOf, formatDay, instant } from '../../../core/instant.ts'
import { call } from '../../kit/api.ts'
import { CONSOLE } from '../../kit/dictionary/console.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say } from '../../kit/language.ts'
import { addressOf } from '../address.ts'
import { momentText } from '../moments.ts'
import { Facts } from '../part.tsx'
import { Awaited, Fault, Notice } from '../states.tsx'
import { useAct } from '../use-act.ts'
import { useLive } from '../use-live.ts'
import { useOfficerKey } from '../use-officer-key.ts'
import { Differences } from './differences.tsx'
import { Download } from './download.tsx'
import { Signing } from './signing.tsx'
import { isArriving, LifeChip, namesOf, paceOf } from './standing.tsx'
import { Trial } from './trial.tsx'

/** One table: its head, what it does otherwise than the one in force, its dry runs, and the signature under it. */
export function OneTable(props: {
  readonly hash: string
  /** The table in force, by its hash. */
  readonly inForce: string | undefined
  readonly onChanged: () => void
  /** Begins a draft with its document. */
  readonly onWrite: (document: unknown) => void
}) {
  const { hash, inForce } = props
  const path = `/api/rule-tables/${hash}`
  const asked = useLive<TableView>(path, (table) =>
    paceOf(table !== undefined && (isArriving(table) || table.trials.some(({ state }) => state === 'waiting'))),
  )

  function again(): void {
    asked.again()
    props.onChanged()
  }

  return (
    <Awaited asked={asked}>
      {(table) => (
        <>
          <h2>
            {table.name} {table.version}
          </h2>
          <HeadFacts table={table} />
          <div className="tools">
            <Download from={`${path}/workbook`} />
            <Button onClick={() => props.onWrite(table.document)}>{say(RULE_TABLES.startFrom)}</Button>
          </div>
          {inForce !== undefined && inForce !== hash && <Differences inForce={inForce} document={table.document} />}
          {table.draftedAt !== undefined && <Office table={table} path={path} onChanged={again} />}
        </>
      )}
    </Awaited>
  )
}

function HeadFacts({ table }: { table: TableView }) {
  const { life, inForceFrom } = table
  return (
    <Facts
      rows={[
        [
          say(RULE_TABLES.standing),
          <>
            <LifeChip life={life} /> {inForceFrom !== undefined && momentText(inForceFrom)}
          </>,
        ],
        [say(RULE_TABLES.validFrom), formatDay(dayOf(instant(table.validFrom)))],
        [say(RULE_TABLES.brake), table.brakePeople],
        [say(RULE_TABLES.rowCount), table.rowCount],
        [say(RULE_TABLES.draftedBy), table.draftedBy && say(table.draftedBy)],
        [say(RULE_TABLES.approvedBy), namesOf(table.approvals)],
        [say(RULE_TABLES.hash), <code>{table.hash}</code>],
      ]}
    />
  )
}

/** What officers do with a table that was drafted here: try it, and sign. */
function Office({ table, path, onChanged }: { table: TableView; path: string; onChanged: () => void }) {
  const acting = useAct()
  const found = useOfficerKey()
  const key = found === 'none' ? undefined : found
  const isOpen = table.life === 'draft' || table.life === 'scheduled' || table.life === 'held'
  const canChange = isOpen && table.inForceFrom === undefined
  const [latest] = table.trials

  async function tryIt(): Promise<void> {
    if (await acting.attempt(() => call<TrialAsked>('POST', `${path}/trials`, {}))) onChanged()
  }

  return (
    <>
      <h3>{say(RULE_TABLES.trials)}</h3>
      {!latest && <p>{say(RULE_TABLES.noTrial)}</p>}
      {acting.fault !== undefined && <Fault words={acting.fault} />}
      {canChange && (
        <div>
          <Button type={latest ? 'default' : 'primary'} loading={acting.isBusy} onClick={() => void tryIt()}>
            {say(RULE_TABLES.try)}
          </Button>
        </div>
      )}
      {latest && (
        <Trial
          key={latest.trialId}
          trial={latest}
          brake={table.brakePeople}
          path={`${path}/trials/${latest.trialId}`}
          officerKey={canChange ? key : undefined}
          onSigned={onChanged}
        />
      )}
      {canChange && (
        <>
          {found === 'none' ? (
            <Notice>
              {say(RULE_TABLES.noKey)} <a href={addressOf('signing-key')}>{say(CONSOLE.signingKey)}</a>
            </Notice>
          ) : (
            <p className="soft">{say(RULE_TABLES.approveHint)}</p>
          )}
          <Signing
            words={say(RULE_TABLES.approve)}
            subject="table"
            hash={table.hash}
            to={`${path}/approvals`}
            officerKey={table.trials.some(({ state }) => state === 'done') ? key : undefined}
            onSigned={onChanged}
          />
        </>
      )}
    </>
  )
}
