import { Button, Empty, Table, type TableColumnsType } from 'antd'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { CONSOLE } from '../kit/dictionary/console.ts'
import { say } from '../kit/language.ts'
import { addressOf, useAddress } from './address.ts'
import { Fault } from './states.tsx'
import { useLive, type Pace } from './use-live.ts'

/** What a list of records is made of. */
export interface RecordListProps<Answer, Row extends object> {
  /** Where the server lists them; it pages by `?after=`. */
  readonly path: string
  /** What was chosen to narrow the list, by the word that the server has for it; empty: all. */
  readonly narrowedBy?: Readonly<Record<string, string>>
  /** How often a list that others change is asked for again. */
  readonly everyMs?: Pace<Answer>
  readonly rowsOf: (answer: Answer) => readonly Row[]
  /** Where the next page begins; absent: the list comes whole. */
  readonly nextOf?: (answer: Answer) => string | undefined
  readonly idOf: (row: Row) => string
  /** What the first column says of a row; it is the way to open it. */
  readonly nameOf: (row: Row) => ReactNode
  readonly nameTitle: string
  readonly columns: TableColumnsType<Row>
  readonly caption: string
  readonly empty: string
  /** What narrows the list, and what makes a new record. */
  readonly tools?: ReactNode
  /** What the answer says besides its rows. */
  readonly noteOf?: (answer: Answer) => ReactNode
  /** The open record, beside the list; `again` asks for the list anew, `answer` is what was last said of it. */
  readonly detail?: (row: Row, again: () => void, answer: Answer | undefined) => ReactNode
}

/** Records as the server pages them, in a table, and the open one beside it. */
export function RecordList<Answer, Row extends object>(props: RecordListProps<Answer, Row>) {
  const { idOf, detail } = props
  const chosen = Object.entries(props.narrowedBy ?? {}).filter(([, value]) => value !== '')
  const path = chosen.length === 0 ? props.path : `${props.path}?${new URLSearchParams(chosen).toString()}`
  const { section, record } = useAddress()
  const [turned, setTurned] = useState<{ path: string; cursors: readonly string[] }>({ path, cursors: [] })
  // Another path is another list, and begins at its first page.
  const cursors = turned.path === path ? turned.cursors : []
  const asked = useLive<Answer>(pathOf(path, cursors.at(-1)), props.everyMs)
  const rows = asked.answer && props.rowsOf(asked.answer)
  // While a list that was narrowed otherwise is awaited, the record stays open: what was read and typed in it is not lost.
  const shown = useRef<Row>(undefined)
  const found = rows?.find((row) => idOf(row) === record)
  useEffect(() => {
    if (rows) shown.current = found
  })
  const kept = shown.current && idOf(shown.current) === record ? shown.current : undefined
  const open = rows ? found : kept
  const isEmpty = rows?.length === 0
  const next = asked.answer && props.nextOf?.(asked.answer)
  const turn = (to: readonly string[]) => setTurned({ path, cursors: to })

  // By keyboard the record lies behind the whole list, and the list behind the record.
  const aside = useRef<HTMLElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const openId = open && idOf(open)
  useEffect(() => {
    if (openId === undefined) return undefined
    aside.current?.focus()
    return () => {
      // A record that was dealt with may have left the list.
      const link = list.current?.querySelector<HTMLElement>(`a[href="${addressOf(section, openId)}"]`)
      ;(link ?? list.current)?.focus()
    }
  }, [section, openId])

  return (
    <div className={open ? 'records with-detail' : 'records'}>
      <div className="record-list" ref={list} tabIndex={-1}>
        {props.tools && <div className="tools">{props.tools}</div>}
        {asked.fault !== undefined && <Fault words={asked.fault} onAgain={asked.again} />}
        {asked.answer && props.noteOf?.(asked.answer)}
        <Table<Row>
          aria-label={props.caption}
          size="middle"
          rowKey={idOf}
          dataSource={rows ?? []}
          loading={asked.isWaiting && rows === undefined}
          columns={[
            {
              title: props.nameTitle,
              render: (_, row) =>
                detail ? (
                  <a href={addressOf(section, idOf(row))} aria-current={row === open ? 'true' : undefined}>
                    {props.nameOf(row)}
                  </a>
                ) : (
                  props.nameOf(row)
                ),
            },
            ...props.columns,
          ]}
          rowClassName={(row) => (row === open ? 'open-row' : '')}
          // Nothing is called empty before the server has said so, and a list that was narrowed is not empty for it.
          locale={{
            emptyText: rows ? (
              <Empty
                image={Empty.PRESENTED_IMAGE_SIMPLE}
                description={chosen.length > 0 && next === undefined ? say(CONSOLE.noneSo) : props.empty}
              />
            ) : (
              ' '
            ),
          }}
          pagination={false}
          // Heads of nothing would be a region that scrolls and that no keyboard comes to.
          showHeader={!isEmpty}
          {...(!isEmpty && { scroll: { x: 'max-content' } })}
        />
        {(cursors.length > 0 || next !== undefined) && (
          <nav className="pager" aria-label={say(CONSOLE.pages)}>
            <Button disabled={cursors.length === 0} onClick={() => turn(cursors.slice(0, -1))}>
              {say(CONSOLE.previousPage)}
            </Button>
            <span>{say(CONSOLE.pageNumber, { n: cursors.length + 1 })}</span>
            <Button disabled={next === undefined} onClick={() => next !== undefined && turn([...cursors, next])}>
              {say(CONSOLE.nextPage)}
            </Button>
          </nav>
        )}
      </div>
      {open && detail && (
        <aside className="record" aria-label={say(CONSOLE.record)} ref={aside} tabIndex={-1}>
          <a className="close" href={addressOf(section)}>
            {say(CONSOLE.close)}
          </a>
          {detail(open, asked.again, asked.answer)}
        </aside>
      )}
    </div>
  )
}

function pathOf(path: string, cursor: string | undefined): string {
  if (cursor === undefined) return path
  return `${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(cursor)}`
}
