import { useCallback, useEffect, useState } from 'preact/hooks'
import type { TableList, TableView } from '../../../contract/rule-tables.ts'
import { call, CallProblem } from '../../kit/api.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { say } from '../../kit/language.ts'
import type { SectionProps } from '../sections.tsx'
import { Editor } from './editor.tsx'
import { ListOfTables } from './list-of-tables.tsx'
import { OneTable } from './one-table.tsx'

// A dry run takes seconds in a small city and a minute in a large one; a switch likewise.
const REFRESH_EVERY_MS = 3_000

type Stage = { readonly at: 'list' } | { readonly at: 'table'; readonly hash: string } | { readonly at: 'editor' }

/** Rule tables: all of them, one of them, or a draft that is being written. */
export function RuleTables({ session, onSignedOut }: SectionProps) {
  const [stage, setStage] = useState<Stage>({ at: 'list' })
  const [list, setList] = useState<TableList>()
  const [table, setTable] = useState<TableView>()
  const [inForce, setInForce] = useState<TableView>()
  const [start, setStart] = useState<unknown>()
  const [fault, setFault] = useState<string>()
  const [done, setDone] = useState<string>()

  const attempt = useCallback(async (act: () => Promise<void>): Promise<boolean> => {
    try {
      await act()
      setFault(undefined)
      return true
    } catch (cause) {
      if (cause instanceof CallProblem && cause.status === 401) onSignedOut()
      else setFault(cause instanceof CallProblem ? cause.title : say(COMMON.unreachable))
      return false
    }
  }, [])

  async function readList(): Promise<void> {
    const answer = await call<TableList>('GET', '/api/rule-tables')
    setList(answer)
    const current = answer.tables.find(({ life }) => life === 'in-force')
    if (current && current.hash !== inForce?.hash) setInForce(await readTable(current.hash))
  }

  async function refresh(): Promise<void> {
    await readList()
    if (stage.at === 'table') setTable(await readTable(stage.hash))
  }

  useEffect(() => {
    if (stage.at === 'editor') return undefined
    void attempt(refresh)
    const timer = setInterval(() => void attempt(refresh), REFRESH_EVERY_MS)
    return () => clearInterval(timer)
  }, [stage])

  function open(hash: string): void {
    setTable(undefined)
    setDone(undefined)
    setStage({ at: 'table', hash })
  }

  function write(document: unknown): void {
    setStart(document)
    setDone(undefined)
    setStage({ at: 'editor' })
  }

  return (
    <main class="list rule-tables">
      <p class="done" role="status">
        {done}
      </p>
      {fault !== undefined && (
        <div class="fault" role="alert">
          <p>{fault}</p>
        </div>
      )}
      {stage.at === 'list' &&
        (list ? (
          <ListOfTables list={list} onOpen={open} onWrite={() => write(undefined)} />
        ) : (
          <p role="status">{say(COMMON.loading)}</p>
        ))}
      {stage.at === 'table' &&
        (table ? (
          <OneTable
            table={table}
            inForce={inForce}
            staffId={session.staffId ?? ''}
            attempt={attempt}
            onChanged={setTable}
            onRefresh={refresh}
            onDone={(text) => setDone(say(text))}
            onWrite={() => write(table.document)}
            onBack={() => setStage({ at: 'list' })}
          />
        ) : (
          <p role="status">{say(COMMON.loading)}</p>
        ))}
      {stage.at === 'editor' && (
        <Editor
          start={start}
          onSaved={(hash) => {
            open(hash)
            setDone(say(RULE_TABLES.saved))
          }}
          onSignedOut={onSignedOut}
          onBack={() => setStage({ at: 'list' })}
        />
      )}
    </main>
  )
}

function readTable(hash: string): Promise<TableView> {
  return call<TableView>('GET', `/api/rule-tables/${hash}`)
}
