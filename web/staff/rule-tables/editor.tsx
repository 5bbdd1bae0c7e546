import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { DraftSaved, FileReading, TableDraft } from '../../../contract/rule-tables.ts'
import { readDocument, type PlacedFault } from '../../../core/rule-sheets.ts'
import { answerOf, call, CallProblem } from '../../kit/api.ts'
import { COMMON } from '../../kit/dictionary/common.ts'
import { RULE_TABLES } from '../../kit/dictionary/rule-tables.ts'
import { language, say } from '../../kit/language.ts'
import { HeadFields } from './head-fields.tsx'

/** What is being written outlives the page: nothing typed is lost. */
const KEPT = 'rule-table-draft'

type Parsed = { readonly ok: true; readonly json: unknown } | { readonly ok: false; readonly why: string }

/** A draft that is being written: uploaded or typed, and held against the rules of the form as it changes. */
export function Editor({
  start,
  onSaved,
  onSignedOut,
  onBack,
}: {
  /** A document to begin with; undefined: what was being written. */
  start: unknown
  onSaved: (hash: string) => void
  onSignedOut: () => void
  onBack: () => void
}) {
  const [text, setText] = useState(() => (start === undefined ? kept() : written(start)))
  const [uploaded, setUploaded] = useState<{ name: string; faults: readonly PlacedFault[] }>()
  const [fault, setFault] = useState<{ title: string; fields: readonly string[] }>()
  const [isBusy, setIsBusy] = useState(false)
  const title = useRef<HTMLHeadingElement>(null)
  const parsed = useMemo(() => parse(text), [text])
  const reading = useMemo(() => (parsed.ok ? readDocument(parsed.json) : undefined), [parsed])
  useEffect(() => title.current?.focus(), [])
  useEffect(() => keep(text), [text])

  async function attempt(act: () => Promise<void>): Promise<void> {
    setIsBusy(true)
    setFault(undefined)
    try {
      await act()
    } catch (cause) {
      if (cause instanceof CallProblem && cause.status === 401) onSignedOut()
      else if (cause instanceof CallProblem) {
        setFault({ title: cause.title, fields: cause.fields.map(({ message }) => message) })
      } else setFault({ title: say(COMMON.unreachable), fields: [] })
    } finally {
      setIsBusy(false)
    }
  }

  const save = () =>
    attempt(async () => {
      if (!parsed.ok) return
      const draft = { document: parsed.json } satisfies TableDraft
      const { hash } = await call<DraftSaved>('POST', '/api/rule-tables', draft)
      keep('')
      onSaved(hash)
    })
  const take = (file: File) =>
    attempt(async () => {
      const { document, faults } = await readFile(file)
      setUploaded({ name: file.name, faults })
      if (faults.length === 0) setText(written(document))
    })

  return (
    <section class="panel stack" aria-labelledby="editor-title">
      <div class="case-head">
        <h2 id="editor-title" ref={title} tabIndex={-1}>
          {say(RULE_TABLES.editTitle)}
        </h2>
        <button type="button" class="button back" onClick={onBack}>
          {say(RULE_TABLES.cancel)}
        </button>
      </div>
      <label class="field">
        <span>{say(RULE_TABLES.upload)}</span>
        <input
          type="file"
          accept=".json,.xlsx"
          disabled={isBusy}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? []
            // So that the same file, corrected, can be chosen again.
            event.currentTarget.value = ''
            if (file) void take(file)
          }}
        />
      </label>
      {uploaded && uploaded.faults.length === 0 && (
        <p role="status">{say(RULE_TABLES.uploaded, { name: uploaded.name })}</p>
      )}
      {uploaded && uploaded.faults.length > 0 && (
        <Faults
          title={say(RULE_TABLES.uploadFaults, { name: uploaded.name, n: uploaded.faults.length })}
          faults={uploaded.faults}
        />
      )}
      {parsed.ok && <HeadFields document={parsed.json} onChange={(document) => setText(written(document))} />}
      <label class="field">
        <span>{say(RULE_TABLES.document)}</span>
        <textarea
          class="document"
          rows={20}
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      {!parsed.ok && text.trim() !== '' && (
        <p class="fault" role="alert">
          {say(RULE_TABLES.notJson, { why: parsed.why })}
        </p>
      )}
      {reading?.ok === false && (
        <Faults title={say(RULE_TABLES.faults, { n: reading.faults.length })} faults={reading.faults} />
      )}
      {reading?.ok === true && <p role="status">{say(RULE_TABLES.noFaults)}</p>}
      {fault && (
        <div class="fault" role="alert">
          <p>{fault.title}</p>
          {fault.fields.map((field) => (
            <p key={field}>{field}</p>
          ))}
        </div>
      )}
      <button type="button" class="button main" disabled={isBusy || reading?.ok !== true} onClick={() => void save()}>
        {say(RULE_TABLES.save)}
      </button>
    </section>
  )
}

function Faults({ title, faults }: { title: string; faults: readonly PlacedFault[] }) {
  return (
    <div class="fault" role="alert">
      <p>{title}</p>
      <ul class="plain-list">
        {faults.map(({ place, message }) => (
          <li key={`${place.en} ${message.en}`}>
            <strong>{place[language()]}</strong>
            {language() === 'zh' ? '：' : ': '}
            {message[language()]}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The server reads workbooks; a document is read as strictly here. */
async function readFile(file: File): Promise<FileReading> {
  const response = await fetch('/api/rule-tables/readings', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  })
  return answerOf<FileReading>(response)
}

function parse(text: string): Parsed {
  try {
    return { ok: true, json: JSON.parse(text) as unknown }
  } catch (error) {
    return { ok: false, why: (error as Error).message }
  }
}

function written(document: unknown): string {
  return JSON.stringify(document, undefined, 2)
}

function keep(text: string): void {
  try {
    localStorage.setItem(KEPT, text)
  } catch {
    // Storage that is full or forbidden costs the text when the page is left, and nothing now.
  }
}

function kept(): string {
  try {
    return localStorage.getItem(KEPT) ?? ''
  } catch {
    // Forbidden storage: an empty page.
    return ''
  }
}
