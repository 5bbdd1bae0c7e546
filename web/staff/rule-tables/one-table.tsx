import { useEffect, useRef, useState } from 'preact/hooks'
import type { TableView, TrialAsked, WorkbookFile } from '../../../contract/rule-tables.ts'
import { dayOf, formatDay, instant } from '../../../core/instant.ts'
import { call } from '../../kit/api.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say, type Text } from '../../kit/language.ts'
import { findOfficerKey, signApproval, type OfficerKey } from '../../kit/officer-key.ts'
import { Differences } from './differences.tsx'
import { LifeChip, minuteOf, namesOf } from './list-of-tables.tsx'
import { saveWorkbook } from './save-workbook.ts'
import { Trial } from './trial.tsx'

interface OneTableProps {
  readonly table: TableView
  readonly inForce: TableView | undefined
  readonly staffId: string
  readonly attempt: (act: () => Promise<void>) => Promise<boolean>
  readonly onChanged: (table: TableView) => void
  readonly onRefresh: () => Promise<void>
  readonly onDone: (text: Text) => void
  readonly onWrite: () => void
  readonly onBack: () => void
}

/** One table: its head, what it does otherwise than the one in force, its dry runs, and the signature under it. */
export function OneTable(props: OneTableProps) {
  const { table, inForce, staffId, attempt, onChanged, onRefresh, onDone, onWrite, onBack } = props
  const [key, setKey] = useState<OfficerKey>()
  const [isBusy, setIsBusy] = useState(false)
  const title = useRef<HTMLHeadingElement>(null)
  const path = `/api/rule-tables/${table.hash}`
  useEffect(() => {
    title.current?.focus()
    // Without a key nothing can be signed; the page says so.
    findOfficerKey(staffId).then(setKey, () => undefined)
  }, [])

  async function act(what: () => Promise<void>): Promise<void> {
    setIsBusy(true)
    await attempt(what)
    setIsBusy(false)
  }

  const tryIt = () =>
    act(async () => {
      await call<TrialAsked>('POST', `${path}/trials`, {})
      await onRefresh()
    })
  const sign = (subject: 'table' | 'dry-run', hash: string, to: string) =>
    act(async () => {
      if (!key) return
      onChanged(await call<TableView>('POST', to, await signApproval(key, subject, hash)))
      onDone(RULE_TABLES.approved)
    })
  const save = (from: string) => act(async () => saveWorkbook(await call<WorkbookFile>('GET', from)))

  const isOpen = table.life === 'draft' || table.life === 'scheduled' || table.life === 'held'
  const canChange = isOpen && table.inForceFrom === undefined && table.draftedAt !== undefined
  const [latest] = table.trials
  return (
    <section class="panel stack" aria-labelledby="table-title">
      <div class="case-head">
        <h2 id="table-title" ref={title} tabIndex={-1}>
          {table.name} {table.version}
        </h2>
        <button type="button" class="button back" onClick={onBack}>
          {say(RULE_TABLES.back)}
        </button>
      </div>
      <HeadFacts table={table} />
      <div class="actions">
        <button type="button" class="button fit" disabled={isBusy} onClick={() => void save(`${path}/workbook`)}>
          {say(RULE_TABLES.download)}
        </button>
        <button type="button" class="button fit" onClick={onWrite}>
          {say(RULE_TABLES.startFrom)}
        </button>
      </div>
      {inForce && inForce.hash !== table.hash && <Differences before={inForce.document} after={table.document} />}
      {table.draftedAt !== undefined && (
        <>
          <h3>{say(RULE_TABLES.trials)}</h3>
          {!latest && <p>{say(RULE_TABLES.noTrial)}</p>}
          {canChange && (
            <div>
              <button type="button" class="button main fit" disabled={isBusy} onClick={() => void tryIt()}>
                {say(RULE_TABLES.try)}
              </button>
            </div>
          )}
          {latest && (
            <Trial
              key={latest.trialId}
              trial={latest}
              brake={table.brakePeople}
              isBusy={isBusy}
              canSign={canChange && key !== undefined}
              onSign={(hash) => void sign('dry-run', hash, `${path}/trials/${latest.trialId}/approvals`)}
              onSave={() => void save(`${path}/trials/${latest.trialId}/workbook`)}
            />
          )}
        </>
      )}
      {canChange && (
        <div class="notice">
          <p>{say(key ? RULE_TABLES.approveHint : RULE_TABLES.noKey)}</p>
          <button
            type="button"
            class="button main"
            disabled={isBusy || !key || !table.trials.some(({ state }) => state === 'done')}
            onClick={() => void sign('table', table.hash, `${path}/approvals`)}
          >
            {say(RULE_TABLES.approve)}
          </button>
        </div>
      )}
    </section>
  )
}

function HeadFacts({ table }: { table: TableView }) {
  return (
    <dl class="facts">
      <dt>{say(RULE_TABLES.standing)}</dt>
      <dd>
        <LifeChip life={table.life} />
        {table.inForceFrom !== undefined && ` ${minuteOf(table.inForceFrom)}`}
      </dd>
      <dt>{say(RULE_TABLES.validFrom)}</dt>
      <dd>{formatDay(dayOf(instant(table.validFrom)))}</dd>
      <dt>{say(RULE_TABLES.brake)}</dt>
      <dd>{table.brakePeople}</dd>
      <dt>{say(RULE_TABLES.rowCount)}</dt>
      <dd>{table.rowCount}</dd>
      {table.draftedBy && (
        <>
          <dt>{say(RULE_TABLES.draftedBy)}</dt>
          <dd>{say(table.draftedBy)}</dd>
        </>
      )}
      <dt>{say(RULE_TABLES.approvedBy)}</dt>
      <dd>{namesOf(table.approvals)}</dd>
      <dt>{say(RULE_TABLES.hash)}</dt>
      <dd>
        <code>{table.hash}</code>
      </dd>
    </dl>
  )
}
