import type { ComponentChildren, ComponentChild } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { AppealReading } from '../../../contract/appeals.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { OFFICE } from '../../kit/dictionary/appeals-office.ts'
import { say, type Text } from '../../kit/language.ts'
import { PurposeForm } from '../purpose-form.tsx'
import type { Case, Work } from './use-work.ts'

// What the two sections of appeals share: the list with a case beside it, and the way into a case.

interface Listed {
  readonly appealId: string
  readonly number: string
}

/** A column of a work list. */
export interface Column<Row> {
  readonly title: Text
  readonly cell: (row: Row, now: number) => ComponentChild
}

/** A work list, and the open case beside it. */
export function WorkPage<Row extends Listed>(props: {
  readonly work: Work<Row>
  readonly count: Text
  readonly columns: readonly Column<Row>[]
  readonly children: (row: Row, end: (told: Text) => void) => ComponentChild
}) {
  const { work, count, columns, children } = props
  const [openId, setOpenId] = useState<string>()
  const [done, setDone] = useState<Text>()
  const now = Date.now()
  const open = work.rows?.find(({ appealId }) => appealId === openId)

  function end(told: Text | undefined): void {
    setDone(told)
    setOpenId(undefined)
    void work.load()
  }

  return (
    <main class={`desk-main ${open ? 'with-case' : ''}`}>
      <div class="list">
        <p class="done" role="status">
          {done && say(done)}
        </p>
        {work.fault !== undefined && (
          <div class="fault" role="alert">
            <p>{work.fault}</p>
            <button type="button" class="button" onClick={() => void work.load()}>
              {say(COMMON.tryAgain)}
            </button>
          </div>
        )}
        {work.rows ? (
          <Rows
            rows={work.rows}
            count={count}
            columns={columns}
            now={now}
            openId={openId}
            onOpen={(appealId) => {
              setDone(undefined)
              setOpenId(appealId)
            }}
          />
        ) : (
          work.fault === undefined && <p role="status">{say(COMMON.loading)}</p>
        )}
      </div>
      {open && (
        <CasePanel key={open.appealId} number={open.number} onClose={() => end(undefined)}>
          {children(open, end)}
        </CasePanel>
      )}
    </main>
  )
}

function Rows<Row extends Listed>(props: {
  readonly rows: readonly Row[]
  readonly count: Text
  readonly columns: readonly Column<Row>[]
  readonly now: number
  readonly openId: string | undefined
  readonly onOpen: (appealId: string) => void
}) {
  const { rows, count, columns, now, openId, onOpen } = props
  if (rows.length === 0) {
    return (
      <div class="empty panel">
        <p class="empty-title">{say(OFFICE.empty)}</p>
        <p class="soft">{say(OFFICE.emptyHint)}</p>
      </div>
    )
  }
  return (
    <table class="work">
      <caption>{say(count, { n: rows.length })}</caption>
      <thead>
        <tr>
          {columns.map(({ title }) => (
            <th key={title.en} scope="col">
              {say(title)}
            </th>
          ))}
          <th scope="col">
            <span class="spoken">{say(OFFICE.open)}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.appealId} class={row.appealId === openId ? 'open' : ''}>
            {columns.map(({ title, cell }) => (
              <td key={title.en} data-label={say(title)}>
                {cell(row, now)}
              </td>
            ))}
            <td>
              <button
                type="button"
                class="button open-case"
                aria-expanded={row.appealId === openId}
                onClick={() => onOpen(row.appealId)}
              >
                {say(OFFICE.open)}
                <span class="spoken">{row.number}</span>
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function CasePanel(props: { number: string; onClose: () => void; children: ComponentChildren }) {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <section class="case panel" aria-labelledby="case-title">
      <div class="case-head">
        <h2 id="case-title" ref={title} tabIndex={-1}>
          {say(OFFICE.caseTitle, { number: props.number })}
        </h2>
        <button type="button" class="button back" onClick={props.onClose}>
          {say(OFFICE.back)}
        </button>
      </div>
      {props.children}
    </section>
  )
}

// Words for the log, as the server takes them; the first is what nearly always happens here.
const PURPOSES: Readonly<Record<AppealReading['purpose'], Text>> = {
  appeal: OFFICE.purposeAppeal,
  review: OFFICE.purposeReview,
  enquiry: OFFICE.purposeEnquiry,
}

/** A case: purpose first, then what was read of it. */
export function CaseReading<Detail>({
  of,
  children,
}: {
  of: Case<Detail>
  children: (detail: Detail) => ComponentChild
}) {
  const [purpose, setPurpose] = useState<AppealReading['purpose']>('appeal')
  return (
    <>
      {of.fault !== undefined && (
        <p class="fault" role="alert">
          {of.fault}
        </p>
      )}
      {of.detail ? (
        children(of.detail)
      ) : (
        <PurposeForm
          words={OFFICE}
          of={PURPOSES}
          purpose={purpose}
          isBusy={of.isBusy}
          onChoose={setPurpose}
          onRead={() => void of.read(purpose)}
        />
      )}
    </>
  )
}
